using Avatars.Rig;
using Avatars.Solving;
using UnityEngine;

namespace Avatars.Unity
{
    /// <summary>Takes the pose of any humanoid Animator in every frame, by its muscles, and shows it with the AvatarRenderer beside it.</summary>
    [AddComponentMenu("Avatar/Avatar From Animator")]
    [RequireComponent(typeof(AvatarRenderer))]
    public sealed class AvatarFromAnimator : MonoBehaviour
    {
        [Tooltip("A humanoid: its avatar's rig must be Humanoid in the import settings.")]
        [SerializeField] Animator animator;

        HumanPoseHandler _handler;
        HumanPose _pose;
        MuscleSpace _muscles;
        BodyPlacement _placement;
        JointTransform[] _local;
        System.Numerics.Matrix4x4[] _model;
        AvatarRenderer _renderer;

        void OnEnable()
        {
            if (animator == null || !animator.isHuman)
            {
                Debug.LogError("Avatar From Animator needs an Animator with a humanoid avatar.", this);
                enabled = false;
                return;
            }
            _renderer = GetComponent<AvatarRenderer>();
            _handler = new HumanPoseHandler(animator.avatar, animator.transform);
            var body = _renderer.Body;
            _muscles = new MuscleSpace(body);
            _placement = new BodyPlacement(body);
            _local = new JointTransform[body.Skeleton.Count];
            _model = new System.Numerics.Matrix4x4[body.Skeleton.Count];
        }

        void LateUpdate()
        {
            _handler.GetHumanPose(ref _pose);
            _renderer.Body.Skeleton.CopyRestTo(_local);
            _muscles.Write(_pose.muscles, _local);
            _placement.Write(MirroredSpace.Position(_pose.bodyPosition), MirroredSpace.Rotation(_pose.bodyRotation), _local);
            LocalToModel.Run(_renderer.Body.Skeleton, _local, _model);
            _renderer.Submit(_model);
        }

        void OnDisable()
        {
            if (_handler != null)
                _handler.Dispose();
            _handler = null;
        }
    }
}
