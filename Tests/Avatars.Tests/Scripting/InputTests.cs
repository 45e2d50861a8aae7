using Avatars.Animation;
using Avatars.Scripting;
using AnimationClip = Avatars.Scripting.AnimationClip;

namespace Avatars.Tests.Scripting;

public sealed class InputTests
{
    [Test]
    public void Buttons_go_down_are_held_and_go_up_in_one_frame_each()
    {
        using var scene = new TestScene();
        var seen = new List<string>();
        foreach (var held in new[] { "", "mouse 0", "mouse 0", "", "" })
        {
            scene.Scene.Input.Set(100, 50, new Vector2(10, 20), default, held.Length > 0 ? [held] : []);
            scene.Run(() => seen.Add($"{(Input.GetMouseButtonDown(0) ? "down " : "")}{(Input.GetMouseButton(0) ? "held " : "")}"
                + $"{(Input.GetMouseButtonUp(0) ? "up" : "")}{(Input.anyKeyDown ? "any" : "")}".TrimEnd()));
        }
        Assert.That(seen, Is.EqualTo(new[] { "", "down held any", "held ", "up", "" }));
        scene.Run(() => Assert.That((Input.mousePosition, Screen.width), Is.EqualTo((new Vector3(10, 20, 0), 100))));
        scene.Run(() => Assert.That(() => Input.GetMouseButton(7), Throws.ArgumentException));
    }

    /// <summary>The camera sees 45 degrees up and down at twice the width: the right edge is at 2 metres where the upper edge is at 1.</summary>
    [TestCase(50, 25, 3, 0, 0), TestCase(100, 25, 1, 2, 0), TestCase(50, 50, 2, 0, 2), TestCase(0, 0, 1, -2, -1)]
    public void Points_of_the_picture_are_points_of_the_world(float x, float y, float distance, float right, float up)
    {
        using var scene = new TestScene();
        var avatar = scene.AddAvatar();
        scene.Scene.Input.Set(100, 50, default, default, []);
        scene.Run(() =>
        {
            avatar.camera.transform.SetPositionAndRotation(new Vector3(1, 2, 3), Quaternion.Euler(0, 180, 0));
            avatar.camera.fieldOfView = 90;
            var point = avatar.camera.ScreenToWorldPoint(new Vector3(x, y, distance));
            Assert.That(Vector3.Distance(point, new Vector3(1 - right, 2 + up, 3 - distance)), Is.LessThan(1e-4f), $"{point}");
            Assert.That(Vector3.Distance(avatar.camera.WorldToScreenPoint(point), new Vector3(x, y, distance)), Is.LessThan(1e-3f));
        });
    }

    [Test]
    public void Clips_animate_how_pictures_are_made()
    {
        using var scene = new TestScene();
        var avatar = scene.AddAvatar();
        scene.Run(() =>
        {
            var clip = new AnimationClip();
            clip.SetCurve("", typeof(ScriptedAvatar), "steps", AnimationCurve.Linear(0, 1, 2, 3));
            clip.SetCurve("", typeof(ScriptedAvatar), "guidance", AnimationCurve.Linear(0, 1, 2, 5));
            clip.SetCurve("", typeof(ScriptedAvatar), "size.x", AnimationCurve.Linear(0, 64, 2, 128));
            clip.SetCurve("", typeof(ScriptedAvatar), "backgroundColor.g", AnimationCurve.Linear(0, 0, 2, 1));
            clip.SetCurve("", typeof(ScriptedAvatar), "expression.happy", AnimationCurve.Linear(0, 0, 2, 1));
            clip.SetCurve("", typeof(ScriptedAvatar), "nothing", AnimationCurve.Linear(0, 0, 2, 1));
            clip.SampleAnimation(avatar.gameObject, 1);
            var look = avatar.Look;
            Assert.That((look.Steps, look.Guidance, look.Size), Is.EqualTo(((int?)2, (float?)3, ((int, int)?)(96, 256))));
            Assert.That(look.BackgroundColor, Is.EqualTo(new Avatars.Imaging.RgbColor(0, 128, 0)));
            Assert.That(avatar.GetExpression("happy"), Is.EqualTo(0.5f).Within(1e-6f));
            var zoom = new AnimationClip();
            zoom.SetCurve("", typeof(Camera), "fieldOfView", AnimationCurve.Linear(0, 20, 2, 40));
            zoom.SampleAnimation(avatar.camera.gameObject, 1);
            Assert.That(avatar.camera.fieldOfView, Is.EqualTo(30).Within(1e-4f));
        });
    }
}
