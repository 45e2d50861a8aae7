using System;
using System.Collections.Generic;
using System.IO;
using Avatars.Animation;
using Avatars.Files;
using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Signing.Editing;

/// <summary>Reads what the glosses of a scene stand for (notation, recordings, letters) and keeps it; one thread.</summary>
public sealed class SignSources
{
    readonly SceneFolder? _folder;
    readonly Dictionary<string, ManualAlphabet?> _alphabets = new(StringComparer.Ordinal);
    readonly Dictionary<string, Sign?> _notations = new(StringComparer.Ordinal);
    readonly Dictionary<(string, float, float, bool), AnimationClip> _clips = [];

    /// <param name="folder">Of the scene, for recordings; null for a scene without.</param>
    public SignSources(SceneFolder? folder = null) => _folder = folder;

    /// <summary>What a gloss stands for: one sign, or the letters of a word.</summary>
    /// <param name="language">Of the manual alphabet.</param>
    /// <param name="notices">Receives a sentence where it cannot be shown.</param>
    /// <returns>Empty where it cannot be shown.</returns>
    public IReadOnlyList<SigningItem> Items(SignItem sign, string language, IList<string> notices)
    {
        try
        {
            if (!sign.Recording.IsEmpty)
                return [Recorded(sign)];
            if (!sign.IsSpelled && sign.Notation.Length > 0)
                return Notated(sign.Notation) is { IsPlayable: true } notated ? [new NotatedSign(notated, sign.Gloss, sign.Text)]
                    : throw new FormatException("its notation holds no sign that can be shown.");
            return Letters(sign, language);
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            notices.Add($"The gloss {ErrorLine.Quote(sign.Gloss, 40)} at {FormattableString.Invariant($"{sign.Start:0.##}")} s is left out: "
                + ErrorLine.Of(error));
            return [];
        }
    }

    /// <summary>A reference to a recording for the scene. One that lies elsewhere is copied into a folder beside the scene; a scene that plays clips is
    /// written there with keys in their place.</summary>
    /// <exception cref="IOException">The file cannot be copied.</exception>
    public FileReference Bring(string path)
    {
        var folder = _folder ?? throw new InvalidOperationException("The scene has no folder for recordings. Save it first.");
        var whole = Path.GetFullPath(path);
        if (whole.StartsWith(folder.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return folder.Refer(whole);
        var bytes = PortableScene.Read(whole);
        var name = Path.GetFileName(folder.ScenePath);
        var into = Path.Combine(folder.Folder, (SceneFile.IsScene(name) ? name[..^SceneFile.Ending.Length] : name) + ".signs");
        Directory.CreateDirectory(into);
        var ending = SceneFile.IsScene(whole) ? SceneFile.Ending : Path.GetExtension(whole);
        var stem = Path.GetFileName(whole)[..^ending.Length];
        for (var i = 1; ; i++)
        {
            var copy = Path.Combine(into, i == 1 ? stem + ending : FormattableString.Invariant($"{stem}-{i}{ending}"));
            if (File.Exists(copy) && !File.ReadAllBytes(copy).AsSpan().SequenceEqual(bytes))
                continue;
            if (!File.Exists(copy))
                WholeFile.Write(copy, bytes);
            return folder.Refer(copy);
        }
    }

    RecordedSign Recorded(SignItem sign)
    {
        var path = (_folder ?? throw new FormatException("the scene has no folder for its recording.")).Find(sign.Recording);
        var key = (path, sign.From, sign.To, sign.IsMirrored);
        if (!_clips.TryGetValue(key, out var clip))
        {
            clip = Recording.Read(path, sign.From, sign.To);
            _clips[key] = clip = sign.IsMirrored ? Recording.Mirrored(clip, StandardHumanoid.Map) : clip;
        }
        return new RecordedSign(clip, sign.Gloss, sign.Text) { IsMirrored = sign.IsMirrored };
    }

    Sign? Notated(string notation)
    {
        if (!_notations.TryGetValue(notation, out var sign))
            _notations[notation] = sign = SigmlFile.Parse(notation, "the scene's notation").Signs is { Count: > 0 } signs ? signs[0] : null;
        return sign;
    }

    IReadOnlyList<SigningItem> Letters(SignItem sign, string language)
    {
        var key = sign.Notation.Length > 0 ? sign.Notation : language;
        if (!_alphabets.TryGetValue(key, out var alphabet))
            _alphabets[key] = alphabet = sign.Notation.Length > 0 ? ManualAlphabet.Of(SigmlFile.Parse(sign.Notation, "the scene's notation"))
                : ManualAlphabet.TryOf(language);
        if (alphabet is null)
            throw new FormatException($"there is no manual alphabet for '{ErrorLine.Printable(language, 20)}'. Known: "
                + $"{string.Join(", ", ManualAlphabet.Languages)}.");
        var word = sign.Text.Length > 0 ? sign.Text : sign.Gloss.TrimStart('#');
        return alphabet.Spell(word, out var unknown) ?? throw new FormatException($"the alphabet '{alphabet.Language}' has no {ErrorLine.Quote(unknown, 8)}.");
    }
}
