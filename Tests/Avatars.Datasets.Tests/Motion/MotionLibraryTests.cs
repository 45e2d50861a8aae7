using System.Numerics;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Tests.MakeHuman;
using Avatars.Fixtures;
using Avatars.Rig;

namespace Avatars.Datasets.Tests.Motion;

[Category("Assets")]
public sealed class MotionLibraryTests
{
    [Test]
    public void Train_and_test_motions_are_different_files()
    {
        var train = MotionLibrary.Files(SharedFolders.Assets, Split.Train);
        var test = MotionLibrary.Files(SharedFolders.Assets, Split.Test);
        Assert.That(test, Is.Not.Empty);
        Assert.That(train, Has.Count.GreaterThan(test.Count));
        Assert.That(train.Intersect(test), Is.Empty);
    }

    [Test]
    public void A_clip_fits_every_character_and_keeps_its_limbs_whole()
    {
        var library = Libraries.Small;
        var motions = new MotionLibrary(SharedFolders.Assets, library, Split.Test);
        var builder = new CharacterBuilder(library);
        foreach (var resident in Residents.Recipes)
        {
            var body = new PosedBody(library.Rig.Fit(builder.Morph(resident)));
            foreach (var clip in motions.Clips)
            {
                motions.Pose(clip, clip.Length / 2, body);
                Assert.That(body.Model.Positions.All(place => float.IsFinite(place.X) && place.Length() < 3), clip.Name);
                for (var joint = 1; joint < body.Skeleton.Count; joint++)
                    if (joint != body.Map[HumanBodyBones.Hips] && body.Skeleton[joint].Parent is var parent)
                        Assert.That(Vector3.Distance(body.Model.Positions[joint], body.Model.Positions[parent]), Is.EqualTo(body.Skeleton[joint].Rest.Translation.Length()).Within(1e-3f), body.Skeleton[joint].Name);
            }
        }
    }

    [Test]
    public void A_walker_stays_near_the_ground()
    {
        var library = Libraries.Small;
        var motions = new MotionLibrary(SharedFolders.Assets, library, Split.Train);
        var body = new PosedBody(library.Rig.Fit(new CharacterBuilder(library).Morph(Residents.Recipes[0])));
        foreach (var clip in motions.Clips.Where(clip => clip.Name.Contains("walk", StringComparison.Ordinal)))
            for (var time = 0f; time < clip.Length; time += 0.2f)
            {
                motions.Pose(clip, time, body);
                var lowest = MathF.Min(body.Place(HumanBodyBones.LeftToes).Y, body.Place(HumanBodyBones.RightToes).Y);
                Assert.That(lowest, Is.InRange(-0.08f, 0.15f), $"{clip.Name} at {time} s");
            }
    }
}
