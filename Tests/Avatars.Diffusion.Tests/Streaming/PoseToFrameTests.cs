using System.Numerics;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Systems.Fpdm;

namespace Avatars.Streaming;

public sealed class PoseToFrameTests
{
    static readonly HumanoidMap Body = StandardHumanoid.Map;
    static readonly Camera View = Camera.LookAt(new Vector3(0, 1, 4), new Vector3(0, 0.9f, 0), 0.6f, 32, 32);

    readonly PoseRequest _request = new(PoseMapStyle.Avatar.Layout);
    readonly RgbImage _frame = new(32, 32);
    FakeGenerator _generator = null!;
    PoseToFrame _path = null!;

    [SetUp]
    public void Begin()
    {
        _generator = new FakeGenerator();
        _path = new PoseToFrame(_generator);
        Assert.That(Show(HumanBodyBones.Hips, 0), Is.True, "the first pose");
    }

    [TearDown]
    public void End() => _generator.Dispose();

    [TestCase(HumanBodyBones.LeftLowerLeg, 0.0004f, false), TestCase(HumanBodyBones.LeftLowerLeg, 0.001f, true)]
    [TestCase(HumanBodyBones.LeftHand, 0.0004f, true), TestCase(HumanBodyBones.RightIndexDistal, 0.0004f, true)]
    [TestCase(HumanBodyBones.RightIndexDistal, 0.0001f, false)]
    public void A_joint_must_move_a_little_and_a_hand_less(HumanBodyBones bone, float metres, bool isMade) =>
        Assert.That(Show(bone, metres), Is.EqualTo(isMade));

    [Test]
    public void A_turn_on_the_spot_is_a_motion_too()
    {
        var model = Rest();
        var head = Body[HumanBodyBones.Head];
        model[head] = Matrix4x4.CreateRotationY(0.05f) * model[head];
        _request.Set(new RigPose(Body, model, [], View));
        Assert.That(_path.Run(_request, _frame), Is.True);
    }

    [Test]
    public void Slow_drift_adds_up_to_a_new_frame()
    {
        var made = 0;
        for (var i = 1; i <= 50; i++)
            made += Show(HumanBodyBones.LeftLowerLeg, i * 0.0002f) ? 1 : 0;
        Assert.That(made, Is.InRange(15, 20), "10 mm in steps of 0.2 mm, a frame about every 0.6 mm");
    }

    [Test]
    public void A_camera_that_moves_shows_the_pose_anew()
    {
        _request.Set(new RigPose(Body, Rest(), [], View with { Position = View.Position + new Vector3(0.001f, 0, 0) }));
        Assert.That(_path.Run(_request, _frame), Is.True);
    }

    [Test]
    public void After_a_failure_the_same_pose_is_tried_again()
    {
        _generator.Failure = new IOException("no");
        Assert.That(() => Show(HumanBodyBones.Hips, 0.1f), Throws.InstanceOf<IOException>());
        _generator.Failure = null;
        Assert.That(Show(HumanBodyBones.Hips, 0.1f), Is.True);
    }

    [Test]
    public void The_rig_is_drawn_into_the_pose_map() => Assert.That(_path.PoseMap.Bytes.Count(value => value > 0), Is.GreaterThan(100));

    [Test]
    public void From_a_rig_to_a_picture_nothing_is_allocated()
    {
        using var folder = new TemporaryFolder();
        using var pipeline = new FpdmPipeline(ModelPackage.Open(TinyFpdm.Write(folder)), new InferenceOptions());
        pipeline.SetSource(RandomPictures.Make(64, 64, seed: 1));
        var path = new PoseToFrame(pipeline);
        var (model, frame, view, step) = (Rest(), new RgbImage(64, 64), View.WithSize(64, 64), 0f);
        Assert.That(Allocations.Of(() =>
        {
            model[Body[HumanBodyBones.LeftHand]].M41 += step += 0.01f;
            _request.Set(new RigPose(Body, model, [], view));
            if (!path.Run(_request, frame))
                throw new InvalidOperationException("The pose moved.");
        }), Is.Zero);
    }

    bool Show(HumanBodyBones bone, float metres)
    {
        var model = Rest();
        model[Body[bone]].M42 += metres;
        _request.Set(new RigPose(Body, model, [], View));
        return _path.Run(_request, _frame);
    }

    static Matrix4x4[] Rest()
    {
        var model = new Matrix4x4[Body.Skeleton.Count];
        LocalToModel.Run(Body.Skeleton, Body.Skeleton.Joints.ToArray().Select(joint => joint.Rest).ToArray(), model);
        return model;
    }
}
