using System.Numerics;
using Avatars.Evaluation;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Perception;
using Avatars.Pictures;
using Avatars.PoseMaps;

namespace Avatars.Tests.Evaluation;

/// <summary>Networks of others on pictures whose joints are known: wrong channel order, scaling or turning would lose them at once.</summary>
[Category("Weights")]
public sealed class PretrainedEvaluatorTests
{
    static readonly InferenceOptions Options = new();

    static IEnumerable<string> SampleCharacters => ["person-01", "person-06", "person-11"];

    static (RgbImage Picture, Keypoint[] Joints) Sample(string name)
    {
        var path = Path.Combine(SharedFolders.Repository, "Samples", "Sources", name + ".png");
        var picture = PictureFile.ReadRgb(path);
        return (picture, KeypointsFile.ReadSidecar(path)!.For(KeypointLayout.Avatar128, picture.Width, picture.Height));
    }

    [TestCaseSource(nameof(SampleCharacters))]
    public void The_body_is_found_where_it_is(string name)
    {
        using var evaluator = new BodyPix(Path.Combine(SharedFolders.Weights, BodyPix.FileName), Options);
        var (picture, joints) = Sample(name);
        var (asked, found) = (new Keypoint[KeypointLayout.CocoBodyFeet23.Count], new Keypoint[BodyPix.Joints]);
        new KeypointConversion(KeypointLayout.Avatar128, KeypointLayout.CocoBodyFeet23).Run(joints, asked);
        evaluator.Look(picture, found);
        var near = found.Where((joint, i) => Vector2.Distance(Place(joint), Place(asked[i])) < 0.06f * picture.Height && joint.Confidence > BodyPix.Threshold);
        Assert.That(near.Count(), Is.GreaterThanOrEqualTo(15), "of 17 joints");
        var shown = evaluator.Labels.ToArray().Count(label => label >= 0) / (double)evaluator.Labels.Length;
        Assert.That(shown, Is.InRange(0.05, 0.35), "a person in the middle, background left and right");
        Assert.That(evaluator.Labels[0], Is.EqualTo(-1));
    }

    [TestCaseSource(nameof(SampleCharacters))]
    public void Hands_are_found_where_they_are(string name)
    {
        using var evaluator = new HandLandmarks(Path.Combine(SharedFolders.Weights, HandLandmarks.FileName), Options);
        var (picture, joints) = Sample(name);
        var found = new Vector2[21];
        foreach (var part in new[] { "leftHand", "rightHand" })
        {
            var hand = joints.AsSpan(KeypointLayout.Avatar128.Part(part).Start, 21).ToArray();
            var crop = HandCrop.Around(hand)!.Value;
            Assert.That(evaluator.Find(picture, crop, found), Is.True, part);
            Assert.That(hand.Select((joint, i) => Vector2.Distance(Place(joint), found[i])).Average(), Is.LessThan(0.12f * crop.Side), part);
        }
        Assert.That(evaluator.Find(new RgbImage(64, 64), new HandCrop(new Vector2(32), 40, -Vector2.UnitY), found), Is.False, "there is no hand in the dark");
    }

    /// <summary>The evaluator around a requested hand, and perception's own way of reading the same region with the same network.</summary>
    [TestCaseSource(nameof(SampleCharacters))]
    public void Perceptions_network_gives_the_joints_that_perception_finds(string name)
    {
        if (!PerceptionModels.ArePresent)
            SharedFolders.Missing($"MediaPipe's networks are not there: run '{PerceptionModels.Command}'.");
        var file = PerceptionModels.Open().Verify(PerceptionNetworks.HandLandmarkFull);
        using var evaluator = new HandLandmarks(file, Options);
        using var network = new Network(file, Options);
        using var perception = new HandLandmarker(network);
        var (picture, joints) = Sample(name);
        var found = new Vector2[21];
        foreach (var part in new[] { "leftHand", "rightHand" })
        {
            var crop = HandCrop.Around(joints.AsSpan(KeypointLayout.Avatar128.Part(part).Start, 21))!.Value;
            var region = new CropRegion(crop.Centre, new Vector2(crop.Side), MathF.Atan2(crop.Up.X, -crop.Up.Y));
            var expected = perception.Run(picture, region);
            Assert.That(evaluator.Find(picture, crop, found), Is.True, part);
            Assert.That(expected, Is.Not.Null, part);
            Assert.That(expected!.Points.Select((point, i) => Vector2.Distance(new Vector2(point.X, point.Y), found[i])).Max(),
                Is.LessThan(0.01f * crop.Side), part); // two ways of sampling a crop
        }
    }

    [Test]
    public void Another_file_is_refused() =>
        Assert.That(() => new HandLandmarks(Path.Combine(SharedFolders.Weights, BodyPix.FileName), Options), Throws.InstanceOf<FormatException>());

    static Vector2 Place(Keypoint joint) => new(joint.X, joint.Y);
}
