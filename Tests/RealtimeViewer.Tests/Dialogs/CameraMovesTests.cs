using System.Numerics;
using Avatars.Posing;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer.Dialogs;

/// <summary>Cameras of a scene and the view of the window.</summary>
public sealed class CameraMovesTests
{
    static readonly OrbitView View = new(new Vector3(0.1f, 1, -0.2f), 0.7f, 0.3f, 3.5f, 0.6f);

    [Test]
    public void A_view_that_is_saved_as_a_camera_comes_back()
    {
        var item = CameraMoves.ItemOf("main", View);
        var document = new PoseDocument([new SceneSettings(), item]);
        var again = CameraMoves.ViewOf(document, item, 0);
        Assert.That(Vector3.Distance(again.Target, View.Target), Is.LessThan(1e-5f));
        Assert.That((again.Yaw, again.Pitch, again.Distance, again.FieldOfView),
            Is.EqualTo((View.Yaw, View.Pitch, View.Distance, View.FieldOfView)).Using<(float, float, float, float)>((a, b) =>
                MathF.Abs(a.Item1 - b.Item1) + MathF.Abs(a.Item2 - b.Item2) + MathF.Abs(a.Item3 - b.Item3) + MathF.Abs(a.Item4 - b.Item4) < 1e-4f));
        var camera = SceneCamera.At(document, 0, 512, 512)!;
        Assert.That(Vector3.Distance(camera.Position, item.Position), Is.LessThan(1e-6f));
    }

    [Test]
    public void A_turntable_goes_once_around_at_the_same_distance_and_is_undone_at_once()
    {
        var document = new PoseDocument([new SceneSettings(Seconds: 4)]);
        CameraMoves.Turntable(document, CameraMoves.ItemOf("main", View), View, 4);
        var camera = document.All<CameraItem>().Single();
        for (var time = 0f; time <= 4; time += 0.17f)
        {
            var view = CameraMoves.ViewOf(document, camera, time);
            Assert.That(view.Distance, Is.EqualTo(3.5f).Within(0.02f), $"metres, {time} s");
            Assert.That(MathF.Abs(MathF.IEEERemainder(view.Yaw - View.Yaw - MathF.Tau * time / 4, MathF.Tau)), Is.LessThan(0.01f), $"radians, {time} s");
        }
        document.Undo();
        Assert.That(document.All<CameraItem>(), Is.Empty);
    }
}
