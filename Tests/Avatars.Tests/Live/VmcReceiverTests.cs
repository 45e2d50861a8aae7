using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;
using static Avatars.Live.OscPackets;

namespace Avatars.Live;

/// <summary>Over a real socket.</summary>
public sealed class VmcReceiverTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Test]
    public void An_arm_that_a_sender_lifts_is_lifted_on_the_rig()
    {
        using var receiver = Listening();
        using var sender = new Performer(receiver);
        var (sine, cosine) = (MathF.Sin(MathF.PI / 4), MathF.Cos(MathF.PI / 4));
        // Unity's left side is -X and its Z rotation is mirrored: -90 degrees about Z lift the left arm of a T pose straight up.
        sender.Send(Bundle(Message("/VMC/Ext/OK", 1), Bone("LeftUpperArm", 0, 0, 0, 0, 0, -sine, cosine)));
        Until(receiver, status => status.Messages == 2);
        var (_, hand, shoulder) = Sample(receiver);
        var direction = Vector3.Normalize(hand - shoulder);
        Assert.That(Math.Acos(Vector3.Dot(direction, Vector3.UnitY)) * 180 / Math.PI, Is.LessThan(0.5), "degrees from straight up");
    }

    [Test]
    public void Before_the_first_packet_the_rig_stands_in_its_T_pose()
    {
        using var receiver = Listening();
        var (_, hand, shoulder) = Sample(receiver);
        Assert.That(Math.Acos(Vector3.Dot(Vector3.Normalize(hand - shoulder), Vector3.UnitX)) * 180 / Math.PI, Is.LessThan(0.5));
        Assert.That(receiver.Status.IsAlive, Is.False);
    }

    [Test]
    public void A_pose_that_is_sent_arrives_within_a_thousandth_of_a_radian()
    {
        using var receiver = Listening(new VmcOptions { Port = 0, RootMotion = RootMotion.Absolute });
        using var sender = new VmcSender(StandardHumanoid.Map, receiver.EndPoint);
        var sent = new Pose(StandardHumanoid.Skeleton, "happy", "jawOpen", "my own");
        var random = new Random(3);
        for (var i = 0; i < sent.Joints.Length; i++)
            if (StandardHumanoid.Map.BoneOf(i) is not (HumanBodyBones.LastBone or HumanBodyBones.Spine or HumanBodyBones.Chest or HumanBodyBones.UpperChest))
                sent.Joints[i] = sent.Joints[i] with
                {
                    Rotation = Quaternion.CreateFromYawPitchRoll(Angle(random), Angle(random), Angle(random)) * sent.Joints[i].Rotation,
                };
        sent.Joints[0] = sent.Joints[0] with { Translation = sent.Joints[0].Translation + new Vector3(0.3f, -0.1f, 0.2f) };
        (sent.Weights[0], sent.Weights[1], sent.Weights[2]) = (0.25f, 0.5f, 0.75f);
        sender.Send(sent, 12.5f);
        Until(receiver, status => status.Messages >= sent.Joints.Length + 3 + 3 + 1);

        var got = receiver.MakePose();
        receiver.Sample(0, got);
        var (expected, actual) = (new ModelPose(StandardHumanoid.Skeleton), new ModelPose(StandardHumanoid.Skeleton));
        expected.Run(sent.Joints);
        actual.Run(got.Joints);
        for (var i = 0; i < sent.Joints.Length; i++)
        {
            var apart = 2 * Math.Acos(Math.Min(1, Math.Abs(Quaternion.Dot(expected.Rotations[i], actual.Rotations[i]))));
            Assert.That(apart, Is.LessThan(1e-3), StandardHumanoid.Skeleton[i].Name);
            Assert.That(Vector3.Distance(expected.Positions[i], actual.Positions[i]), Is.LessThan(1e-3), StandardHumanoid.Skeleton[i].Name);
        }
        foreach (var name in sent.WeightNames)
            Assert.That(got.Weights[got.IndexOf(name)], Is.EqualTo(sent.Weights[sent.IndexOf(name)]), name);
        Assert.That(receiver.Status.SenderSeconds, Is.EqualTo(12.5f));
    }

    /// <summary>A model half as large walks half as far, and its hips are not sunk into the floor.</summary>
    [Test]
    public void The_hips_of_a_smaller_model_stand_as_high_as_the_rigs_own()
    {
        using var receiver = Listening(new VmcOptions { Port = 0, RootMotion = RootMotion.Absolute });
        using var sender = new Performer(receiver);
        var rig = VmcRig.Map;
        var half = (HumanBodyBones bone) => rig.Skeleton[rig[bone]].Rest.Translation * 0.5f;
        HumanBodyBones[] bones = [HumanBodyBones.Hips, HumanBodyBones.LeftLowerLeg, HumanBodyBones.LeftFoot];
        sender.Send(Bundle([Message("/VMC/Ext/Root/Pos", "root", 0f, 0f, 0.5f, 0f, 0f, 0f, 1f),
            .. bones.Select(bone => Bone(bone.ToString(), -half(bone).X, half(bone).Y, half(bone).Z, 0, 0, 0, 1))]));
        Until(receiver, status => status.Messages == 4);
        var (hips, _, _) = Sample(receiver);
        Assert.That(hips.Y, Is.EqualTo(StandardHumanoid.Skeleton[0].Rest.Translation.Y).Within(0.01), "metres");
        Assert.That(hips.Z, Is.EqualTo(1).Within(0.05), "metres");
    }

    [Test]
    public void One_sender_is_followed_at_a_time()
    {
        using var receiver = Listening();
        using var first = new Performer(receiver);
        using var second = new Performer(receiver);
        first.Send(Message("/VMC/Ext/T", 1f));
        Until(receiver, status => status.Packets == 1);
        second.Send(Message("/VMC/Ext/T", 2f));
        Until(receiver, status => status.FromOthers == 1);
        Assert.That(receiver.Status.SenderSeconds, Is.EqualTo(1));
        Assert.That(receiver.Status.IsAlive, Is.True);
        Until(receiver, status => !status.IsAlive);
        second.Send(Message("/VMC/Ext/T", 3f));
        Until(receiver, status => status.SenderSeconds == 3);
    }

    [Test]
    public void A_port_in_use_is_a_sentence()
    {
        using var receiver = Listening();
        var error = Assert.Throws<IOException>(() => Listening(new VmcOptions { Port = receiver.EndPoint.Port }).Dispose())!;
        Assert.That(error.Message, Does.Contain($"UDP port {receiver.EndPoint.Port}").And.Contain("in use"));
    }

    [Test]
    public void Closing_ends_the_thread_at_once()
    {
        var receiver = Listening();
        var clock = Stopwatch.StartNew();
        receiver.Dispose();
        Assert.That(() => Listening(new VmcOptions { Port = receiver.EndPoint.Port }).Dispose(), Throws.Nothing, "the port is free again");
    }

    static VmcReceiver Listening(VmcOptions? options = null) => new(options ?? new VmcOptions { Port = 0 });

    static float Angle(Random random) => 0.6f * (random.NextSingle() - 0.5f);

    static (Vector3 Hips, Vector3 Hand, Vector3 Shoulder) Sample(VmcReceiver receiver)
    {
        var pose = receiver.MakePose();
        receiver.Sample(0, pose);
        var model = new ModelPose(StandardHumanoid.Skeleton);
        model.Run(pose.Joints);
        var map = StandardHumanoid.Map;
        return (model.Positions[map[HumanBodyBones.Hips]], model.Positions[map[HumanBodyBones.LeftHand]], model.Positions[map[HumanBodyBones.LeftUpperArm]]);
    }

    static void Until(VmcReceiver receiver, Func<VmcStatus, bool> reached)
    {
        for (var clock = Stopwatch.StartNew(); !reached(receiver.Status); Thread.Sleep(1))
            if (clock.Elapsed > Patience)
                Assert.Fail($"It did not come to that: {receiver.Status}");
    }

    sealed class Performer : IDisposable
    {
        readonly UdpClient _client = new();

        public Performer(VmcReceiver receiver) => _client.Connect(receiver.EndPoint);

        public void Send(byte[] packet) => _client.Send(packet);

        public void Dispose() => _client.Dispose();
    }
}
