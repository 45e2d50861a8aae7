using Avatars.Body;
using Avatars.Diffusion.Tests.Perception;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Sources;

namespace Avatars.Diffusion.Tests.Sources;

/// <summary>The person of a photograph, drawn again in the photograph's own pose.</summary>
public sealed class SourceTextureTests
{
    const int Longer = 384; // pixels of the drawn picture

    static (RgbImage Photograph, SourceBody Source, TexturedPerson Person) Of(string name)
    {
        var photograph = PictureFile.ReadRgb(Path.Combine(SharedFolders.Assets, "photos", name));
        var body = BodyFile.Read(Path.Combine(SharedFolders.Repository, "Models", "body", "human.body"));
        using var analysis = new BodyAnalysis(PerceptionFixture.Models, body, new InferenceOptions { Threads = 2 });
        var source = analysis.Analyse(photograph);
        return (photograph, source, SourceTexture.Take(source, photograph));
    }

    [TestCase("man_white_shirt_c.jpg"), TestCase("astronaut_collins.jpg")]
    public void In_its_own_pose_the_textured_body_is_the_photograph(string name)
    {
        var (photograph, source, person) = Of(name);
        var scale = (float)Longer / Math.Max(photograph.Width, photograph.Height);
        var (width, height) = ((int)(photograph.Width * scale), (int)(photograph.Height * scale));
        var renderer = new BodyPoseMapRenderer(PoseMapStyle.Avatar, width, height) { Person = person };
        renderer.Draw(new RigPose(person.Body.Map, source.Fit.JointModel(), [], source.Fit.Camera.WithSize(width, height)), new RgbImage(width, height),
            new Keypoint[renderer.Layout.Count]);
        var truth = PictureResizer.Resize(photograph, width, height, ResizeFilter.Bicubic);
        double error = 0, known = 0, body = 0;
        for (var i = 0; i < width * height; i++)
        {
            body += renderer.Pictures.State.Bytes[3 * i + 2] != 0 ? 1 : 0;
            if (renderer.Pictures.State.Bytes[3 * i] < 100)
                continue;
            known++;
            for (var k = 3 * i; k < 3 * i + 3; k++)
                error += Math.Pow(renderer.Pictures.Warped.Bytes[k] - truth.Bytes[k], 2) / 3;
        }
        var decibels = 10 * Math.Log10(255 * 255 / (error / known));
        TestContext.Out.WriteLine($"{name}: {decibels:f1} dB on what is known, {known / body:p0} of the body");
        Assert.That(known / body, Is.GreaterThan(0.6));
        Assert.That(decibels, Is.GreaterThan(24));
    }

    [Test]
    public void The_background_does_not_show_the_person()
    {
        var (photograph, source, person) = Of("man_white_shirt_c.jpg");
        var matte = source.Seen.Matte!.Bytes;
        double changed = 0, inside = 0;
        for (var i = 0; i < matte.Length; i++)
        {
            if (matte[i] < 10 && i % photograph.Width > 60)
                continue;
            inside += matte[i] > 200 ? 1 : 0;
            changed += matte[i] > 200 && Enumerable.Range(3 * i, 3).Any(k => Math.Abs(person.Background.Bytes[k] - photograph.Bytes[k]) > 12) ? 1 : 0;
        }
        Assert.That(changed / inside, Is.GreaterThan(0.7), "of the person's pixels have another colour");
    }

    [Test]
    public void Another_picture_than_the_analysed_one_is_refused()
    {
        var (_, source, _) = Of("man_white_shirt_c.jpg");
        Assert.That(() => SourceTexture.Take(source, new RgbImage(64, 64)), Throws.ArgumentException.With.Message.Contains("64x64"));
    }
}
