using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Streaming;

namespace Avatars.Systems.Fpdm;

/// <summary>Frames are made where the person is.</summary>
public sealed class PersonPartTests
{
    const int Width = 256, Height = 256;

    static TargetPose Pose(PixelBox body, PixelBox head = default, PixelBox drawing = default, int width = Width, int height = Height)
    {
        var pictures = new BodyPictures(width, height);
        Fill(pictures.State, body, 2, 255);
        Fill(pictures.Coordinates, head, 1, 200);
        var map = new RgbImage(width, height);
        Fill(map, drawing, 0, 90);
        return new TargetPose(map) { Body = pictures };
    }

    static void Fill(RgbImage picture, PixelBox box, int channel, byte value)
    {
        for (var y = box.Y; y < box.Y + box.Height; y++)
            for (var x = box.X; x < box.X + box.Width; x++)
                picture.Row(y)[3 * x + channel] = value;
    }

    [Test]
    public void The_part_is_the_body_with_a_margin_on_steps_of_sixteen_pixels() =>
        Assert.That(PersonPart.Find(Pose(new(100, 60, 40, 150)), Width, Height), Is.EqualTo(new PixelBox(80, 32, 80, 208))); // 84..156, 44..226

    [Test]
    public void Hair_has_a_wider_margin_on_every_side_of_the_head() =>
        Assert.That(PersonPart.Find(Pose(new(100, 60, 40, 150), head: new(108, 60, 24, 30)), Width, Height), Is.EqualTo(new PixelBox(80, 32, 80, 208))
            .And.EqualTo(PersonPart.Find(Pose(new(100, 60, 40, 150), head: new(108, 58, 24, 30)), Width, Height))); // 60 - 24 = 36, 58 - 24 = 34

    [Test]
    public void A_head_at_the_bottom_moves_the_bottom_edge() =>
        Assert.That(PersonPart.Find(Pose(new(100, 20, 40, 150), head: new(108, 140, 24, 30)), Width, Height)!.Value.Height,
            Is.EqualTo(208)); // 0..194: to 208

    [Test]
    public void The_drawing_counts_too() =>
        Assert.That(PersonPart.Find(Pose(new(100, 60, 40, 150), drawing: new(40, 100, 3, 3)), Width, Height), Is.EqualTo(new PixelBox(16, 32, 144, 208)));

    [Test]
    public void Margins_grow_with_the_frame() =>
        Assert.That(PersonPart.Find(Pose(new(200, 120, 80, 300), width: 512, height: 512), 512, 512), Is.EqualTo(new PixelBox(160, 80, 160, 384)));

    [Test]
    public void A_part_that_is_most_of_the_frame_or_nothing_is_the_whole()
    {
        Assert.That(PersonPart.Find(Pose(new(20, 10, 220, 240)), Width, Height), Is.Null);
        Assert.That(PersonPart.Find(Pose(default), Width, Height), Is.Null);
        Assert.That(PersonPart.Find(new TargetPose(new RgbImage(Width, Height)), Width, Height), Is.Null, "no body");
    }

    /// <summary>Within its part a frame may differ from the whole one; beyond it is the background.</summary>
    [Test]
    public void A_frame_is_the_background_beside_the_part_and_the_same_for_siblings_and_again()
    {
        using var folder = new TemporaryFolder();
        TinyFpdm.Write(folder, model: TinyFpdm.OnBody);
        var package = ModelPackage.Open(folder["package"]).WithSize(new FrameSize(96, 128));
        using var pipeline = new FpdmPipeline(package, new InferenceOptions());
        using var sibling = pipeline.MakeSibling();
        var source = RandomPictures.Make(80, 100, seed: 1);
        pipeline.SetSource(source);
        sibling.SetSource(source);
        RgbImage Random(int seed) => RandomPictures.Make(96, 128, seed);
        TargetPose Moved(int x)
        {
            var pose = Pose(new(x, 50, 8, 20), width: 96, height: 128);
            return new TargetPose(pose.Map) { Body = new BodyPictures(Random(1), pose.Body!.State, pose.Body.Coordinates, Random(4), Random(5)) };
        }
        var (frame, again) = (new RgbImage(96, 128), new RgbImage(96, 128));
        var poses = new[] { Moved(20), Moved(60), Moved(36) };
        foreach (var pose in poses)
        {
            var part = PersonPart.Find(pose, 96, 128)!.Value;
            pipeline.Generate(pose, frame);
            for (var y = 0; y < 128; y++)
                for (var x = 0; x < 96; x++)
                    if (!(x >= part.X && x < part.X + part.Width && y >= part.Y && y < part.Y + part.Height))
                        Assert.That(frame.Row(y).Slice(3 * x, 3).SequenceEqual(pose.Body!.Background.Row(y).Slice(3 * x, 3)), $"{x}, {y}");
            sibling.Generate(pose, again);
            Assert.That(again.Bytes, Is.EqualTo(frame.Bytes));
        }
        pipeline.Generate(poses[0], frame);
        sibling.Generate(poses[0], again);
        Assert.That(again.Bytes, Is.EqualTo(frame.Bytes), "sizes of parts alternate");
    }

    /// <summary>Beyond the margin, the networks' convolutions see zeros in place of the background; what they make of the person is nearly the same.</summary>
    [Test]
    public void The_default_model_makes_the_same_person_as_of_the_whole_frame()
    {
        var package = ModelPackage.Open(Path.Combine(SharedFolders.Repository, "Models", "fpdm-body"));
        using var parts = new FpdmPipeline(package, new InferenceOptions());
        using var whole = new FpdmPipeline(package, new InferenceOptions()) { UsesParts = false };
        var picture = Path.Combine(SharedFolders.Repository, "Samples", "Sources", "person-03.png");
        var source = PersonSource.Of(PersonFile.ReadBeside(picture, PictureFile.ReadRgb(picture), BodyFile.ReadShipped())!);
        var clip = MotionFile.Read(Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh")).For(StandardHumanoid.Map);
        var (one, other) = (new PoseToFrame(parts), new PoseToFrame(whole));
        one.SetSource(source);
        other.SetSource(source);
        var sampler = new PoseSampler(clip, one.Layout, StandardHumanoid.Map);
        var request = one.MakeRequest();
        var (inPart, inWhole) = (new RgbImage(Width, Height), new RgbImage(Width, Height));
        foreach (var share in new[] { 0.1f, 0.4f, 0.7f })
        {
            sampler.Sample(share * clip.Length);
            request.Set(sampler, Camera.LookAt(new Vector3(0, 1, 4), new Vector3(0, 0.95f, 0), 0.5f, Width, Height));
            one.Run(request, inPart);
            other.Run(request, inWhole);
            var error = inPart.Bytes.Zip(inWhole.Bytes, (a, b) => (double)(a - b) * (a - b)).Average();
            Assert.That(10 * Math.Log10(255 * 255 / error), Is.InRange(50, 90), "dB; and not the whole in both");
        }
    }
}
