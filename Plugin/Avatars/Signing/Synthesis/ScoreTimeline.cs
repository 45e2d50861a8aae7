using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Signing.Synthesis;

/// <summary>Pieces of both hands over a whole film, one block after another.</summary>
sealed class ScoreTimeline(SignerRig rig)
{
    readonly List<Block> _blocks = [];

    /// <summary>What both hands do for a while.</summary>
    /// <param name="Rate">The pieces' seconds for one second of the film.</param>
    /// <param name="Clip">A recording in place of the pieces; null for none.</param>
    public sealed record Block(float Start, float Seconds, Piece Right, Piece Left, float Rate, AnimationClip? Clip = null);

    public FaceTracks Face { get; } = new();

    public float Seconds { get; private set; }

    public IReadOnlyList<Block> Blocks => _blocks;

    void Add(Piece right, Piece left, float rate)
    {
        var seconds = MathF.Max(right.Duration, left.Duration) / rate;
        _blocks.Add(new Block(Seconds, seconds, right, left, rate));
        Seconds += seconds;
    }

    /// <summary>Blocks so far, those that were dropped included.</summary>
    public int Mark => _dropped + _blocks.Count;

    int _dropped;

    /// <summary>Forgets the first blocks.</summary>
    public void Drop(int count)
    {
        _blocks.RemoveRange(0, count);
        _dropped += count;
    }

    /// <summary>Stretches the last blocks evenly to a given time.</summary>
    /// <param name="mark">The first of them.</param>
    public void Stretch(int mark, float seconds)
    {
        var first = mark - _dropped;
        if (first >= _blocks.Count)
            return;
        var start = _blocks[first].Start;
        var factor = seconds / (Seconds - start);
        if (MathF.Abs(factor - 1) < 1e-5f)
            return;
        for (var i = first; i < _blocks.Count; i++)
        {
            var block = _blocks[i];
            _blocks[i] = block with { Start = start + (block.Start - start) * factor, Seconds = block.Seconds * factor, Rate = block.Rate / factor };
        }
        Seconds = start + seconds;
    }

    /// <summary>Both hands stay where they are.</summary>
    public void Hold(SignPlanner planner, float seconds)
    {
        if (seconds > 0)
            Add(new HoldPiece(planner.Key(false), seconds, isStroke: false), new HoldPiece(planner.Key(true), seconds, isStroke: false), 1);
    }

    /// <summary>Both hands go to rest.</summary>
    public void Down(SignPlanner planner, float seconds)
    {
        var (right, left) = (planner.Key(false), planner.Key(true));
        planner.ReturnToRest();
        Add(new JoinPiece(rig.RightArm, right, planner.Rest(false), seconds, SpeedProfile.MinimumJerk),
            new JoinPiece(rig.LeftArm, left, planner.Rest(true), seconds, SpeedProfile.MinimumJerk), 1);
    }

    /// <summary>A sign, as long as its notation says.</summary>
    /// <returns>Seconds at its end in which the hands wait for the mouth.</returns>
    public float Add(SignPlanner planner, Sign sign, float rate)
    {
        var planned = planner.Plan(sign);
        var speed = sign.Speed * rate;
        if (sign.DurationSeconds is { } whole && planned.Duration > 0)
            speed = planned.Duration / whole * rate;
        return Add(planner, sign, planned, speed, null);
    }

    /// <summary>A sign in a given time.</summary>
    /// <param name="seconds">Without the hold; a sign without hands has none.</param>
    /// <param name="hold">Seconds that the hands stay at its end.</param>
    /// <param name="rate">Pace of a face without hands.</param>
    public void Add(SignPlanner planner, Sign sign, float seconds, float hold, float rate)
    {
        var planned = planner.Plan(sign);
        if (planned.Duration > 0)
            Add(planner, sign, planned, planned.Duration / seconds, hold);
        else
            Add(planner, sign, planned, sign.Speed * rate, seconds + hold);
    }

