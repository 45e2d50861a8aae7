using System.Numerics;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Viewer.Library;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Timeline;

/// <summary>Three poses keyed with pointer and keyboard in the window's panels, saved, opened again, and compared.</summary>
public sealed class ThreePosesTests
{
    [Test]
    public void Three_keyed_poses_are_the_same_after_saving_and_opening()
    {
        using var scene = new OpenScene();
        var user = new SimulatedUser();
        var session = ViewerScreenTests.MakeSession(scene.Folder["untitled"]);
        using var editor = session.Editor;
        editor.StartUntitled();
        var screen = new ViewerScreen(session);
        void Frame()
        {
            editor.Update();
            user.Draw.Begin(1, fontTexture: 1);
            screen.Draw(user.Ui, SimulatedUser.Window);
        }

        void Click(Vector2 at)
        {
            user.Input.MoveTo(at);
            user.Input.Press(MouseButton.Left);
            Frame();
            user.Input.Release(MouseButton.Left);
            Frame();
        }

        void Press(Key key)
        {
            user.Input.Press(key);
            Frame();
            user.Input.Release(key);
            Frame();
        }

        var left = ViewerLayout.Of(SimulatedUser.Window, session.Panels).Left;
        var poses = screen.Left.Panels.OfType<PosesPanel>().Single();
        screen.Left.Show(poses.Title);
        Frame();
        // The first pose: T, the second of the pictures; then both hands "I love you" one second on; then at rest after another.
        var grid = new Vector2(left.X + 10, left.Y + 30 + 10 + Theme.Row + 6 + 52);
        Click(grid + new Vector2(62 * 1.5f, 50));
        Seek(1);
        screen.Left.Show("Hands");
        Frame();
        user.Ui.Focus("##handSearch");
        Frame();
        foreach (var letter in "asl-ily")
            user.Input.Type(letter);
        Frame();
        Click(new Vector2(left.X + 40, left.Y + 30 + 10 + 2 * (Theme.Row + 6) + 32 + 40));
        Seek(2);
        screen.Left.Show("Poses");
        Frame();
        Click(grid + new Vector2(30, 50));
        Press(Key.M);

        Assert.That(editor.Document!.All<TrackItem>().SelectMany(track => track.Keys.Select(key => key.Time)).Distinct().Order(),
            Is.EqualTo(new[] { 0f, 1, 2 }));
        Assert.That(editor.Document.Track(editor.Person, TrackTarget.Hand(true))!.Keys.Single(key => key.Time == 1).Text, Is.EqualTo("asl-ily"));
        var before = Sampled();
        var path = scene.Folder["three.avatar.json"];
        editor.SaveAs(path);
        editor.StartUntitled();
        editor.Load(path);
        Frame();
        Assert.That(Sampled(), Is.EqualTo(before), "every joint, between the keys too");
        Assert.That(editor.Document!.All<MarkerItem>().Single().Time, Is.EqualTo(2));

        void Seek(float time)
        {
            session.Playback.Seek(time);
            Frame();
        }

        JointTransform[] Sampled()
        {
            var all = new List<JointTransform>();
            var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
            foreach (var time in new[] { 0, 0.5f, 1, 1.4f, 2 })
            {
                session.Playback.Seek(time);
                editor.ReadPose(pose);
                all.AddRange(pose);
            }
            return [.. all];
        }
    }
}
