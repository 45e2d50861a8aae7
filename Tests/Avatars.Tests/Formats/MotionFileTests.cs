using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Tests.Formats;

public sealed class MotionFileTests
{
    [Test]
    public void An_unknown_ending_and_a_missing_file_have_different_errors()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "dance.fbx");
        Assert.That(() => MotionFile.Read(path), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("dance.fbx"));
        File.WriteAllText(path, "x");
        Assert.That(() => MotionFile.Read(path), Throws.TypeOf<NotSupportedException>().With.Message.Contains(".bvh, .glb, .gltf, .vrm, .vrma, .pose"));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    static IEnumerable<TestCaseData> Motions() => SharedFolders.Files(SharedFolder.Assets, "", "*.bvh", "*.glb", "*.pose");

    /// <summary>Whatever moves in the assets moves a person, without a joint leaving the world of numbers.</summary>
    [TestCaseSource(nameof(Motions)), Category("Assets")]
    public void Every_motion_of_the_assets_moves_the_standard_humanoid(string path)
    {
        if (Path.GetExtension(path) == ".glb" && GltfFile.Read(path).Clips.Count == 0)
        {
            Assert.That(() => MotionFile.Read(path), Throws.TypeOf<FormatException>().With.Message.Contains("animation"));
            return;
        }
        var motion = MotionFile.Read(path);
        if (motion.Map is null)
        {
            Assert.That(motion.Skeleton.Count, Is.LessThan(10), "only something that is no human, such as a test tube, may go unrecognised");
            return;
        }
        var clip = motion.For(StandardHumanoid.Map);
        Assert.That(clip.FrameCount, Is.GreaterThan(0));
        var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
        var positions = new ModelPose(StandardHumanoid.Skeleton);
        for (var i = 0; i <= 10; i++)
        {
            clip.Sample(clip.Length * i / 10, pose);
            positions.Run(pose);
            foreach (var position in positions.Positions)
                Assert.That(position.Length(), Is.LessThan(20), "metres: farther than any clip goes");
        }
    }
}
