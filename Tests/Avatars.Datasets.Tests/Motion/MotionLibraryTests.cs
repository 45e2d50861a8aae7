using System.Numerics;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Tests.MakeHuman;
using Avatars.Fixtures;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Solving;

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
    public void Every_fourth_letter_and_sign_is_held_out_for_the_test_split()
    {
        var train = MotionLibrary.SignFiles(SharedFolders.Assets, Split.Train).Select(path => Path.GetFileName(path)).ToArray();
        var test = MotionLibrary.SignFiles(SharedFolders.Assets, Split.Test).Select(path => Path.GetFileName(path)).ToArray();
        Assert.That(test, Is.EqualTo(new[] { "D.pose", "H.pose", "L.pose", "P.pose", "T.pose", "X.pose", "pizza.pose" }));
        Assert.That(train, Has.Length.EqualTo(23));
        Assert.That(train.Intersect(test), Is.Empty);
    }

    [Test]
    public void Assets_without_signing_are_named()
    {
        var folder = Directory.CreateTempSubdirectory("avatar-assets-").FullName;
        try
        {
            var error = Assert.Throws<DirectoryNotFoundException>(() => MotionLibrary.SignFiles(folder, Split.Train));
            Assert.That(error!.Message, Does.StartWith(Path.Combine(folder, "signing")).And.Contain("--assets"));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Test]
    public void A_letter_is_signed_in_front_of_the_shoulder_with_bent_fingers()
    {
        var library = Libraries.Small;
        var motions = new MotionLibrary(SharedFolders.Assets, library, Split.Train);
        var body = new PosedBody(library.Rig.Fit(new CharacterBuilder(library).Morph(SampleCharacters.Recipes[1])));
        var letter = motions.Signs.Single(sign => sign.Name == "sign a");
        motions.Pose(letter, letter.Length / 2, body);
        Assert.That(body.Position(HumanBodyBones.RightHand).Y, Is.GreaterThan(body.Position(HumanBodyBones.Chest).Y));
        Assert.That(body.Position(HumanBodyBones.RightHand).Z, Is.GreaterThan(body.Position(HumanBodyBones.Chest).Z));
        Assert.That(Reach(body, "Right", "Middle"), Is.LessThan(0.75f * Reach(body, "Left", "Middle")), "A is a fist, the other hand hangs");
    }

    /// <summary>Metres from a wrist to a fingertip.</summary>
    static float Reach(PosedBody body, string side, string finger) =>
        Vector3.Distance(body.Model.Positions[body.Skeleton.IndexOf($"mixamorig:{side}Hand{finger}4")],
            body.Model.Positions[body.Skeleton.IndexOf($"mixamorig:{side}Hand")]);

    [Test]
    public void A_mirrored_body_has_its_joints_where_a_mirror_shows_them()
    {
        var library = Libraries.Small;
        var motions = new MotionLibrary(SharedFolders.Assets, library, Split.Test);
        var body = new PosedBody(library.Rig.Fit(library.BaseMesh.Positions));
        foreach (var clip in motions.Clips.Take(1).Concat(motions.Signs.Take(1)))
        {
            motions.Pose(clip, clip.Length / 2, body);
            Vector3[] before = [.. Enumerable.Range(0, HumanBones.Count).Select(i => Position((HumanBodyBones)i))];
            body.Mirror();
            for (var i = 0; i < HumanBones.Count; i++)
                Assert.That(Vector3.Distance(Position((HumanBodyBones)i), before[(int)HumanBones.Mirror((HumanBodyBones)i)] * new Vector3(-1, 1, 1)),
                    Is.LessThan(0.005f), $"{clip.Name}: {(HumanBodyBones)i}");
        }

        Vector3 Position(HumanBodyBones bone) => body.Map.Has(bone) ? body.Position(bone) : Vector3.Zero;
    }

    [Test]
    public void A_recorded_hand_mixes_with_another_and_is_the_same_on_both_sides()
    {
        var library = Libraries.Small;
        var motions = new MotionLibrary(SharedFolders.Assets, library, Split.Train);
        var body = new PosedBody(library.Rig.Fit(library.BaseMesh.Positions));
        FingerPose Of(string name)
        {
            var sign = motions.Signs.Single(sign => sign.Name == name);
            motions.Pose(sign, sign.Length / 2, body);
            return FingerPose.Of(body.Map, body.Local, left: false);
        }
        float Bent(FingerPose hand)
        {
            body.Reset();
            hand.Apply(body, left: false);
            hand.Apply(body, left: true);
            body.Update();
            Assert.That(Reach(body, "Left", "Middle"), Is.EqualTo(Reach(body, "Right", "Middle")).Within(0.002f));
            return Reach(body, "Right", "Middle");
        }
        var (fist, flat) = (Of("sign a"), Of("sign b"));
        Assert.That(Bent(fist), Is.LessThan(Bent(flat) - 0.05f), "metres");
        Assert.That(Bent(fist.Toward(flat, 0.5f)), Is.InRange(Bent(fist), Bent(flat)));
        Assert.That(Bent(fist.Toward(flat, 1)), Is.EqualTo(Bent(flat)).Within(1e-4f));
    }

    [Test]
    public void A_clip_fits_every_character_and_keeps_its_limbs_whole()
    {
        var library = Libraries.Small;
        var motions = new MotionLibrary(SharedFolders.Assets, library, Split.Test);
        var builder = new CharacterBuilder(library);
        foreach (var character in SampleCharacters.Recipes)
        {
            var body = new PosedBody(library.Rig.Fit(builder.Morph(character)));
            foreach (var clip in motions.Clips)
            {
                motions.Pose(clip, clip.Length / 2, body);
                Assert.That(body.Model.Positions.All(position => float.IsFinite(position.X) && position.Length() < 3), clip.Name);
                for (var joint = 1; joint < body.Skeleton.Count; joint++)
                    if (joint != body.Map[HumanBodyBones.Hips] && body.Skeleton[joint].Parent is var parent)
                        Assert.That(Vector3.Distance(body.Model.Positions[joint], body.Model.Positions[parent]),
                            Is.EqualTo(body.Skeleton[joint].Rest.Translation.Length()).Within(1e-3f), body.Skeleton[joint].Name);
            }
        }
    }

    [Test]
    public void A_walker_stays_near_the_ground()
    {
        var library = Libraries.Small;
        var motions = new MotionLibrary(SharedFolders.Assets, library, Split.Train);
        var body = new PosedBody(library.Rig.Fit(new CharacterBuilder(library).Morph(SampleCharacters.Recipes[0])));
        foreach (var clip in motions.Clips.Where(clip => clip.Name.Contains("walk", StringComparison.Ordinal)))
            for (var time = 0f; time < clip.Length; time += 0.2f)
            {
                motions.Pose(clip, time, body);
                var lowest = MathF.Min(body.Position(HumanBodyBones.LeftToes).Y, body.Position(HumanBodyBones.RightToes).Y);
                Assert.That(lowest, Is.InRange(-0.08f, 0.15f), $"{clip.Name} at {time} s");
            }
    }
}
