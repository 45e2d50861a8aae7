using System.Numerics;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Tests.Body;

/// <summary>A face whose picture has open eyes and a closed mouth, and what its texture shows with the eyes closed and the mouth open.</summary>
public sealed class HiddenFaceTests
{
    const int Size = 256;

    static readonly RgbColor Skin = new(200, 160, 140), Blue = new(20, 40, 230);

    readonly PosedSurface _surface = new(HumanBody.Average);
    readonly BodyRasterizer _drawn = new(HumanBody.Model, Size, Size);
    readonly BodyTexture _texture;
    readonly Camera _camera;

    public HiddenFaceTests()
    {
        Pose();
        var eyes = _surface.Positions[HumanBody.Model.Mesh.Corners(Array.IndexOf(HumanBody.Model.Mesh.Parts, BodyPart.LeftEye)).A];
        _camera = Camera.Orbit(new Vector3(0, eyes.Y - 0.04f, eyes.Z), 0, 0, 0.7f, 0.4f, Size, Size);
        _drawn.Draw(_surface, _camera);
        var picture = new RgbImage(Size, Size);
        for (var i = 0; i < Size * Size; i++)
        {
            var color = IsBesideEye(i) ? Blue : Skin;
            (picture.Bytes[3 * i], picture.Bytes[3 * i + 1], picture.Bytes[3 * i + 2]) = (color.R, color.G, color.B);
        }
        var capture = new TextureCapture(HumanBody.Model, 1024);
        capture.Take(picture, [.. Enumerable.Repeat(1f, Size * Size)], _camera, _surface, _drawn);
        _texture = capture.Finish();
    }

    void Pose(params (string Name, float Weight)[] expressions)
    {
        var weights = new float[HumanBody.Model.Expressions.Count];
        foreach (var (name, weight) in expressions)
            weights[HumanBody.Model.IndexOfExpression(name)] = weight;
        _surface.Pose(HumanBody.Rest(HumanBody.Average), weights);
    }

    BodyPart PartAt(int pixel) => _drawn.Triangles[pixel] == 0 ? BodyPart.None : HumanBody.Model.Mesh.Parts[_drawn.Triangles[pixel] - 1];

    bool IsEye(int pixel) => PartAt(pixel) is BodyPart.LeftEye or BodyPart.RightEye;

    /// <summary>The eye and a rim of a pixel: a fitted face is never exactly at its place.</summary>
    bool IsBesideEye(int pixel) => new[] { 0, 1, -1, Size, -Size }.Any(step => pixel + step is >= 0 and < Size * Size && IsEye(pixel + step));

    /// <summary>Red, green, blue and confidence of a pixel that is drawn with the texture.</summary>
    byte[] At(int pixel) => _drawn.Colour[(4 * pixel)..(4 * pixel + 4)];

    [Test]
    public void Closed_lids_are_skin()
    {
        var eyes = Enumerable.Range(0, Size * Size).Where(IsEye).ToArray();
        Assert.That(eyes, Has.Length.GreaterThan(100));
        Pose(("eye-left-closure", 1), ("eye-right-closure", 1));
        _drawn.Draw(_surface, _camera, _texture);
        var lids = eyes.Where(pixel => PartAt(pixel) == BodyPart.Head).ToArray();
        Assert.That(lids, Has.Length.GreaterThan(0.9 * eyes.Length), "closed");
        var blue = lids.Where(pixel => At(pixel) is var at && at[2] > at[0]).ToArray();
        // The rim on the edge of the lower lid stays: that edge is as wide with the eye open. Without the lids' own colours it is 0.56.
        Assert.That(blue.Length / (float)lids.Length, Is.LessThan(0.12f), "of the lids shows the eye");
        Assert.That(lids.Average(pixel => At(pixel)[3]), Is.GreaterThan(140), "the generator may show them");
    }

    [Test]
    public void An_open_mouth_is_dark_with_bright_teeth_and_a_red_tongue()
    {
        Pose(("jaw-open", 0.6f), ("mouth-elevation-left", 1), ("mouth-elevation-right", 1), ("mouth-depression-left", 1), ("mouth-depression-right", 1));
        _drawn.Draw(_surface, _camera, _texture);
        var inside = Enumerable.Range(0, Size * Size).GroupBy(PartAt).ToDictionary(part => part.Key, part => part.Select(At).ToArray());
        Assert.That(Mean(BodyPart.Cavity, 0), Is.InRange(20, 150), "red of the dark");
        Assert.That(Mean(BodyPart.Cavity, 1), Is.LessThan(0.7 * Mean(BodyPart.Cavity, 0)));
        Assert.That(Mean(BodyPart.Teeth, 1), Is.GreaterThan(140), "green of the teeth");
        Assert.That(Mean(BodyPart.Tongue, 0), Is.GreaterThan(1.4 * Mean(BodyPart.Tongue, 1)));
        Assert.That(inside[BodyPart.Cavity].Average(at => at[3]), Is.GreaterThan(140));

        double Mean(BodyPart part, int channel) => inside[part].Average(at => at[channel]);
    }

    [Test]
    public void The_face_of_the_picture_stays_as_it_was()
    {
        Pose();
        _drawn.Draw(_surface, _camera, _texture);
        var eyes = Enumerable.Range(0, Size * Size).Where(IsEye).ToArray();
        Assert.That(eyes.Count(pixel => At(pixel) is var at && at[2] > at[0]) / (float)eyes.Length, Is.GreaterThan(0.9f), "blue");
        var face = Enumerable.Range(0, Size * Size).Where(pixel => PartAt(pixel) == BodyPart.Head && !IsBesideEye(pixel)).ToArray();
        Assert.That(face.Count(pixel => Math.Abs(At(pixel)[0] - Skin.R) < 12) / (float)face.Length, Is.GreaterThan(0.97f));
    }
}
