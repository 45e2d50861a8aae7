using System.Numerics;
using Avatars.Evaluation;
using Avatars.Imaging;
using Avatars.Metrics;
using Avatars.PoseMaps;

namespace Avatars.ModelEvaluation;

/// <summary>A part of a film with a name, such as a sign.</summary>
/// <param name="Start">Seconds.</param>
/// <param name="End">Seconds.</param>
public sealed record NamedSpan(string Name, double Start, double End);

/// <summary>One hand in one frame.</summary>
/// <param name="Frame">From 0.</param>
/// <param name="Sign">Index of the named span; null between them.</param>
/// <param name="IsFound">Whether the network detects a hand at the requested place.</param>
/// <param name="Pck">Share of the joints within <see cref="JointErrors.Near"/> of the hand's size; 0 where no hand is found, NaN where it is not
/// judged.</param>
/// <param name="Error">Mean distance of the joints in shares of the hand's size; NaN where it is not judged.</param>
public readonly record struct JudgedHandFrame(int Frame, int? Sign, bool IsLeft, HandObstacle Obstacle, bool IsFound, double Pck, double Error)
{
    public bool IsJudged => Obstacle == HandObstacle.None;

    /// <summary>Judged, and not found or with fewer joints in place than <see cref="FilmHands.LeastPck"/>.</summary>
    public bool IsBad => IsJudged && !(IsFound && Pck >= FilmHands.LeastPck);
}

/// <summary>Both hands in one frame.</summary>
public readonly record struct JudgedFrame(JudgedHandFrame Left, JudgedHandFrame Right)
{
    public bool IsBad => Left.IsBad || Right.IsBad;

    /// <summary>Sum of both hands' shares of joints in place.</summary>
    public double Pck => Share(Left) + Share(Right);

    static double Share(JudgedHandFrame hand) => hand is { IsJudged: true, IsFound: true } ? hand.Pck : 0;
}

/// <summary>Consecutive bad frames of one hand.</summary>
public sealed record BadHandSpan(bool IsLeft, int FirstFrame, int LastFrame);

/// <summary>One hand over a sign or a film; shares and means are over the judged frames, NaN where there are none.</summary>
public sealed record HandSummary(int Frames, int Judged, int Found, int Bad, double Pck, double Error)
{
    public static HandSummary Of(IEnumerable<JudgedHandFrame> frames)
    {
        var all = frames.ToArray();
        var judged = Array.FindAll(all, frame => frame.IsJudged);
        return new HandSummary(all.Length, judged.Length, judged.Count(frame => frame.IsFound), judged.Count(frame => frame.IsBad),
            judged.Length > 0 ? judged.Average(frame => frame.Pck) : double.NaN, judged.Length > 0 ? judged.Average(frame => frame.Error) : double.NaN);
    }
}

/// <summary>Judges the hands of a finished film with a network pretrained on photographs: the joints that it finds against the requested ones.</summary>
/// <param name="network">Borrowed.</param>
/// <param name="signs">By their beginnings, none reaching into the next.</param>
public sealed class FilmHands(HandLandmarks network, double framesPerSecond, IReadOnlyList<NamedSpan> signs)
{
    /// <summary>A frame with a smaller share of joints in place is bad.</summary>
    public const double LeastPck = 0.5;

    readonly List<JudgedHandFrame> _hands = [];
    readonly SortedSet<int> _madeAgain = [];
    readonly Vector2[] _found = new Vector2[KeypointLayout.Hand21.Count];
    int _sign;

    /// <summary>Number of frames.</summary>
    public int Count { get; private set; }

    public double FramesPerSecond => framesPerSecond;

    public IReadOnlyList<NamedSpan> Signs => signs;

    /// <summary>The left and the right hand of each frame.</summary>
    public IReadOnlyList<JudgedHandFrame> Hands => _hands;

    /// <summary>The next frame.</summary>
    /// <param name="left">Of the person: 21 requested joints, layout <see cref="KeypointLayout.Hand21"/>, pixels of <paramref name="picture"/>.</param>
    /// <param name="right">As <paramref name="left"/>.</param>
    public void Add(RgbImage picture, ReadOnlySpan<Keypoint> left, ReadOnlySpan<Keypoint> right) => Add(Judge(picture, left, right));

    /// <summary>Judges the next frame without taking it down.</summary>
    /// <inheritdoc cref="Add(RgbImage, ReadOnlySpan{Keypoint}, ReadOnlySpan{Keypoint})"/>
    public JudgedFrame Judge(RgbImage picture, ReadOnlySpan<Keypoint> left, ReadOnlySpan<Keypoint> right)
    {
        var seconds = Count / framesPerSecond;
        while (_sign < signs.Count && signs[_sign].End <= seconds)
            _sign++;
        int? sign = _sign < signs.Count && signs[_sign].Start <= seconds ? _sign : null;
        return new JudgedFrame(Judge(picture, left, isLeft: true, sign), Judge(picture, right, isLeft: false, sign));
    }

    /// <summary>Takes down the next frame.</summary>
    /// <param name="isMadeAgain">Whether it is a second picture of the frame.</param>
    public void Add(JudgedFrame judged, bool isMadeAgain = false)
    {
        _hands.Add(judged.Left);
        _hands.Add(judged.Right);
        if (isMadeAgain)
            _madeAgain.Add(Count);
        Count++;
    }

    /// <summary>Frames of which a second picture was better, and is the film's.</summary>
    public IReadOnlySet<int> MadeAgain => _madeAgain;

    public HandSummary Summary(bool isLeft) => HandSummary.Of(_hands.Where(hand => hand.IsLeft == isLeft));

    /// <summary>Of every sign.</summary>
    public IReadOnlyList<(HandSummary Left, HandSummary Right)> SignSummaries()
    {
        var frames = _hands.Where(hand => hand.Sign is not null).ToLookup(hand => (hand.Sign!.Value, hand.IsLeft));
        return [.. signs.Select((_, i) => (HandSummary.Of(frames[(i, true)]), HandSummary.Of(frames[(i, false)])))];
    }

    /// <summary>By their first frames.</summary>
    public IReadOnlyList<BadHandSpan> BadSpans()
    {
        var spans = new List<BadHandSpan>();
        foreach (var isLeft in new[] { true, false })
        {
            int? first = null;
            for (var frame = 0; frame <= Count; frame++)
            {
                var isBad = frame < Count && _hands[2 * frame + (isLeft ? 0 : 1)].IsBad;
                if (!isBad && first is { } start)
                    spans.Add(new BadHandSpan(isLeft, start, frame - 1));
                first = isBad ? first ?? frame : null;
            }
        }
        return [.. spans.OrderBy(span => span.FirstFrame)];
    }

    JudgedHandFrame Judge(RgbImage picture, ReadOnlySpan<Keypoint> joints, bool isLeft, int? sign)
    {
        if (JudgedHand.Of(joints, picture.Width, picture.Height, out var obstacle) is not { } hand)
            return new JudgedHandFrame(Count, sign, isLeft, obstacle, IsFound: false, double.NaN, double.NaN);
        var errors = new JointErrors();
        var isFound = hand.Score(network, picture, _found, errors);
        return new JudgedHandFrame(Count, sign, isLeft, HandObstacle.None, isFound, errors.Pck, errors.MeanError);
    }
}
