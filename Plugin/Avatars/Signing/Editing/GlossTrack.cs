using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Avatars.Posing;

namespace Avatars.Signing.Editing;

/// <summary>The glosses of a person in a scene, and the keys that signing makes of them.</summary>
public static class GlossTrack
{
    const float DownSeconds = 0.45f, RestSeconds = 0.4f; // after the last sign, as a film has it

    /// <summary>The person's glosses in the order of their beginnings.</summary>
    public static IReadOnlyList<SignItem> Of(PoseDocument document, string person) =>
        [.. document.All<SignItem>().Where(sign => sign.Person == person).OrderBy(sign => sign.Start).ThenBy(sign => sign.Id, StringComparer.Ordinal)];

    /// <summary>How the person signs; the usual where the scene does not say.</summary>
    public static SignSettings SettingsOf(PoseDocument document, string person) =>
        document.TryFind(SignSettings.IdOf(person)) as SignSettings ?? new SignSettings(person);

    /// <summary>Signs as glosses for a scene: letters of a word become one.</summary>
    /// <param name="sources">Brings recordings into the scene's folder.</param>
    /// <param name="isOwnAlphabet">Letters are kept in the glosses, since their alphabet is not a built-in one.</param>
    /// <param name="taken">Ids that the scene has.</param>
    /// <exception cref="System.IO.IOException">A recording cannot be copied.</exception>
    public static IReadOnlyList<SignItem> Glosses(string person, IReadOnlyList<TimedSign> signs, SignSources sources, bool isOwnAlphabet = false,
        Func<string, bool>? taken = null)
    {
        var glosses = new List<SignItem>();
        var number = 0;
        for (var i = 0; i < signs.Count; i++)
        {
            var first = signs[i];
            if (first.Item is SigningPause)
                continue;
            var letters = new List<Sign>();
            for (; signs[i].Item is SpelledLetter letter; i++)
            {
                letters.Add(letter.Sign);
                if (letter.IsLast || i + 1 == signs.Count)
                    break;
            }
            var last = signs[i];
            string id;
            do
                id = (++number).ToString(CultureInfo.InvariantCulture);
            while (taken is not null && taken($"sign/{person}/{id}"));
            var gloss = new SignItem(person, id, first.Start, MathF.Max(last.End, first.Start + 0.01f), first.Item.Gloss, first.Item.Text, last.Hold);
            glosses.Add(first.Item switch
            {
                SpelledLetter => gloss with
                {
                    Gloss = "#" + first.Item.Text.ToUpperInvariant(), IsSpelled = true, Notation = isOwnAlphabet ? SigmlFile.ToText(letters.Distinct()) : "",
                },
                NotatedSign notated => gloss with { Notation = SigmlFile.ToText([notated.Sign]) },
                RecordedSign { Entry: { } entry } recorded => gloss with
                {
                    Recording = sources.Bring(entry.Path), From = entry.StartSeconds, To = entry.EndSeconds, IsMirrored = recorded.IsMirrored,
                },
                _ => gloss,
            });
        }
        return glosses;
    }

    /// <summary>One undoable edit that sets the glosses of a person, and with them the keys of its whole signing: joins are made anew.</summary>
    /// <param name="signs">All glosses of the person from then on.</param>
    /// <param name="notices">Receives a sentence for each gloss that cannot be shown.</param>
    /// <param name="drag">As <see cref="SceneEdit"/> has it.</param>
    public static SceneEdit Edit(PoseDocument document, string person, IReadOnlyList<SignItem> signs, SignSources sources, IList<string> notices, string label,
        string drag = "")
    {
        signs = GlossEdits.Ordered(signs);
        var settings = SettingsOf(document, person);
        var changes = new List<(string Id, SceneItem? After)>();
        var before = Of(document, person);
        var kept = signs.Select(sign => sign.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var sign in before)
            if (!kept.Contains(sign.Id))
                changes.Add((sign.Id, null));
        foreach (var sign in signs)
            changes.Add((sign.Id, sign));
        var seconds = Seconds(signs, settings);
        var tracks = Tracks(document, person, signs, sources, notices, settings, seconds);
        foreach (var target in settings.Tracks)
            if (!tracks.Exists(track => track.Target.ToString() == target) && document.TryFind($"track/{person}/{target}") is { } old)
                changes.Add((old.Id, null));
        foreach (var track in tracks)
            changes.Add((track.Id, track));
        changes.Add((settings.Id, settings with { Tracks = [.. tracks.Select(track => track.Target.ToString())] }));
        var scene = document.Settings;
        if (scene.Seconds > 0 && Length(scene.Seconds, Seconds(before, settings), seconds) is var length && length != scene.Seconds)
            changes.Add((scene.Id, scene with { Seconds = length }));
        return document.Edit(label, drag, [.. changes.Where(change => !Equals(document.TryFind(change.Id), change.After))]);
    }

    /// <summary>Applies <see cref="Edit"/>.</summary>
    /// <inheritdoc cref="Edit"/>
    public static void Set(PoseDocument document, string person, IReadOnlyList<SignItem> signs, SignSources sources, IList<string> notices, string label,
        string drag = "")
    {
        var edit = Edit(document, person, signs, sources, notices, label, drag);
        if (edit.Changes.Count > 0)
            document.Apply(edit);
    }

    /// <summary>Glosses of new signs with the time that each needs, the first from 0 s.</summary>
    /// <inheritdoc cref="Glosses"/>
    public static IReadOnlyList<SignItem> NewGlosses(PoseDocument document, string person, IReadOnlyList<SigningItem> items, SignSources sources)
    {
        var settings = SettingsOf(document, person);
        var options = OptionsOf(settings, document.Settings.FramesPerSecond);
        var glosses = Glosses(person, new Signer().Open("signs", items, options).Signs, sources, false, id => document.TryFind(id) is not null);
        return [.. glosses.Select(gloss => gloss with { Start = gloss.Start - options.RestSeconds, End = gloss.End - options.RestSeconds })];
    }

    static List<TrackItem> Tracks(PoseDocument document, string person, IReadOnlyList<SignItem> signs, SignSources sources, IList<string> notices,
        SignSettings settings, float seconds)
    {
        var slots = new List<Synthesis.SignSlot>();
        foreach (var sign in signs)
            if (sources.Items(sign, settings.Language, notices) is { Count: > 0 } items)
                slots.Add(new Synthesis.SignSlot(items, sign.Start, sign.End, sign.Hold));
        if (slots.Count == 0)
            return [];
        return GlossKeys.Of(new Signer().Compose("signs", slots, seconds, OptionsOf(settings, document.Settings.FramesPerSecond)).Clip, person);
    }

    internal static SigningOptions OptionsOf(SignSettings settings, float framesPerSecond) => new()
    {
        FrameRate = Math.Clamp(framesPerSecond, 5, 240), Rate = settings.Rate, LeftHanded = settings.IsLeftHanded, Idle = settings.HasIdle,
        Seed = settings.Seed,
    };

    /// <summary>Until the hands are down again.</summary>
    static float Seconds(IReadOnlyList<SignItem> signs, SignSettings settings) =>
        signs.Count == 0 ? 0 : signs.Max(sign => sign.End) + DownSeconds / settings.Rate + RestSeconds;

    /// <summary>A scene that ended with its signs still does; another one grows where it must.</summary>
    static float Length(float scene, float before, float after) => MathF.Abs(scene - before) < 0.1f && after > 0 ? after : MathF.Max(scene, after);
}