    float Add(SignPlanner planner, Sign sign, PlannedSign planned, float speed, float? hold)
    {
        var start = Seconds;
        if (sign.Parts.Count > 0)
            Add(planned.Right, planned.Left, speed);
        var posture = start + (sign.Parts.Count > 0 ? planned.Approach / speed : 0.32f / speed);
        var mouth = NonManualPlanner.MouthSeconds(sign);
        // A mouth that takes longer than the hands lets them wait.
        var end = hold is { } given ? Seconds + given
            : MathF.Max(Seconds, posture + (mouth > 0 ? mouth : sign.Parts.Count > 0 ? 0 : 0.6f / speed));
        var waits = end - Seconds;
        Hold(planner, waits);
        NonManualPlanner.Plan(sign, start, MathF.Min(posture, end), end, Face);
        return waits;
    }

    /// <summary>A letter: approach, its movement where it has one, and a hold.</summary>
    public void AddLetter(SignPlanner planner, Sign sign, float move, float hold, bool isDoubled, float rate)
    {
        var before = planner.Key(false);
        if (isDoubled && sign.Parts.Count == 1 && sign.Parts[0].Motions.Count == 0)
        {
            planner.Shift(new Vector3(-0.13f * rig.Width, 0, 0), out var right, out var left);
            // Off a little and back on: the letter is seen to be made again.
            var path = new StrokePiece(before, right, move, SpeedProfile.MinimumJerk) { Bulge = new Vector3(0, 0, -0.10f * rig.Width) };
            Add(path, new HoldPiece(left, move), 1);
        }
        else
        {
            var planned = planner.Plan(sign, move, isLetter: true);
            var moving = sign.Parts.Count > 0 && sign.Parts[0].Motions.Count > 0;
            // The approach has the letters' pace, the movement of J and Z the film's.
            var (right, left) = (planned.Right, planned.Left);
            Add(moving ? new RetimedPiece(right, planned.Approach, MathF.Min(rate, 1.6f) * 0.8f) : right,
                moving ? new RetimedPiece(left, planned.Approach, MathF.Min(rate, 1.6f) * 0.8f) : left, 1);
        }
        Hold(planner, hold);
    }

    /// <summary>A recording; the hands are brought to its beginning first.</summary>
    public void Add(SignPlanner planner, AnimationClip clip, float rate, float joinSeconds)
    {
        var (first, last) = (RecordedKeys(clip, 0), RecordedKeys(clip, clip.Length));
        var (right, left) = (planner.Key(false), planner.Key(true));
        var farthest = MathF.Max(Vector3.Distance(right.Wrist, first.Right.Wrist), Vector3.Distance(left.Wrist, first.Left.Wrist));
        var seconds = MathF.Max(joinSeconds, 1.875f * farthest / 2.4f / rate);
        Add(new JoinPiece(rig.RightArm, right, first.Right, seconds, SpeedProfile.MinimumJerk),
            new JoinPiece(rig.LeftArm, left, first.Left, seconds, SpeedProfile.MinimumJerk), 1);
        _blocks.Add(new Block(Seconds, clip.Length / rate, new HoldPiece(first.Right, clip.Length), new HoldPiece(first.Left, clip.Length), rate, clip));
        Seconds += clip.Length / rate;
        planner.SetKeys(last.Right, last.Left);
    }

    /// <summary>Both hands of a recording at a moment.</summary>
    (HandKey Right, HandKey Left) RecordedKeys(AnimationClip clip, float time)
    {
        var local = new JointTransform[clip.Skeleton.Count];
        clip.Sample(time, local);
        HandKey Key(bool left)
        {
            var arm = rig.Arm(left);
            var pose = new ArmPose(arm.ShoulderJoint >= 0 ? local[arm.ShoulderJoint].Rotation : Quaternion.Identity, local[arm.UpperJoint].Rotation,
                local[arm.LowerJoint].Rotation, local[arm.HandJoint].Rotation);
            var (_, wrist, hand) = arm.Forward(pose);
            return new HandKey(wrist, hand, 0, 0, rig.Hand(left).Of(rig.Map, local), pose);
        }
        return (Key(false), Key(true));
    }
}

/// <summary>A piece whose part after a moment runs at another speed.</summary>
sealed class RetimedPiece : Piece
{
    readonly Piece _piece;
    readonly float _after, _rate;

    public RetimedPiece(Piece piece, float after, float rate)
    {
        (_piece, _after, _rate) = (piece, after, rate);
        (Start, End) = (piece.Start, piece.End);
        Duration = after + MathF.Max(0, piece.Duration - after) / rate;
    }

    public override HandSample At(float t) => _piece.At(t <= _after ? t : MathF.Min(_piece.Duration, _after + (t - _after) * _rate));
}
