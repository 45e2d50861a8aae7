using Avatars.Animation;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;
using Avatars.Viewer.Library;

namespace Avatars.Viewer.Timeline;

public sealed class LiveTakeTests
{
    [Test]
    public void What_plays_over_the_scene_becomes_keys_and_the_scene_is_shown_again()
    {
        using var scene = new OpenScene();
        var take = new LiveTake(scene.Editor);
        take.Start();
        Assert.That(take.IsRecording, Is.False, "the scene itself is not recorded");
        scene.Editor.Suspend();
        take.Start();
        var live = new Live();
        for (var frame = 0; frame < 60; frame++, live.Degrees++)
            take.Advance(1 / 30f, live, 0);
        take.Stop();
        Assert.That(scene.Editor.IsEditing);
        var track = scene.Document.Track(scene.Person, TrackTarget.Joint(HumanBodyBones.LeftLowerArm))!;
        Assert.That(track.Keys, Has.Count.EqualTo(2), "a line has two keys");
        Assert.That(track.Sample(1)[2], Is.EqualTo(30).Within(0.6), "degrees: one a frame");
        Assert.That(scene.Editor.UndoNames.Last(), Is.EqualTo("Record motion"));
        scene.Editor.Undo();
        Assert.That(scene.Document.All<TrackItem>(), Is.Empty);
    }

    sealed class Live : IPoseSource
    {
        readonly MuscleSpace _muscles = new(StandardHumanoid.Map);

        public float Degrees { get; set; }

        public string Name => "live";

        public Skeleton Skeleton => StandardHumanoid.Skeleton;

        public float Length => float.PositiveInfinity;

        public float FrameRate => 30;

        public Pose MakePose() => new(Skeleton);

        public void Sample(float time, Pose pose)
        {
            pose.Reset();
            _muscles.SetDegreesFromTPose(pose.Joints, HumanBodyBones.LeftLowerArm, new(0, 0, Degrees));
        }
    }
}
