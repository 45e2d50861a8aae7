using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Posing;

namespace Avatars.Signing.Editing;

/// <summary>
/// Changes of a row of glosses: what a timeline does. Each takes the signs as they were when a drag began and gives them as they are then, in order and
/// without overlaps. A sign that becomes longer or shorter moves those behind it.
/// </summary>
public static class GlossEdits
{
    const float LeastSeconds = 0.1f; // of a sign without its hold

    /// <summary>Signs in the order of their beginnings; one that begins before the end of the one before is moved behind it.</summary>
    public static IReadOnlyList<SignItem> Ordered(IEnumerable<SignItem> signs)
    {
        var ordered = new List<SignItem>();
        foreach (var sign in signs.OrderBy(sign => sign.Start).ThenBy(sign => sign.Id, StringComparer.Ordinal))
            ordered.Add(ordered.Count > 0 && sign.Start < ordered[^1].End ? At(sign, ordered[^1].End) : sign);
        return ordered;
    }

    /// <summary>Moves a sign in time. Beyond the middle of a neighbour it changes places with it.</summary>
    /// <param name="id">Of the sign.</param>
    /// <param name="start">Seconds at which it would begin.</param>
    public static IReadOnlyList<SignItem> Move(IReadOnlyList<SignItem> signs, string id, float start)
    {
        var index = IndexOf(signs, id);
        var sign = signs[index];
        start = MathF.Max(0, start);
        var middle = start + sign.Seconds / 2;
        var place = signs.Where((other, i) => i != index && Middle(other) <= middle).Count();
        if (place == index)
        {
            var moved = new List<SignItem>(signs);
            moved[index] = At(sign, MathF.Max(start, index > 0 ? signs[index - 1].End : 0));
            return Pushed(moved, index + 1);
        }
        // The gap that it leaves closes, and opens again at its new place.
        var others = signs.Where((_, i) => i != index).Select(other => other.Start > sign.Start ? At(other, other.Start - sign.Seconds) : other).ToList();
        var at = place == 0 ? MathF.Min(signs[0].Start, start) : place == others.Count ? MathF.Max(others[^1].End, start) : others[place - 1].End;
        others.Insert(place, At(sign, at));
        for (var i = place + 1; i < others.Count; i++)
            others[i] = At(others[i], others[i].Start + sign.Seconds);
        return Pushed(others, place + 1);
    }

    /// <summary>Moves where the hands set out for a sign, between the sign before and its hold.</summary>
    /// <inheritdoc cref="Move"/>
    public static IReadOnlyList<SignItem> SetStart(IReadOnlyList<SignItem> signs, string id, float start)
    {
        var index = IndexOf(signs, id);
        var sign = signs[index];
        var (earliest, latest) = (index > 0 ? signs[index - 1].End : 0, sign.End - sign.Hold - Least(sign));
        return With(signs, index, sign with { Start = Math.Clamp(start, MathF.Min(earliest, latest), latest) });
    }

    /// <summary>Makes a sign slower or faster; its hold keeps its length as far as it can.</summary>
    /// <param name="end">Seconds.</param>
    /// <inheritdoc cref="Move"/>
    public static IReadOnlyList<SignItem> SetEnd(IReadOnlyList<SignItem> signs, string id, float end)
    {
        var index = IndexOf(signs, id);
        var sign = signs[index];
        var seconds = MathF.Max(end - sign.Start, MathF.Max(0.04f, Least(sign)));
        var changed = sign with { End = sign.Start + seconds, Hold = Math.Clamp(sign.Hold, 0, MathF.Max(0, seconds - Least(sign))) };
        return Shifted(With(signs, index, changed), index + 1, changed.End - sign.End);
    }

    /// <summary>Makes the hold at a sign's end longer or shorter; the sign itself keeps its pace.</summary>
    /// <param name="hold">Seconds.</param>
    /// <inheritdoc cref="Move"/>
    public static IReadOnlyList<SignItem> SetHold(IReadOnlyList<SignItem> signs, string id, float hold)
    {
        var index = IndexOf(signs, id);
        var sign = signs[index];
        hold = MathF.Max(0, MathF.Max(hold, 0.04f - (sign.Seconds - sign.Hold)));
        return Shifted(With(signs, index, sign with { End = sign.End + hold - sign.Hold, Hold = hold }), index + 1, hold - sign.Hold);
    }

    /// <summary>Puts another sign in the place of one, as long as the other one needs.</summary>
    /// <param name="sign">With the id of the one that it replaces.</param>
    /// <param name="seconds">Of the whole; 0 keeps the length.</param>
    /// <inheritdoc cref="Move"/>
    public static IReadOnlyList<SignItem> Replace(IReadOnlyList<SignItem> signs, SignItem sign, float seconds = 0)
    {
        var index = IndexOf(signs, sign.Id);
        var old = signs[index];
        seconds = seconds > 0 ? seconds : old.Seconds;
        var changed = sign with { Start = old.Start, End = old.Start + seconds, Hold = MathF.Min(sign.Hold, seconds) };
        return Shifted(With(signs, index, changed), index + 1, changed.End - old.End);
    }

    /// <summary>Adds signs, behind the one that is shown at a time; those that follow make room.</summary>
    /// <param name="added">One behind the other, from any time.</param>
    /// <param name="time">Seconds.</param>
    public static IReadOnlyList<SignItem> Insert(IReadOnlyList<SignItem> signs, IReadOnlyList<SignItem> added, float time)
    {
        if (added.Count == 0)
            return signs;
        var place = signs.Count(sign => Middle(sign) <= time);
        var from = MathF.Max(time, place > 0 ? signs[place - 1].End : 0);
        var all = new List<SignItem>(signs);
        all.InsertRange(place, added.Select(sign => At(sign, sign.Start - added[0].Start + from)));
        var (next, end) = (place + added.Count, all[place + added.Count - 1].End);
        return next < all.Count && all[next].Start < end ? Shifted(all, next, end - all[next].Start) : all;
    }

    /// <summary>Takes a sign out; its time stays empty.</summary>
    /// <inheritdoc cref="Move"/>
    public static IReadOnlyList<SignItem> Remove(IReadOnlyList<SignItem> signs, string id) => [.. signs.Where(sign => sign.Id != id)];

    static float Middle(SignItem sign) => (sign.Start + sign.End) / 2;

    static float Least(SignItem sign) => MathF.Min(LeastSeconds, sign.Seconds - sign.Hold);

    static SignItem At(SignItem sign, float start)
    {
        start = MathF.Max(0, start);
        return sign.Start == start ? sign : sign with { Start = start, End = start + sign.Seconds };
    }

    static List<SignItem> With(IReadOnlyList<SignItem> signs, int index, SignItem sign)
    {
        var all = new List<SignItem>(signs);
        all[index] = sign;
        return all;
    }

    static List<SignItem> Shifted(List<SignItem> signs, int from, float seconds)
    {
        for (var i = from; i < signs.Count && seconds != 0; i++)
            signs[i] = At(signs[i], signs[i].Start + seconds);
        return signs;
    }

    /// <summary>Moves signs that begin before the end of the one before.</summary>
    static List<SignItem> Pushed(List<SignItem> signs, int from)
    {
        for (var i = from; i < signs.Count && i > 0 && signs[i].Start < signs[i - 1].End; i++)
            signs[i] = At(signs[i], signs[i - 1].End);
        return signs;
    }

    static int IndexOf(IReadOnlyList<SignItem> signs, string id)
    {
        for (var i = 0; i < signs.Count; i++)
            if (signs[i].Id == id)
                return i;
        throw new ArgumentException($"There is no sign '{id}'.", nameof(id));
    }
}
