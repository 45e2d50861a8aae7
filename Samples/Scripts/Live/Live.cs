using Avatars.Live;
using Avatars.Rig;
using Avatars.Scripting;

/// <summary>Is moved by a program that sends VMC (OSC), and leans the head a little more than that program does.</summary>
public class Live : AvatarBehaviour
{
    [Tooltip("UDP port of this machine to listen on.")] public int port = 39539;
    [Range(0, 2)] public float exaggerate = 0.5f;

    VmcReceiver receiver;
    Pose pose;

    void Start()
    {
        receiver = new VmcReceiver(new VmcOptions { Port = port });
        pose = receiver.MakePose();
        Debug.Log($"listening on port {port}");
    }

    void Update()
    {
        receiver.Sample(Time.time, pose); // the newest pose
        avatar.CopyFrom(pose);
    }

    void LateUpdate()
    {
        var head = Bone(HumanBodyBones.Head);
        head.localRotation = Quaternion.SlerpUnclamped(Quaternion.identity, head.localRotation, 1 + exaggerate);
    }

    void OnDestroy() => receiver?.Dispose();
}
