using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Signing.Synthesis;

/// <summary>A stretch of one hand's movement.</summary>
abstract class Piece
{
    public HandKey Start { get; init; }

    public HandKey End { get; protected set; }

    /// <summary>Seconds.</summary>
    public float Duration { get; protected set; }

    /// <param name="t">Seconds from the piece's beginning, within its duration.</param>
    public abstract HandSample At(float t);
}

/// <summary>A hand that stays.</summary>
sealed class HoldPiece : Piece
{
    readonly bool _isStroke;

    public HoldPiece(in HandKey key, float duration, bool isStroke = true)
    {
        (Start, End, Duration, _isStroke) = (key, key, duration, isStroke);
    }

    public override HandSample At(float t)
    {
        var sample = HandSample.Of(Start);
        sample.IsStroke = _isStroke;
        return sample;
    }
}

/// <summary>From one posture to another in joint space: joins, preparations and retractions. The fingers arrive before the arm.</summary>
sealed class JoinPiece : Piece
{
    const float FingersAhead = 1.3f;

    readonly ArmPose _from, _to;
    readonly ArmGeometry _arm;
    readonly Func<float, float> _profile;

    public JoinPiece(ArmGeometry arm, in HandKey from, in HandKey to, float duration, Func<float, float> profile)
    {
        (Start, End, Duration) = (from, to, duration);
        _arm = arm;
        _from = from.Arm ?? arm.Solve(from.Wrist, from.Hand, from.Swivel);
        _to = to.Arm ?? arm.Solve(to.Wrist, to.Hand, to.Swivel);
        _profile = profile;
    }

    public override HandSample At(float t)
    {
        var share = Duration <= 0 ? 1 : t / Duration;
        var u = _profile(share);
        var arm = ArmPose.Slerp(_from, _to, u);
        var (_, wrist, hand) = _arm.Forward(arm);
        return new HandSample
        {
            Wrist = wrist, Hand = hand, Arm = arm, Swivel = Start.Swivel + (End.Swivel - Start.Swivel) * u,
            HeadShare = Start.HeadShare + (End.HeadShare - Start.HeadShare) * u, From = Start.Shape, To = End.Shape,
            Blend = SpeedProfile.MinimumJerk(share * FingersAhead), IsStroke = u is <= 0.02f or >= 0.98f,
        };
    }
}

/// <summary>
/// A stroke: the wrist from start to end on a path that may bulge, wave or circle, the hand turning and its shape changing with it, the wrist
/// perhaps nodding and the fingers wiggling.
/// </summary>
sealed class StrokePiece : Piece
{
    public StrokePiece(in HandKey start, in HandKey end, float duration, Func<float, float> profile)
    {
        (Start, End, _to, Duration, Profile) = (start, end, end, duration, profile);
    }

    Func<float, float> Profile { get; }

    readonly HandKey _to;

    /// <summary>Height and direction of the bulge, metres.</summary>
    public Vector3 Bulge { get; init; }

    /// <summary>Half width and direction of waves, metres.</summary>
    public Vector3 Wave { get; init; }

    public bool IsZigzag { get; init; }

    public float Periods { get; init; } = 3;

    /// <summary>+1 growing, -1 shrinking.</summary>
    public int Growth { get; init; }

    /// <summary>From the circle's centre to its start, and to a quarter turn later; metres.</summary>
    public Vector3 Spoke { get; init; }

    public Vector3 Quarter { get; init; }

    /// <summary>Radians in all.</summary>
    public float Sweep { get; init; }

    /// <summary>Axis in the hand's frame (fingers, palm, thumb side) about which the wrist turns, with the first and the second half's angle.</summary>
    public Vector3 WristAxis { get; init; }

    public float WristForth { get; init; }

    public float WristBack { get; init; }

    public float Cycles { get; init; }

    /// <summary>A cone about the finger direction instead of a turn: +1 clockwise as the signer sees it, -1 the other way.</summary>
    public int Stir { get; init; }

    public string? PlayDigits { get; init; }

    public int Successive { get; init; }

    /// <summary>The share of the duration after which the hand holds.</summary>
    public float Hold { get; init; }

    /// <summary>Bounces back by this share of the stroke at its end.</summary>
    public float Bounce { get; init; }

    public ArmGeometry? Arm { get; init; }

    /// <summary>Sets the end to where the path leads; to be called when all is set.</summary>
    public StrokePiece Finish()
    {
        var last = At(Duration);
        End = _to with { Wrist = last.Wrist };
        return this;
    }

