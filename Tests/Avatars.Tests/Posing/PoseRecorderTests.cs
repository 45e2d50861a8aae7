using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Tests.Posing;

public sealed class PoseRecorderTests
{
    [Test]
    public void A_recorded_motion_is_played_back_within_the_tolerance_by_few_keys()
    {
        var recorder = new PoseRecorder();
        var pose = new Pose(StandardHumanoid.Skeleton, "happy");
        var muscles = new MuscleSpace(StandardHumanoid.Map);
        for (var frame = 0; frame <= 120; frame++)
        {
            Show(pose, muscles, frame / 30f);
            recorder.Add(frame / 30f, pose);
            recorder.Add(frame / 30f, pose); // again at the same time
        }
        Assert.That(recorder.Count, Is.EqualTo(121));
        var document = Scenes.Small();
        document.Set("Later key", document.Track(Scenes.Person, TrackTarget.Joint(HumanBodyBones.RightUpperArm))!.With(new TrackKey(9, [1, 2, 3])));
        var edits = document.UndoList.Count;
        var count = recorder.Write(document, Scenes.Person);
        Assert.That(document.UndoList, Has.Count.EqualTo(edits + 1));
        var arm = document.Track(Scenes.Person, TrackTarget.Joint(HumanBodyBones.RightUpperArm))!;
        Assert.That(arm.Keys, Has.Count.InRange(8, 50));
        Assert.That(arm.Keys[^1].Time, Is.EqualTo(9), "keys after the take stay");
        Assert.That(count, Is.LessThan(400), "a bone that does not move has two keys");
        for (var frame = 0; frame <= 120; frame++)
        {
            var time = frame / 30f;
            Assert.That(arm.Sample(time)[2], Is.EqualTo(Bend(time)).Within(PoseRecorder.DegreesTolerance + 0.05f), $"degrees at {time} s");
            Assert.That(document.Track(Scenes.Person, TrackTarget.Expression("happy"))!.Sample(time)[0],
                Is.EqualTo(Smile(time)).Within(PoseRecorder.WeightTolerance + 1e-3f));
        }
    }

    [Test]
    public void Nothing_recorded_changes_nothing()
    {
        var document = Scenes.Small();
        var edits = document.UndoList.Count;
        Assert.That(new PoseRecorder().Write(document, Scenes.Person), Is.Zero);
        Assert.That(document.UndoList, Has.Count.EqualTo(edits));
    }

    static void Show(Pose pose, MuscleSpace muscles, float time)
    {
        pose.Reset();
        muscles.SetDegreesFromTPose(pose.Joints, HumanBodyBones.RightUpperArm, new(0, 0, Bend(time)));
        pose.Weights[0] = Smile(time);
    }

    static float Bend(float time) => 40 * MathF.Sin(2 * time) - 20;

    static float Smile(float time) => time < 2 ? 0 : (time - 2) / 2;
}
