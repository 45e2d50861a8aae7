using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Viewer;

/// <summary>Animation and bones are for the file that they were given with; bones are also found beside a file.</summary>
public sealed class MotionsTests
{
    [Test, Category("Cases")]
    public void An_animation_is_for_its_own_file()
    {
        var path = Path.Combine(SharedFolders.Cases, "trial", "gltf_two_animations.glb");
        Assert.That(new Motions(File: Path.GetRelativePath(Environment.CurrentDirectory, path), Animation: "Wave").Read(path).Clip.Name, Is.EqualTo("Wave"));
        Assert.That(new Motions(File: "other.glb", Animation: "Wave").Read(path).Clip.Name, Is.EqualTo("Idle"));
    }

    [Test]
    public void Bones_beside_a_motion_are_read_with_it()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var path = Path.Combine(folder, "wave.bvh");
        File.Copy(Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"), path);
        var motion = new Motions().Read(path);
        Assert.That(motion.Skeleton[motion.Map![HumanBodyBones.LeftHand]].Name, Is.EqualTo("LeftHand"));
        File.WriteAllText(Motions.BonesFileOf(path), "LeftHand = -\n");
        Assert.That(new Motions(Facing.Keep).Read(path).Map!.Has(HumanBodyBones.LeftHand), Is.False);
        BonesFile.Write(Motions.BonesFileOf(path), motion.Map);
        Assert.That(new Motions().Read(path).Map!.Has(HumanBodyBones.LeftHand), Is.True);
        Directory.Delete(folder, recursive: true);
    }
}
