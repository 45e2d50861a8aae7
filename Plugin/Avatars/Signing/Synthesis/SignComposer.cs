using System;
using System.Collections.Generic;
using Avatars.Animation;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Signing.Synthesis;

/// <summary>A sign or a spelled word with its time.</summary>
/// <param name="Items">One sign, or the letters of a word.</param>
/// <param name="End">Seconds, the hold included.</param>
readonly record struct SignSlot(IReadOnlyList<SigningItem> Items, float Start, float End, float Hold);

/// <summary>Puts signs on a timeline, as far ahead as a film needs them.</summary>
sealed class SignComposer
{
    const float DownSeconds = 0.45f; // to rest
    const float LeastDownSeconds = 0.09f;
    const float RestBetween = 0.35f; // at rest between two signs, beyond which the hands go down more slowly
    const float LeastRestingGap = 0.4f; // a shorter gap between two signs is held
    const float LeastLetterHold = 0.12f;
    const float LeastLetterMove = 0.10f;
    const float LeastSign = 0.04f; // seconds
    const float RecordedJoin = 0.24f;
    const float Ahead = 4; // seconds: a blink may be moved by one, and a face may begin before its sign

    readonly SignerRig _rig;
    readonly SigningOptions _options;
    readonly SignPlanner _planner;
    readonly IEnumerator<bool> _steps;
    readonly List<TimedSign> _signs = [];
    readonly SeededRandom _random;
    SpelledLetter? _letterBefore;
    bool _isDown = true;
    float _blink;
    int _blinkSign;

    /// <summary>Signs in the time that each needs.</summary>
    public SignComposer(SignerRig rig, SigningOptions options, IReadOnlyList<SigningItem> items) : this(rig, options) =>
        _steps = Natural(items).GetEnumerator();

    /// <summary>Signs in given times.</summary>
    public SignComposer(SignerRig rig, SigningOptions options, IReadOnlyList<SignSlot> slots, float seconds) : this(rig, options) =>
        _steps = Timed(slots, seconds).GetEnumerator();

    SignComposer(SignerRig rig, SigningOptions options)
    {
        (_rig, _options, _planner, Score) = (rig, options, new SignPlanner(rig), new ScoreTimeline(rig));
        _random = new SeededRandom(options.Seed ^ 0x9E3779B97F4A7C15UL);
        _blink = 1.5f + 2 * _random.Next();
        _steps = null!;
    }

    public ScoreTimeline Score { get; }

    public bool IsDone { get; private set; }

    /// <summary>So far.</summary>
    public IReadOnlyList<TimedSign> Signs => _signs;

    /// <summary>Of the whole film, once it is done.</summary>
    public int FrameCount => Math.Max(2, (int)MathF.Round(Score.Seconds * _options.FrameRate) + 1);

    /// <summary>Composes what a frame at a time needs.</summary>
    public void Need(float seconds)
    {
        while (!IsDone && Score.Seconds < seconds + Ahead)
            Step();
    }

    public void Finish()
    {
        while (!IsDone)
            Step();
    }

    /// <summary>Composes the next sign or letter.</summary>
    public void Step()
    {
        IsDone = !_steps.MoveNext();
        if (_options.Idle)
            Blinks();
    }

    IEnumerable<bool> Natural(IReadOnlyList<SigningItem> items)
    {
        Score.Hold(_planner, _options.RestSeconds);
        foreach (var item in items)
        {
            var start = Score.Seconds;
            var hold = Put(item);
            if (item is not SigningPause)
                _signs.Add(new TimedSign(item, start, Score.Seconds) { Hold = hold });
            yield return true;
        }
        if (!_isDown)
            Score.Down(_planner, DownSeconds / _options.Rate);
        Score.Hold(_planner, _options.RestSeconds);
    }

