using System.Numerics;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Cli.Tests;

/// <summary>Keypoints that were exported from a motion come back as a motion.</summary>
public sealed class LiftCommandTests
{
    static readonly string Wave = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");

    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Exported_keypoints_are_lifted_to_the_same_arms()
    {
        Run("export", "--motion", Wave, "--out", _folder["wave.json"], "--fps", "1");
        Run("lift", _folder["wave.json"], "--out", _folder["wave.bvh"], "--fps", "1");
        var (wanted, lifted) = (MotionFile.Read(Wave).For(StandardHumanoid.Map), MotionFile.Read(_folder["wave.bvh"]).For(StandardHumanoid.Map));
        Assert.That(lifted.Length, Is.EqualTo(5).Within(0.01), "seconds");
        for (var second = 0; second <= 5; second++)
        {
            var (a, b) = (Arm(wanted, second), Arm(lifted, second));
            Assert.That(MathF.Acos(Math.Clamp(Vector3.Dot(a, b), -1, 1)) * 180 / MathF.PI, Is.LessThan(35), $"degrees, {second} s");
        }
    }

    [Test]
    public void A_scene_gets_a_pose_for_each_frame()
    {
        Run("export", "--motion", Wave, "--out", _folder["coco.json"], "--format", "coco133", "--fps", "1");
        Run("lift", _folder["coco.json"], "--out", _folder["wave.avatar.json"], "--fps", "2");
        var scene = SceneFile.Read(_folder["wave.avatar.json"]);
        Assert.That(scene.Track("person-1", TrackTarget.Joint(HumanBodyBones.RightLowerArm))!.Keys, Has.Count.EqualTo(6));
        Run("export", "--scene", _folder["wave.avatar.json"], "--out", _folder["again.bvh"]);
    }

    [Test]
    public void What_cannot_be_lifted_is_told()
    {
        File.WriteAllText(_folder["empty.json"], "{\"people\": []}");
        Assert.That(CommandLine.Run("lift", _folder["empty.json"], "--out", _folder["x.bvh"]).Errors, Does.Contain("empty.json"));
        Assert.That(CommandLine.Run("lift", _folder["empty.json"], "--out", _folder["x.txt"]).Errors, Does.Contain(".bvh"));
        Assert.That(File.Exists(_folder["x.bvh"]), Is.False);
    }

    static Vector3 Arm(Animation.AnimationClip clip, float seconds)
    {
        var local = new JointTransform[StandardHumanoid.Skeleton.Count];
        clip.Sample(seconds, local);
        var model = new ModelPose(StandardHumanoid.Skeleton);
        model.Run(local);
        return Vector3.Normalize(model.Positions[StandardHumanoid.Map[HumanBodyBones.RightHand]]
            - model.Positions[StandardHumanoid.Map[HumanBodyBones.RightLowerArm]]);
    }

    static void Run(params string[] arguments)
    {
        var (code, _, errors) = CommandLine.Run(arguments);
        Assert.That(code, Is.Zero, errors);
    }
}
