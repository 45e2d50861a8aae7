using System;
using System.Collections.Generic;
using Avatars.Animation;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Signing.Synthesis;

namespace Avatars.Signing;

/// <summary>Turns signs, letters, recordings and pauses into the movement of one humanoid. The same items and options give the same clip.</summary>
public sealed class Signer
{
    const float DownSeconds = 0.45f; // to rest
    const float LeastLetterHold = 0.12f;
    const float LeastLetterMove = 0.10f;
    const float RecordedJoin = 0.24f;

    readonly SignerRig _rig;

    /// <exception cref="NotSupportedException">The skeleton has no hands with three bones a finger.</exception>
    public Signer(HumanoidMap map) => _rig = new SignerRig(map);

    /// <summary>A signer of the standard proportions.</summary>
    public Signer() : this(StandardHumanoid.Map) { }

    public HumanoidMap Map => _rig.Map;

    /// <exception cref="ArgumentException">There is no item, or an option is out of range.</exception>
    public SignedClip Compose(string name, IReadOnlyList<SigningItem> items, SigningOptions? options = null)
    {
        options ??= new SigningOptions();
        if (items.Count == 0)
            throw new ArgumentException("There is nothing to sign. Give at least one word or gloss.", nameof(items));
        if (!(options.Rate is >= 0.2f and <= 5) || !(options.FrameRate is >= 5 and <= 240))
            throw new ArgumentException($"Rate {options.Rate} at {options.FrameRate} frames a second: 0.2 to 5 and 5 to 240 are possible.", nameof(options));
        var score = new ScoreTimeline(_rig);
        var planner = new SignPlanner(_rig);
        var timed = new List<TimedSign>();
        score.Hold(planner, options.RestSeconds);
        var isDown = true;
        SpelledLetter? letterBefore = null;
        foreach (var item in items)
        {
            var start = score.Seconds;
            switch (item)
            {
                case SigningPause pause:
                    if (!isDown)
                        score.Down(planner, DownSeconds / options.Rate);
                    score.Hold(planner, pause.Seconds);
                    isDown = true;
                    break;
                case SpelledLetter letter:
                    Spell(score, planner, letter, letterBefore, options);
                    isDown = false;
                    break;
                case NotatedSign notated when notated.Sign.IsPlayable:
                    score.Add(planner, notated.Sign, options.Rate);
                    isDown = false;
                    break;
                case RecordedSign recorded:
                    score.Add(planner, OnRig(recorded.Clip), options.Rate, RecordedJoin / options.Rate);
                    isDown = false;
                    break;
            }
            letterBefore = item as SpelledLetter;
            if (item is not SigningPause)
                timed.Add(new TimedSign(item, start, score.Seconds));
        }
        if (!isDown)
            score.Down(planner, DownSeconds / options.Rate);
        score.Hold(planner, options.RestSeconds);
        if (options.Idle)
            Blinks(score, timed, options.Seed);
        return new SignedClip(new FilmSampler(_rig, score, options).ToClip(name), timed);
    }

    /// <summary>A recording on this signer's skeleton.</summary>
    AnimationClip OnRig(AnimationClip clip) => ReferenceEquals(clip.Skeleton, Map.Skeleton) ? clip
        : clip.To(HumanoidMap.Find(clip.Skeleton), Map, RootMotion.InPlace);

    static void Spell(ScoreTimeline score, SignPlanner planner, SpelledLetter letter, SpelledLetter? before, SigningOptions options)
    {
        var move = MathF.Max(LeastLetterMove, options.LetterMoveSeconds / options.Rate);
        var hold = MathF.Max(LeastLetterHold, options.LetterHoldSeconds / options.Rate) * (letter.IsLast ? 2 : 1);
        if (before is null)
            move = MathF.Max(move, 0.32f / options.Rate);
        score.AddLetter(planner, letter.Sign, move, hold, letter.IsDoubled, options.Rate);
    }

    /// <summary>Between signs rather than within them, every few seconds.</summary>
    static void Blinks(ScoreTimeline score, List<TimedSign> signs, ulong seed)
    {
        var random = new SeededRandom(seed ^ 0x9E3779B97F4A7C15UL);
        var next = 1.5f + 2 * random.Next();
        for (var i = 0; next < score.Seconds - 0.3f; next += 2.5f + 3 * random.Next())
        {
            while (i < signs.Count && signs[i].Start < next)
                i++;
            // The nearest beginning of a sign within a second.
            var at = next;
            for (var k = Math.Max(0, i - 1); k < Math.Min(signs.Count, i + 1); k++)
                if (MathF.Abs(signs[k].Start - next) < MathF.Abs(at == next ? 1 : at - next))
                    at = signs[k].Start;
            NonManualPlanner.Blink(at, score.Face);
        }
    }
}
