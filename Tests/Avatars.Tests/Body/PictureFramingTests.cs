using System.Numerics;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.Body;

/// <summary>The picture's own framing, for another pose.</summary>
public sealed class PictureFramingTests
{
    const int Width = 90, Height = 60;

    [TestCase(256, 256), TestCase(384, 512)]
    public void Whoever_stands_as_in_the_picture_is_where_the_picture_had_them(int width, int height)
    {
        var camera = Camera.Orbit(new Vector3(0.05f, 0.9f, 0), 0, 0, 3.1f, 0.7f, Width, Height);
        var person = Standing(camera);
        var framing = PictureFraming.Of(person, width, height)!.Value;
        var frame = Camera.Orbit(framing.Target, 0, 0, framing.Distance, framing.VerticalFieldOfView, width, height);
        var scale = (float)height / Height; // the picture's whole height is in the frame
        foreach (var joint in person.Person.Body.JointRest)
        {
            Assert.That(camera.TryProject(joint, out var before, out _) & frame.TryProject(joint, out var after, out _));
            Assert.That(after.X, Is.EqualTo(width / 2f + scale * (before.X - Width / 2f)).Within(0.05f), "pixels");
            Assert.That(after.Y, Is.EqualTo(scale * before.Y).Within(0.05f), "pixels");
        }
    }

    [Test]
    public void A_person_beside_the_middle_or_far_away_is_to_be_framed_anew()
    {
        var beside = Camera.Orbit(new Vector3(1.4f, 0.9f, 0), 0, 0, 3.1f, 0.7f, Width, Height);
        Assert.That(PictureFraming.Of(Standing(beside), 256, 256), Is.Null);
        var far = Camera.Orbit(new Vector3(0, 0.9f, 0), 0, 0, 12, 0.7f, Width, Height);
        Assert.That(PictureFraming.Of(Standing(far), 256, 256), Is.Null);
    }

    [Test]
    public void A_portrait_frame_narrower_than_the_picture_shows_its_whole_height()
    {
        var camera = Camera.Orbit(new Vector3(0, 0.9f, 0), 0, 0, 3, 0.6f, Width, Height);
        Assert.That(PictureFraming.Of(Standing(camera), 100, 200)!.Value.VerticalFieldOfView, Is.EqualTo(0.6f).Within(1e-5f));
        var upright = Camera.Orbit(new Vector3(0, 0.9f, 0), 0, 0, 3, 0.9f, 60, 90);
        Assert.That(PictureFraming.Of(Standing(upright), 256, 256)!.Value.VerticalFieldOfView,
            Is.EqualTo(2 * MathF.Atan(2 / 3f * MathF.Tan(0.45f))).Within(1e-5f), "the middle square of an upright picture");
    }

    static AnalysedPerson Standing(Camera camera)
    {
        var person = TexturedPerson.Plain(HumanBody.Model, RgbColor.White, RgbColor.Black);
        var skeleton = person.Body.Skeleton;
        return new AnalysedPerson
        {
            Person = person,
            Picture = new RgbImage(camera.Width, camera.Height),
            Matte = [],
            Camera = camera,
            Pose = [.. Enumerable.Range(0, skeleton.Count).Select(joint => skeleton[joint].Rest)],
            Expression = new float[HumanBody.Model.Expressions.Count],
            Coverage = 1,
            FitError = 0,
        };
    }
}
