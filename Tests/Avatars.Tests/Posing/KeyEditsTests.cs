using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Tests.Posing;

public sealed class KeyEditsTests
{
    static readonly TrackTarget Arm = TrackTarget.Joint(HumanBodyBones.RightUpperArm);

    [Test]
    public void A_moved_key_replaces_the_one_where_it_lands_and_none_goes_below_0()
    {
        var track = Track((0, 1), (1, 2), (2, 3));
        Assert.That(Times(KeyEdits.Move(track, [1f], 1)), Is.EqualTo(new[] { 0f, 2 }));
        Assert.That(KeyEdits.Move(track, [1f], 1).Keys[1].Values[0], Is.EqualTo(2));
        Assert.That(Times(KeyEdits.Move(track, [1f, 2f], -1.5f)), Is.EqualTo(new[] { 0f, 0.5f }), "the moved key replaces the one at 0");
        Assert.That(Times(KeyEdits.Move(track, [1f, 2f], 0.25f)), Is.EqualTo(new[] { 0f, 1.25f, 2.25f }));
    }

    [Test]
    public void Scaling_keeps_the_pivot_and_what_the_curve_shows_at_scaled_times()
    {
        var track = new TrackItem(Scenes.Person, TrackTarget.Expression("jawOpen"),
            [new TrackKey(1, [0], KeyShape.Free, [0, 2, -1, -1]), new TrackKey(2, [1], KeyShape.Free, [-1, 0, -1, -1])]);
        var scaled = KeyEdits.Scale(track, [1f, 2f], pivot: 1, factor: 3);
        Assert.That(Times(scaled), Is.EqualTo(new[] { 1f, 4 }));
        for (var t = 0f; t <= 1; t += 0.125f)
            Assert.That(scaled.Sample(1 + 3 * t)[0], Is.EqualTo(track.Sample(1 + t)[0]).Within(1e-5), $"at {t}");
        Assert.That(() => KeyEdits.Scale(track, [1f], 0, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Free_tangents_start_as_the_curve_was()
    {
        var track = Track((0, 0), (1, 10), (3, 15), (4, 0));
        var free = KeyEdits.Shape(track, [0f, 1f, 3f, 4f], KeyShape.Free);
        Assert.That(free.Keys.Select(key => key.Shape), Is.All.EqualTo(KeyShape.Free));
        for (var t = 0f; t <= 4; t += 0.1f)
            Assert.That(free.Sample(t)[0], Is.EqualTo(track.Sample(t)[0]).Within(1e-4), $"at {t}");
        Assert.That(KeyEdits.Shape(free, [1f], KeyShape.Step).Sample(2)[0], Is.EqualTo(10), "a step holds its value");
    }

    [Test]
    public void A_key_put_where_there_is_none_shows_what_the_track_shows()
    {
        var track = Track((0, 0), (2, 10));
        Assert.That(KeyEdits.KeyAt(track, 1).Values[0], Is.EqualTo(5).Within(1e-4));
        Assert.That(KeyEdits.KeyAt(track, 2), Is.SameAs(track.Keys[1]));
        var hand = new TrackItem(Scenes.Person, TrackTarget.Hand(true), [new TrackKey(1, HandShapes.Find("fist").Degrees, text: "fist"),
            new TrackKey(2, HandShapes.Find("flat").Degrees, text: "flat")]);
        Assert.That(KeyEdits.KeyAt(hand, 1.5f).Text, Is.Empty, "between two shapes it is neither");
        Assert.That(KeyEdits.KeyAt(hand, 5).Text, Is.EqualTo("flat"));
    }

    [Test]
    public void Pasted_keys_are_one_edit_and_keep_their_distances()
    {
        var document = Scenes.Small();
        var arm = document.Track(Scenes.Person, Arm)!;
        var clipboard = KeyClipboard.Copy(document, [new(arm.Id, 2), new(arm.Id, 3), new(arm.Id, 99), new("track/none", 0)]);
        var undo = document.UndoList.Count;
        var pasted = clipboard.Paste(document, 5);
        Assert.That(pasted, Is.EqualTo(new[] { new KeyReference(arm.Id, 5), new KeyReference(arm.Id, 6) }));
        Assert.That(document.Track(Scenes.Person, Arm)!.Keys[^2].Values.ToArray(), Is.EqualTo(new[] { 10f, 20, 30 }));
        Assert.That(document.UndoList, Has.Count.EqualTo(undo + 1));
        document.Undo();
        Assert.That(document.Track(Scenes.Person, Arm), Is.EqualTo(arm));
    }

    [Test]
    public void Mirrored_keys_show_the_mirrored_pose()
    {
        var document = new PoseDocument([Scenes.Someone]);
        var random = new Random(5);
        var body = new PosedBody(StandardHumanoid.Skeleton);
        var muscles = new MuscleSpace(StandardHumanoid.Map);
        foreach (var bone in new[] { HumanBodyBones.Spine, HumanBodyBones.Head, HumanBodyBones.LeftUpperArm, HumanBodyBones.RightUpperArm,
            HumanBodyBones.LeftLowerArm, HumanBodyBones.RightHand, HumanBodyBones.LeftUpperLeg, HumanBodyBones.RightFoot })
            muscles.SetDegreesFromTPose(body.Local, bone, new(random.Next(-20, 20), random.Next(-20, 20), random.Next(-20, 20)));
        new HandRig(StandardHumanoid.Map).Apply(HandShapes.Find("asl-k"), left: true, body.Local);
        PoseKeys.Set(document, Scenes.Person, 0, body.Local, [], "Pose");
        var all = document.All<TrackItem>().SelectMany(track => track.Keys.Select(key => new KeyReference(track.Id, key.Time)));
        KeyClipboard.Copy(document, all).Paste(document, 2, isMirrored: true);

        var source = new ScenePoseSource(document);
        var pose = source.MakePose();
        source.Sample(0, pose);
        pose.Joints.CopyTo(body.Local);
        body.Mirror();
        source.Sample(2, pose);
        for (var i = 0; i < pose.Joints.Length; i++)
        {
            var dot = MathF.Abs(System.Numerics.Quaternion.Dot(pose.Joints[i].Rotation, body.Local[i].Rotation));
            Assert.That(2 * MathF.Acos(MathF.Min(1, dot)) * 180 / MathF.PI, Is.LessThan(0.2f), $"degrees, {StandardHumanoid.Skeleton[i].Name}");
        }
    }

    static TrackItem Track(params (float Time, float Value)[] keys) =>
        new(Scenes.Person, Arm, [.. keys.Select(key => new TrackKey(key.Time, [key.Value, 0, 0]))]);

    static IEnumerable<float> Times(TrackItem track) => track.Keys.Select(key => key.Time);
}
