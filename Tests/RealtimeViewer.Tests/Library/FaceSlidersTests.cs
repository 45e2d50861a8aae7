using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Viewer.Library;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FaceSlidersTests : IDisposable
{
    readonly OpenScene _scene = new();
    readonly FaceSliders _face;

    public FaceSlidersTests() => _face = new FaceSliders(_scene.Editor);

    public void Dispose() => _scene.Dispose();

    [Test]
    public void Every_name_of_ARKit_and_VRM_has_one_slider()
    {
        var names = FaceSliders.All.SelectMany(group => group.Names).ToArray();
        Assert.That(names, Is.Unique);
        Assert.That(names, Is.SupersetOf(FacialExpressions.Arkit));
        Assert.That(names, Is.SupersetOf(new[] { "aa", "happy", "blink", "surprised" }));
    }

    [Test]
    public void A_dragged_slider_is_one_step_of_undo_and_shows_the_present_time()
    {
        foreach (var weight in new[] { 0.2f, 0.5f, 0.8f })
            _face.Set("jawOpen", weight, "drag");
        _scene.Playback.Seek(2);
        _face.Set("jawOpen", 0);
        _scene.Playback.Seek(1);
        Assert.That(_face.ValueOf("jawOpen"), Is.EqualTo(0.4f).Within(1e-5), "halfway between two level keys");
        Assert.That(_scene.Editor.UndoNames.Count(), Is.EqualTo(2));
        _face.Set("mouthSmileLeft", 1);
        _face.Neutral();
        Assert.That((_face.ValueOf("jawOpen"), _face.ValueOf("mouthSmileLeft")), Is.EqualTo((0f, 0f)));
        _scene.Editor.Undo();
        Assert.That((_face.ValueOf("jawOpen"), _face.ValueOf("mouthSmileLeft")), Is.EqualTo((0.4f, 1f)).Using<(float, float)>(Near));
    }

    [Test]
    public void An_expressions_first_key_leaves_the_keyed_poses_around_it_neutral()
    {
        _face.Set("jawOpen", 1);
        _scene.Playback.Seek(2);
        _face.Set("mouthSmileLeft", 1);
        Assert.That(_face.ValueOf("mouthSmileLeft"), Is.EqualTo(1));
        _scene.Playback.Seek(0);
        Assert.That((_face.ValueOf("jawOpen"), _face.ValueOf("mouthSmileLeft")), Is.EqualTo((1f, 0f)));
        Assert.That(_scene.Editor.UndoNames.Count(), Is.EqualTo(2));
    }

    [TestCase(30, 10), TestCase(-45, -20)]
    public void The_gaze_is_where_it_was_set_and_turns_the_head(float yaw, float pitch)
    {
        _face.SetGaze(yaw, pitch, 1, 1);
        var gaze = _face.Gaze;
        // The head turns about its joint, so that the place stays in the same direction from it.
        Assert.That((gaze.Yaw, gaze.Pitch), Is.EqualTo((yaw, pitch)).Using<(float, float)>((a, b) => MathF.Abs(a.Item1 - b.Item1) < 3
            && MathF.Abs(a.Item2 - b.Item2) < 3));
        var head = StandardHumanoid.Map[HumanBodyBones.Head];
        Assert.That(_scene.Pose()[head].Rotation, Is.Not.EqualTo(StandardHumanoid.Skeleton[head].Rest.Rotation));
        _face.RemoveGaze();
        Assert.That(_face.HasGaze, Is.False);
        Assert.That(_scene.Pose()[head].Rotation, Is.EqualTo(StandardHumanoid.Skeleton[head].Rest.Rotation));
    }

    [Test]
    public void Body_sliders_are_of_the_person_and_undone()
    {
        Assert.That(BodyProportions.ShippedNames, Has.Count.GreaterThan(5));
        var body = new BodyProportions(_scene.Editor, BodyProportions.ShippedNames);
        var name = body.Names[0];
        foreach (var value in new[] { 0.1f, 0.4f, 2 })
            body.Set(name, value, "drag");
        Assert.That(body.ValueOf(name), Is.EqualTo(1), "at most 1");
        Assert.That(_scene.Editor.UndoNames.Count(), Is.EqualTo(1));
        body.Reset();
        Assert.That(body.ValueOf(name), Is.Zero);
        _scene.Editor.Undo();
        _scene.Editor.Undo();
        Assert.That(body.ValueOf(name), Is.Zero);
    }

    static bool Near((float, float) a, (float, float) b) => MathF.Abs(a.Item1 - b.Item1) < 1e-5f && MathF.Abs(a.Item2 - b.Item2) < 1e-5f;
}
