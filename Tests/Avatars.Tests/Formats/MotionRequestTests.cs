using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Tests.Formats;

public sealed class MotionRequestTests
{
    [Test, Category("Cases")]
    public void An_animation_is_chosen_by_name()
    {
        var path = Path.Combine(SharedFolders.Cases, "trial", "gltf_two_animations.glb");
        Assert.That(new MotionRequest(Animation: "Wave").Read(path).Clip.Name, Is.EqualTo("Wave"));
        Assert.That(new MotionRequest().Read(path).Clip.Name, Is.EqualTo("Idle"));
    }

    [Test]
    public void A_bones_file_beside_a_motion_is_read_with_it()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var path = Path.Combine(folder, "wave.bvh");
        File.Copy(Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"), path);
        var motion = new MotionRequest().Read(path);
        Assert.That(motion.Skeleton[motion.Map![HumanBodyBones.LeftHand]].Name, Is.EqualTo("LeftHand"));
        File.WriteAllText(MotionRequest.BonesFileOf(path), "LeftHand = -\n");
        Assert.That(new MotionRequest(Facing: Facing.Keep).Read(path).Map!.Has(HumanBodyBones.LeftHand), Is.False);
        BonesFile.Write(MotionRequest.BonesFileOf(path), motion.Map);
        Assert.That(new MotionRequest().Read(path).Map!.Has(HumanBodyBones.LeftHand), Is.True);
        Directory.Delete(folder, recursive: true);
    }
}