    public override HandSample At(float t)
    {
        var time = Duration <= 0 ? 1 : Math.Clamp(t / Duration, 0, 1);
        var share = Hold > 0 ? MathF.Min(1, time / (1 - Hold)) : time;
        var u = Profile(share);
        var wrist = Vector3.Lerp(Start.Wrist, _to.Wrist, u);
        if (Bounce > 0)
            wrist += (Start.Wrist - _to.Wrist) * (Bounce * MathF.Sin(MathF.PI * Math.Clamp((share - 0.8f) * 5, 0, 1)));
        wrist += Bulge * MathF.Sin(MathF.PI * u);
        if (Wave != Vector3.Zero)
            wrist += Wave * (Wobble(Periods * share, IsZigzag) * Grown(share) * MathF.Min(1, MathF.Min(share, 1 - share) * 12));
        if (Sweep != 0)
        {
            var angle = Sweep * u;
            var grown = Growth == 0 ? 1 : Growth > 0 ? 0.5f + 0.5f * share : 1 - 0.5f * share;
            wrist += grown * (Spoke * MathF.Cos(angle) + Quarter * MathF.Sin(angle) - Spoke);
        }
        var hand = Quaternion.Slerp(Start.Hand, _to.Hand, u);
        if (Cycles > 0 && Arm is not null)
            hand = Wristed(hand, share);
        return new HandSample
        {
            Wrist = wrist, Hand = hand, Swivel = Start.Swivel + (_to.Swivel - Start.Swivel) * u,
            HeadShare = Start.HeadShare + (_to.HeadShare - Start.HeadShare) * u, From = Start.Shape, To = _to.Shape, Blend = u, PlayDigits = PlayDigits,
                PlayPhase = t, IsStroke = true, Successive = Successive,
        };
    }

    float Grown(float share) => Growth == 0 ? 1 : Growth > 0 ? 0.3f + 0.7f * share : 1 - 0.7f * share;

    /// <summary>A wave of amplitude 1, or its pointed form.</summary>
    static float Wobble(float turns, bool isZigzag) => isZigzag ? 2 / MathF.PI * MathF.Asin(MathF.Sin(2 * MathF.PI * turns)) : MathF.Sin(2 * MathF.PI * turns);

    Quaternion Wristed(Quaternion hand, float share)
    {
        var ends = MathF.Min(1, MathF.Min(share, 1 - share) * 8);
        if (Stir != 0)
        {
            var angle = 2 * MathF.PI * Cycles * share * Stir;
            var lean = WristForth * ends;
            var (up, side) = (Arm!.FromHand(Vector3.UnitY, hand), Arm.FromHand(Vector3.UnitZ, hand));
            return Quaternion.CreateFromAxisAngle(up, lean * MathF.Cos(angle)) * Quaternion.CreateFromAxisAngle(side, lean * MathF.Sin(angle)) * hand;
        }
        var wave = MathF.Sin(2 * MathF.PI * Cycles * share);
        var turn = (wave >= 0 ? WristForth : WristBack) * wave;
        return Quaternion.CreateFromAxisAngle(Vector3.Normalize(Arm!.FromHand(WristAxis, hand)), turn) * hand;
    }
}

/// <summary>Pieces one after another.</summary>
sealed class SeriesPiece : Piece
{
    readonly List<Piece> _pieces = [];
    readonly List<float> _begins = [];

    public SeriesPiece(in HandKey start) => (Start, End) = (start, start);

    public int Count => _pieces.Count;

    public void Add(Piece piece)
    {
        _begins.Add(Duration);
        _pieces.Add(piece);
        Duration += piece.Duration;
        End = piece.End;
    }

    public override HandSample At(float t)
    {
        if (_pieces.Count == 0)
            return HandSample.Of(Start);
        var found = _begins.BinarySearch(t);
        var i = Math.Clamp(found >= 0 ? found : ~found - 1, 0, _pieces.Count - 1);
        return _pieces[i].At(MathF.Min(t - _begins[i], _pieces[i].Duration));
    }
}

/// <summary>Movements at the same time: their ways are added up, each stretched to the longest.</summary>
sealed class TogetherPiece : Piece
{
    readonly IReadOnlyList<Piece> _pieces;

    public TogetherPiece(in HandKey start, IReadOnlyList<Piece> pieces)
    {
        (Start, _pieces) = (start, pieces);
        foreach (var piece in pieces)
            Duration = MathF.Max(Duration, piece.Duration);
        var sample = At(Duration);
        End = new HandKey(sample.Wrist, sample.Hand, sample.Swivel, sample.HeadShare, sample.To);
    }

    public override HandSample At(float t)
    {
        var sum = HandSample.Of(Start);
        var share = Duration <= 0 ? 1 : t / Duration;
        foreach (var piece in _pieces)
        {
            var part = piece.At(share * piece.Duration);
            sum.Wrist += part.Wrist - piece.Start.Wrist;
            sum.Hand = Quaternion.Normalize(part.Hand * Quaternion.Conjugate(piece.Start.Hand) * sum.Hand);
            sum.Swivel += part.Swivel - piece.Start.Swivel;
            sum.HeadShare += part.HeadShare - piece.Start.HeadShare;
            if (!ReferenceEquals(part.To, Start.Shape) || !ReferenceEquals(part.From, Start.Shape))
                (sum.From, sum.To, sum.Blend) = (part.From, part.To, part.Blend);
            if (part.PlayDigits is not null)
                (sum.PlayDigits, sum.PlayPhase) = (part.PlayDigits, t);
            if (part.Successive != 0)
                sum.Successive = part.Successive;
        }
        return sum;
    }
}
