using System.Numerics;
using Avatars.Evaluation;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;

namespace Avatars.ModelEvaluation;

/// <summary>
/// Runs pretrained networks on every row's pictures and on the ground truth, and compares detected hands and bodies with the requested pose.
/// Their figures on the true pictures are the best that a row can reach.
/// </summary>
public sealed class PretrainedEvaluators : IDisposable
{
    /// <summary>Environment variable that names the folder of the networks.</summary>
    public const string Variable = "AVATAR_WEIGHTS";

    static readonly string[] HandParts = ["leftHand", "rightHand"];

    readonly HandLandmarks _hand;
    readonly BodyPix _body;
    readonly KeypointConversion _toCoco = new(KeypointLayout.Avatar128, KeypointLayout.CocoBodyFeet23);
    readonly Keypoint[] _expected = new Keypoint[KeypointLayout.CocoBodyFeet23.Count], _found = new Keypoint[BodyPix.Joints];
    readonly Vector2[] _joints = new Vector2[KeypointLayout.Hand21.Count];
    readonly List<JudgedHand> _hands = [];
    readonly int[] _trueLabels;
    PixelBox _person;

    PretrainedEvaluators(string folder, InferenceOptions inference)
    {
        _hand = new HandLandmarks(Path.Combine(folder, HandLandmarks.FileName), inference);
        _body = new BodyPix(Path.Combine(folder, BodyPix.FileName), inference);
        _trueLabels = new int[_body.Cells * _body.Cells];
    }

    /// <summary>Scores of the ground-truth pictures.</summary>
    public DetectionScore Truth { get; } = new();

    /// <param name="folder">Null uses the folder in <see cref="Variable"/>, else ../shared/weights.</param>
    /// <param name="reason">Why there are none.</param>
    /// <returns>Null when the files are not there.</returns>
    public static PretrainedEvaluators? Open(string? folder, InferenceOptions inference, out string reason)
    {
        folder ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Path.Combine("..", "shared", "weights");
        foreach (var file in new[] { HandLandmarks.FileName, BodyPix.FileName })
            if (!File.Exists(Path.Combine(folder, file)))
            {
                reason = $"'{Path.Combine(folder, file)}' is not there. Name the folder with it in {Variable}, or with --evaluators";
                return null;
            }
        reason = "";
        return new PretrainedEvaluators(folder, inference);
    }

    /// <summary>Begins the next pair and runs the networks on its ground-truth picture.</summary>
    public void Begin(ScoredPair truth)
    {
        _hands.Clear();
        foreach (var part in HandParts)
            if (JudgedHand.Of(HandOf(truth, KeypointLayout.Avatar128.Part(part)), truth.Target.Width, truth.Target.Height, out _) is { } hand)
                _hands.Add(hand);
        _toCoco.Run(truth.Keypoints, _expected);
        _person = truth.Person;
        _body.Look(truth.Target, _found);
        _body.Labels.CopyTo(_trueLabels);
        Score(Truth, truth.Target);
    }

    /// <summary>A picture of a row, of the true picture's size.</summary>
    public void Add(DetectionScore score, RgbImage picture)
    {
        _body.Look(picture, _found);
        Score(score, picture);
    }

    public void Dispose()
    {
        _hand.Dispose();
        _body.Dispose();
    }

    /// <summary>Scores the body that was detected last, and the hands.</summary>
    void Score(DetectionScore score, RgbImage picture)
    {
        score.Parts.Add(_trueLabels, _body.Labels);
        for (var i = 0; i < _found.Length; i++)
            if (_expected[i].Confidence >= JudgedHand.LeastVisible && IsIn(picture, _expected[i]))
                score.Body.Add(PositionOf(_expected[i]), PositionOf(_found[i]), Math.Max(_person.Width, _person.Height),
                    _found[i].Confidence > BodyPix.Threshold);
        foreach (var hand in _hands)
            hand.Score(_hand, picture, _joints, score.Hands);
    }

    static ReadOnlySpan<Keypoint> HandOf(ScoredPair truth, KeypointPart part) => truth.Keypoints.AsSpan(part.Start, part.Count);

    static bool IsIn(RgbImage picture, Keypoint point) => point.IsPresent && point.X >= 0 && point.Y >= 0 && point.X < picture.Width
        && point.Y < picture.Height;

    static Vector2 PositionOf(Keypoint point) => new(point.X, point.Y);
}
