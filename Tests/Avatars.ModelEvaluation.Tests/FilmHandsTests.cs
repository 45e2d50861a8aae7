using System.Numerics;
using System.Text.Json.Nodes;
using Avatars.Evaluation;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Pictures;
using Avatars.PoseMaps;

namespace Avatars.ModelEvaluation.Tests;

/// <summary>MediaPipe's hand network on rendered people whose joints are known.</summary>
public sealed class FilmHandsTests
{
    const double FramesPerSecond = 10;

    static readonly NamedSpan[] Signs = [new("A", 0.1, 0.3), new("B", 0.3, 0.5)];

    HandLandmarks _network = null!;
    RgbImage _picture = null!;
    Keypoint[] _left = [], _right = [];

    [OneTimeSetUp]
    public void Load()
    {
        if (!PerceptionModels.ArePresent)
            SharedFolders.Missing($"MediaPipe's networks are not there: run '{PerceptionModels.Command}'.");
        _network = new HandLandmarks(PerceptionModels.Open().Verify(PerceptionNetworks.HandLandmarkFull), new InferenceOptions());
        var path = Path.Combine(SharedFolders.Repository, "Samples", "Sources", "person-01.png");
        _picture = PictureFile.ReadRgb(path);
        var joints = KeypointsFile.ReadSidecar(path)!.For(KeypointLayout.Avatar128, _picture.Width, _picture.Height);
        _left = joints.AsSpan(KeypointLayout.Avatar128.Part("leftHand").Start, 21).ToArray();
        _right = joints.AsSpan(KeypointLayout.Avatar128.Part("rightHand").Start, 21).ToArray();
    }

    [OneTimeTearDown]
    public void Unload() => _network?.Dispose();

    [Test]
    public void Hands_where_they_were_asked_for_are_good()
    {
        var hands = new FilmHands(_network, FramesPerSecond, Signs);
        hands.Add(_picture, _left, _right);
        foreach (var hand in hands.Hands)
        {
            Assert.That((hand.Frame, hand.Sign, hand.Obstacle, hand.IsFound, hand.IsBad), Is.EqualTo((0, (int?)null, HandObstacle.None, true, false)));
            Assert.That(hand.Pck, Is.GreaterThan(0.6));
            Assert.That(hand.Error, Is.LessThan(0.12));
        }
        Assert.That(hands.BadSpans(), Is.Empty);
    }

    [Test]
    public void Hands_elsewhere_or_none_are_bad_in_their_frames_and_signs()
    {
        var hands = new FilmHands(_network, FramesPerSecond, Signs);
        var none = new RgbImage(_picture.Width, _picture.Height);
        var gone = Moved(_left, new Vector2(-2 * _picture.Width, 0));
        var aside = Moved(_right, new Vector2(0.35f * SizeOf(_right), 0)); // of the hand's size: the network still sees the hand, beside its place
        hands.Add(_picture, gone, _right); // before the signs
        hands.Add(_picture, gone, _right); // A
        hands.Add(_picture, gone, aside);
        hands.Add(none, gone, _right); // B
        hands.Add(_picture, gone, _right);
        hands.Add(none, gone, _right); // after them
        var right = hands.Hands.Where(hand => !hand.IsLeft).ToArray();
        Assert.That(right.Select(hand => hand.Sign), Is.EqualTo(new int?[] { null, 0, 0, 1, 1, null }));
        Assert.That(right.Select(hand => hand.IsFound), Is.EqualTo(new[] { true, true, true, false, true, false }));
        Assert.That(right.Select(hand => hand.IsBad), Is.EqualTo(new[] { false, false, true, true, false, true }));
        Assert.That(right[2].Pck, Is.LessThan(0.2));
        Assert.That(right[3].Pck, Is.Zero);
        Assert.That(hands.BadSpans(), Is.EqualTo(new[] { new BadHandSpan(false, 2, 3), new BadHandSpan(false, 5, 5) }));
        Assert.That(hands.Hands.Where(hand => hand.IsLeft).Select(hand => hand.Obstacle), Is.All.EqualTo(HandObstacle.Outside));
        var (a, b) = (hands.SignSummaries()[0].Right, hands.SignSummaries()[1].Right);
        Assert.That((a.Frames, a.Judged, a.Found, a.Bad), Is.EqualTo((2, 2, 2, 1)));
        Assert.That((b.Frames, b.Judged, b.Found, b.Bad), Is.EqualTo((2, 2, 1, 1)));
        Assert.That(a.Pck, Is.EqualTo((right[1].Pck + right[2].Pck) / 2).Within(1e-9));
        Assert.That(b.Pck, Is.EqualTo(right[4].Pck / 2).Within(1e-9));
        Assert.That((hands.Summary(isLeft: true).Judged, hands.Summary(isLeft: false).Bad), Is.EqualTo((0, 3)));

        using var folder = new TemporaryFolder();
        FilmHandsReport.Write(folder["hands.json"], new JsonObject { ["film"] = "x.mp4" }, hands);
        var json = JsonNode.Parse(File.ReadAllText(folder["hands.json"]))!;
        Assert.That((string)json["film"]!, Is.EqualTo("x.mp4"));
        Assert.That((string)json["signs"]![1]!["sign"]!, Is.EqualTo("B"));
        Assert.That((int)json["signs"]![1]!["right"]!["bad"]!, Is.EqualTo(1));
        Assert.That(json["total"]!["left"]!["pck01"], Is.Null);
        Assert.That(((int)json["badSpans"]![0]!["firstFrame"]!, (double)json["badSpans"]![0]!["end"]!), Is.EqualTo((2, 0.4)));
        Assert.That((string)json["frames"]![5]!["left"]!["notJudged"]!, Is.EqualTo("outside"));
        Assert.That((bool)json["frames"]![3]!["right"]!["found"]!, Is.False);
    }

    [Test]
    public void Hands_that_are_small_or_hidden_are_not_judged()
    {
        var middle = new Vector2(_right.Average(joint => joint.X), _right.Average(joint => joint.Y));
        var shrink = 15 / SizeOf(_right);
        var small = Array.ConvertAll(_right, joint => joint with
        {
            X = middle.X + shrink * (joint.X - middle.X), Y = middle.Y + shrink * (joint.Y - middle.Y),
        });
        var hidden = Array.ConvertAll(_right, joint => joint with { Confidence = 0.3f });
        Assert.That(JudgedHand.Of(small, _picture.Width, _picture.Height, out var why), Is.Null);
        Assert.That(why, Is.EqualTo(HandObstacle.Small));
        Assert.That(JudgedHand.Of(hidden, _picture.Width, _picture.Height, out why), Is.Null);
        Assert.That(why, Is.EqualTo(HandObstacle.Hidden));
        Assert.That(JudgedHand.Of(_right, _picture.Width, _picture.Height, out why)!.Size, Is.EqualTo(SizeOf(_right)).Within(1e-3));
    }

    static Keypoint[] Moved(Keypoint[] joints, Vector2 by) => Array.ConvertAll(joints, joint => joint with { X = joint.X + by.X, Y = joint.Y + by.Y });

    static float SizeOf(Keypoint[] joints) =>
        MathF.Max(joints.Max(joint => joint.X) - joints.Min(joint => joint.X), joints.Max(joint => joint.Y) - joints.Min(joint => joint.Y));
}
