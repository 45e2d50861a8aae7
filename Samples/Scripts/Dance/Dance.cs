using Avatars.Animation;
using Avatars.Scripting;

/// <summary>Plays a motion file, and corrects it: the feet stay where they stood, and the left hand follows a ball.</summary>
public class Dance : AvatarBehaviour
{
    public string motion = "../../Motion/wave.bvh";
    [Range(0, 1), Tooltip("How much the left hand follows the ball.")] public float follow = 1;

    Vector3 leftFoot, rightFoot, ball;

    void Start()
    {
        var clip = avatar.LoadClip(motion);
        clip.wrapMode = WrapMode.Loop;
        leftFoot = Bone(HumanBodyBones.LeftFoot).position;
        rightFoot = Bone(HumanBodyBones.RightFoot).position;
        animator.Play(clip);
    }

    void Update()
    {
        float turn = Time.time * 2 * Mathf.PI / 3; // once in three seconds
        ball = new Vector3(-0.35f + 0.15f * Mathf.Cos(turn), 1.15f + 0.2f * Mathf.Sin(turn), 0.3f);
        Debug.DrawLine(Bone(HumanBodyBones.LeftHand).position, ball, Color.yellow);
    }

    void OnAnimatorIK(int layer)
    {
        Place(AvatarIKGoal.LeftFoot, leftFoot, 1);
        Place(AvatarIKGoal.RightFoot, rightFoot, 1);
        Place(AvatarIKGoal.LeftHand, ball, follow);
        animator.SetIKHintPosition(AvatarIKHint.LeftElbow, new Vector3(-0.8f, 0.9f, -0.3f));
        animator.SetIKHintPositionWeight(AvatarIKHint.LeftElbow, follow);
        animator.SetLookAtPosition(ball);
        animator.SetLookAtWeight(1, 0.1f, 0.7f);
    }

    void Place(AvatarIKGoal goal, Vector3 position, float weight)
    {
        animator.SetIKPosition(goal, position);
        animator.SetIKPositionWeight(goal, weight);
    }
}
