using System.Numerics;
using Avatars.Body;
using Avatars.Diffusion.Tests.Perception;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Pictures;
using Avatars.Sources;

namespace Avatars.Diffusion.Tests.Sources;

/// <summary>Pictures that are not what one expects: either the body lies where it does in the ordinary picture, or one sentence says why not.</summary>
public sealed class UnusualPicturesTests
{
    const float Apart = 0.03f; // of the person's height in the picture

    PersonAnalyser _analyser = null!;
    RgbImage _photograph = null!;
    Vector2[] _usual = null!;

    [OneTimeSetUp]
    public void Load()
    {
        _ = PerceptionFixture.Models;
        _analyser = new PersonAnalyser(BodyFile.ReadShipped(), new InferenceOptions { Threads = 2 });
        _photograph = PictureFile.ReadRgb(Path.Combine(SharedFolders.Assets, "photos", "man_white_shirt_c.jpg"));
        _usual = JointsOf(_photograph);
    }

    [OneTimeTearDown] public void Unload() => _analyser?.Dispose();

    /// <summary>Where the fitted body's limbs lie, as shares of the picture.</summary>
    Vector2[] JointsOf(RgbImage picture)
    {
        var person = _analyser.Analyse([("", picture)]);
        var skeleton = person.Person.Body.Skeleton;
        var model = new Matrix4x4[skeleton.Count];
        Rig.LocalToModel.Run(skeleton, person.Pose, model);
        return Array.ConvertAll(new[] { "LeftUpperArm", "RightUpperArm", "LeftHand", "RightHand", "LeftFoot", "RightFoot", "Head" }, name =>
        {
            Assert.That(person.Camera.TryProject(model[skeleton.IndexOf(name)].Translation, out var pixels, out _), Is.True, name);
            return pixels / new Vector2(person.Camera.Width, person.Camera.Height);
        });
    }

    void RequireSame(RgbImage picture, Func<Vector2, Vector2> place)
    {
        var joints = JointsOf(picture);
        var height = (_usual[4] - _usual[6]).Y * _photograph.Height;
        for (var i = 0; i < joints.Length; i++)
        {
            var apart = (joints[i] - place(_usual[i])) * new Vector2(_photograph.Width, _photograph.Height);
            Assert.That(apart.Length() / height, Is.LessThan(Apart), $"joint {i}");
        }
    }

    RgbImage Changed(Func<int, int, int> from)
    {
        var picture = new RgbImage(_photograph.Width, _photograph.Height);
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
                _photograph.Bytes.AsSpan(3 * from(x, y), 3).CopyTo(picture.Bytes.AsSpan(3 * (y * picture.Width + x)));
        return picture;
    }

    [Test]
    public void A_person_upside_down_is_the_same_person() =>
        RequireSame(Changed((x, y) => (_photograph.Height - 1 - y) * _photograph.Width + _photograph.Width - 1 - x), place => Vector2.One - place);

    [Test]
    public void A_grey_picture_shows_the_same_person()
    {
        var grey = new RgbImage(_photograph.Width, _photograph.Height);
        for (var i = 0; i < grey.Bytes.Length; i += 3)
            grey.Bytes.AsSpan(i, 3).Fill((byte)((_photograph.Bytes[i] + _photograph.Bytes[i + 1] + _photograph.Bytes[i + 2]) / 3));
        RequireSame(grey, place => place);
    }

    [Test]
    public void Forty_megapixels_are_reduced_and_show_the_same_person()
    {
        var large = PictureResizer.Resize(_photograph, 7746, 5164, ResizeFilter.Bilinear);
        Assert.That(_analyser.Analyse([("", large)]).Picture.Width, Is.EqualTo(2560));
        RequireSame(large, place => place);
    }

    [TestCase("black"), TestCase("noise"), TestCase("stripes"), TestCase("one pixel"), TestCase("24x16")]
    public void A_picture_without_a_person_or_a_tiny_one_is_one_sentence_with_its_name(string kind)
    {
        var picture = kind switch
        {
            "one pixel" => new RgbImage(1, 1),
            "24x16" => PictureResizer.Resize(_photograph, 24, 16, ResizeFilter.Bilinear),
            _ => new RgbImage(600, 400),
        };
        if (kind == "noise")
            new Random(3).NextBytes(picture.Bytes);
        for (var i = 0; kind == "stripes" && i < picture.Bytes.Length; i++)
            picture.Bytes[i] = (byte)(i / 3 % 600 / 25 % 2 * 200);
        Assert.That(() => _analyser.Analyse([("me.jpg", picture)]),
            Throws.InstanceOf<FormatException>().With.Message.StartsWith("me.jpg: ").And.Message.Contains("Use").And.Message.Not.Contains("\n"));
    }

    [Test]
    public void A_line_drawing_gets_a_warning_and_a_grey_photograph_none()
    {
        var (grey, drawing) = (new RgbImage(_photograph.Width, _photograph.Height), new RgbImage(_photograph.Width, _photograph.Height));
        for (var i = 0; i < grey.Bytes.Length; i++)
            grey.Bytes[i] = (byte)((_photograph.Bytes[i / 3 * 3] + _photograph.Bytes[i / 3 * 3 + 1] + _photograph.Bytes[i / 3 * 3 + 2]) / 3);
        var row = 3 * grey.Width;
        for (var i = row; i < grey.Bytes.Length - row; i++) // dark where the tone changes
            drawing.Bytes[i] = (byte)Math.Max(0, 255 - 4 * (Math.Abs(grey.Bytes[i] - grey.Bytes[i - 3]) + Math.Abs(grey.Bytes[i] - grey.Bytes[i - row])));
        var warnings = new List<string>();
        _analyser.Analyse([("grey.jpg", grey)], warn: warnings.Add);
        Assert.That(warnings, Is.Empty);
        _analyser.Analyse([("drawing.jpg", drawing)], warn: warnings.Add);
        Assert.That(warnings, Has.Exactly(1).StartsWith("drawing.jpg: ").And.Contain("drawing, and so will"));
    }

    [Test]
    public void Without_the_head_there_is_a_warning()
    {
        var cut = new PixelBox(390, 250, 300, 400).CutFrom(_photograph)!;
        var warnings = new List<string>();
        try
        {
            _analyser.Analyse([("cut.jpg", cut)], warn: warnings.Add);
        }
        catch (FormatException error)
        {
            warnings.Add(error.Message);
        }
        Assert.That(warnings, Is.Not.Empty);
        Assert.That(warnings, Has.All.StartsWith("cut.jpg: "));
    }
}
