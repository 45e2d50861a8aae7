using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Signing;

namespace Avatars.Tests.Signing;

/// <summary>The camera of a signing film: head to hips, wider where the hands need it, in every frame.</summary>
public sealed class SigningFramingTests
{
    const int Size = 512;
    const float Frame = 1 / 25f; // seconds

    static readonly HumanoidMap Map = StandardHumanoid.Map;

    const string High = "<handconfig handshape='finger2' extfidir='u' palmor='d'/><location_bodyarm location='headtop' contact='close'/>"
        + "<directedmotion direction='u' size='big' fast='true'/>";

    const string Wide = "<handconfig handshape='flat' extfidir='o' palmor='d'/><location_bodyarm location='shoulders' side='right_beside' "
        + "contact='armextended'/><directedmotion direction='r' size='big' fast='true'/>";

    static SigningMotion Film(params string[] manuals) => new Signer().Open("x",
        [.. manuals.Select((manual, i) => new NotatedSign(SignMovementTests.Sign(manual, "both_hands='true' lr_symm='true'"), $"sign {i}", ""))],
        new SigningOptions { Idle = false });

    /// <summary>Smallest distance of a fingertip joint of either hand from the border of the picture over all frames, pixels; negative is outside.</summary>
    static float LeastInside(SigningMotion film, Camera camera)
    {
        var (pose, model, least) = (film.MakePose(), new ModelPose(film.Skeleton), float.MaxValue);
        for (var frame = 0; frame < film.FrameCount; frame++)
        {
            film.Sample(frame / film.FrameRate, pose);
            model.Run(pose.Joints);
            for (var finger = 0; finger < 10; finger++)
            {
                Assert.That(camera.TryProject(model.Positions[Map[HumanBones.Finger(finger < 5, finger % 5, 2)]], out var pixels, out _), Is.True);
                least = MathF.Min(least, MathF.Min(MathF.Min(pixels.X, pixels.Y), MathF.Min(Size - pixels.X, Size - pixels.Y)));
            }
        }
        return least;
    }

    [TestCase(High), TestCase(Wide)]
    public void Hands_that_reach_far_stay_in_the_picture_and_it_is_widened(string far)
    {
        var film = Film(far);
        var framing = SigningFraming.Of(film, Map);
        Assert.That(LeastInside(film, framing.CameraOf(Size, Size)), Is.GreaterThan(Size * PersonFraming.Margin / 2));
        var usual = SigningFraming.Of(Film("<handconfig handshape='flat' extfidir='u' palmor='d'/><location_bodyarm location='chest'/>"), Map);
        Assert.That(framing.IsWidened, Is.True);
        Assert.That(framing.Widening, Is.GreaterThan(1.1f).And.GreaterThan(usual.Widening));
        Assert.That(LeastInside(film, usual.CameraOf(Size, Size)), Is.Negative, "the usual picture would lose them");
        Assert.That(framing.WidestSeconds, Is.InRange(film.Signs[0].Start, film.Signs[0].End + Frame));
    }

    [Test]
    public void One_far_sign_late_in_a_film_of_half_an_hour_counts()
    {
        const string near = "<handconfig handshape='flat' extfidir='u' palmor='d'/><location_bodyarm location='chest'/>";
        var film = Film([.. Enumerable.Repeat(near, 3000), Wide, near]);
        Assert.That(film.Length, Is.GreaterThan(1600), "seconds");
        var framing = SigningFraming.Of(film, Map);
        Assert.That(LeastInside(film, framing.CameraOf(Size, Size)), Is.Positive);
        Assert.That(framing.WidestSeconds, Is.InRange(film.Signs[3000].Start, film.Signs[3000].End + Frame));
    }

    [Test]
    public void Fingerspelling_keeps_the_usual_picture()
    {
        var film = new Signer().Open("x", new TextToSigns(ManualAlphabet.Of("ase")).Items("the quick brown fox", []), new SigningOptions());
        var framing = SigningFraming.Of(film, Map);
        Assert.That(framing.IsWidened, Is.False);
        Assert.That(framing.Widening, Is.EqualTo(1).Within(0.02f));
    }

    [TestCase(512, 512), TestCase(640, 360), TestCase(360, 640)]
    public void The_person_fills_the_centred_square(int width, int height)
    {
        var camera = SigningFraming.Of(Film(Wide), Map).CameraOf(width, height);
        Assert.That(LeastInside(Film(Wide), camera with { Width = Size, Height = Size, FocalLength = camera.FocalLength * Size / Math.Min(width, height) }),
            Is.Positive);
        Assert.That((camera.Width, camera.Height), Is.EqualTo((width, height)));
    }
}