    IEnumerable<bool> Timed(IReadOnlyList<SignSlot> slots, float seconds)
    {
        foreach (var slot in slots)
        {
            Gap(slot.Start - Score.Seconds, RestBetween);
            var (start, mark) = (Score.Seconds, Score.Mark);
            var hold = Math.Clamp(slot.Hold, 0, MathF.Max(0, slot.End - start));
            var length = MathF.Max(LeastSign, slot.End - start - hold);
            if (slot.Items.Count == 1 && slot.Items[0] is NotatedSign { Sign.IsPlayable: true } notated)
            {
                length = notated.Sign.Parts.Count > 0 ? length : MathF.Max(LeastSign, slot.End - start) - hold;
                Score.Add(_planner, notated.Sign, length, hold, _options.Rate);
                (_isDown, _letterBefore) = (false, null);
                _signs.Add(new TimedSign(notated, start, Score.Seconds) { Hold = hold });
            }
            else
            {
                var first = _signs.Count;
                foreach (var item in slot.Items)
                {
                    var from = Score.Seconds;
                    Put(item);
                    _signs.Add(new TimedSign(item, from, Score.Seconds));
                }
                var factor = length / MathF.Max(1e-3f, Score.Seconds - start);
                Score.Stretch(mark, length);
                for (var i = first; i < _signs.Count; i++)
                    _signs[i] = new TimedSign(_signs[i].Item, start + (_signs[i].Start - start) * factor, start + (_signs[i].End - start) * factor);
                Score.Hold(_planner, hold);
                if (_signs.Count > first)
                    _signs[^1] = new TimedSign(_signs[^1].Item, _signs[^1].Start, Score.Seconds) { Hold = hold };
            }
            yield return true;
        }
        Gap(seconds - Score.Seconds, _options.RestSeconds);
    }

    /// <summary>Between two signs: a short time is held, in a longer one the hands go down.</summary>
    void Gap(float seconds, float rest)
    {
        if (seconds < 1e-4f)
            return;
        if (!_isDown && seconds >= LeastRestingGap)
        {
            var down = Math.Clamp(seconds - rest, LeastDownSeconds, DownSeconds / _options.Rate);
            Score.Down(_planner, down);
            seconds -= down;
            (_isDown, _letterBefore) = (true, null);
        }
        Score.Hold(_planner, seconds);
    }

    /// <returns>Seconds at the end in which the hands wait.</returns>
    float Put(SigningItem item)
    {
        var hold = 0f;
        switch (item)
        {
            case SigningPause pause:
                if (!_isDown)
                    Score.Down(_planner, DownSeconds / _options.Rate);
                Score.Hold(_planner, pause.Seconds);
                _isDown = true;
                break;
            case SpelledLetter letter:
                Spell(letter);
                _isDown = false;
                break;
            case NotatedSign notated when notated.Sign.IsPlayable:
                hold = Score.Add(_planner, notated.Sign, _options.Rate);
                _isDown = false;
                break;
            case RecordedSign recorded:
                Score.Add(_planner, OnRig(recorded.Clip), _options.Rate, RecordedJoin / _options.Rate);
                _isDown = false;
                break;
        }
        _letterBefore = item as SpelledLetter;
        return hold;
    }

    /// <summary>A recording on this signer's skeleton.</summary>
    AnimationClip OnRig(AnimationClip clip) => ReferenceEquals(clip.Skeleton, _rig.Map.Skeleton) ? clip
        : clip.To(HumanoidMap.Find(clip.Skeleton), _rig.Map, RootMotion.InPlace);

    void Spell(SpelledLetter letter)
    {
        var move = MathF.Max(LeastLetterMove, _options.LetterMoveSeconds / _options.Rate);
        var hold = MathF.Max(LeastLetterHold, _options.LetterHoldSeconds / _options.Rate) * (letter.IsLast ? 2 : 1);
        if (_letterBefore is null)
            move = MathF.Max(move, 0.32f / _options.Rate);
        Score.AddLetter(_planner, letter.Sign, move, hold, letter.IsDoubled, _options.Rate);
    }

    /// <summary>Between signs rather than within them, every few seconds.</summary>
    void Blinks()
    {
        for (; IsDone ? _blink < Score.Seconds - 0.3f : _blink < Score.Seconds - 1.5f; _blink += 2.5f + 3 * _random.Next())
        {
            while (_blinkSign < _signs.Count && _signs[_blinkSign].Start < _blink)
                _blinkSign++;
            // The nearest beginning of a sign within a second.
            var at = _blink;
            for (var k = Math.Max(0, _blinkSign - 1); k < Math.Min(_signs.Count, _blinkSign + 1); k++)
                if (MathF.Abs(_signs[k].Start - _blink) < MathF.Abs(at == _blink ? 1 : at - _blink))
                    at = _signs[k].Start;
            NonManualPlanner.Blink(at, Score.Face);
        }
    }
}
