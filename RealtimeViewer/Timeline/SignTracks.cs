using System.Diagnostics;
using Avatars.Files;
using Avatars.Posing;
using Avatars.Signing;
using Avatars.Signing.Editing;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer.Timeline;

/// <summary>Glosses of the open scene: every change makes the keys of the signing anew.</summary>
/// <param name="lexicons">Where new signs and variants are looked up.</param>
sealed class SignTracks(EditorSession editor, List<SignLexicon> lexicons)
{
    readonly List<string> _notices = [];
    SignSources? _sources;
    PoseDocument? _document;
    bool _isSlow;

    /// <summary>How long an edit may take until a drag moves blocks alone, and keys follow at its end.</summary>
    public double SlowSeconds { get; init; } = 0.1;

    /// <summary>Of the person that is edited, in order.</summary>
    public IReadOnlyList<SignItem> Signs => editor.Document is { } document ? GlossTrack.Of(document, editor.Person) : [];

    /// <summary>Sets all glosses of a person with their keys, as one undoable edit.</summary>
    /// <param name="drag">Empty for a change that is complete.</param>
    public void Set(string person, IReadOnlyList<SignItem> signs, string label, string drag = "")
    {
        var document = Require();
        var sources = Sources();
        if (drag.Length > 0 && _isSlow)
        {
            SetBlocks(document, signs, label, drag);
            return;
        }
        _notices.Clear();
        var watch = Stopwatch.StartNew();
        GlossTrack.Set(document, person, signs, sources, _notices, label, drag);
        _isSlow = watch.Elapsed.TotalSeconds > SlowSeconds;
        if (_notices.Count > 0)
            editor.Dialogs.Problem?.Invoke(_notices[0]);
    }

    /// <summary>Makes the keys that a drag left out.</summary>
    public void EndDrag(string person, string label, string drag)
    {
        if (!_isSlow)
            return;
        _isSlow = false;
        Set(person, GlossTrack.Of(Require(), person), label, drag);
    }

    /// <summary>Adds signs of a text at the present time: as lexicons have them, else fingerspelled.</summary>
    public void Add(string text) => Try(() =>
    {
        var document = Require();
        var settings = GlossTrack.SettingsOf(document, editor.Person);
        var notices = new List<string>();
        var toSigns = new TextToSigns(ManualAlphabet.TryOf(settings.Language) ?? ManualAlphabet.Of("ase"), lexicons);
        var added = GlossTrack.NewGlosses(document, editor.Person, toSigns.Items(text, notices), Sources());
        Set(editor.Person, GlossEdits.Insert(Signs, added, editor.KeyTime), added.Count == 1 ? $"Sign {added[0].Gloss}" : $"{added.Count} signs");
        foreach (var notice in notices.Take(2))
            editor.Dialogs.Problem?.Invoke(notice);
    });

    /// <summary>Where signs are looked up, the first that has a word wins.</summary>
    public IReadOnlyList<SignLexicon> Lexicons => lexicons;

    /// <summary>Asks for a lexicon, and looks signs up in it too.</summary>
    public void ChooseLexicon()
    {
        if (editor.Dialogs.ChooseLexicon is { } choose)
            choose(OpenLexicon);
        else
            editor.Dialogs.Problem?.Invoke("There is no file dialog here: start the viewer with --lexicon FILE.");
    }

    /// <param name="path">As <see cref="SignLexicon.Open"/> takes it; the index of a folder stands for the folder.</param>
    public void OpenLexicon(string path) => Try(() =>
    {
        var named = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? Path.GetDirectoryName(path)! : path;
        if (lexicons.Exists(known => Path.GetFullPath(known.Folder) == Path.GetFullPath(named)))
            return;
        var lexicon = SignLexicon.Open(named);
        lexicons.Add(lexicon);
        editor.Dialogs.Notice?.Invoke(lexicon.Warnings.Count > 0 ? lexicon.Warnings[0] : $"Signs are looked up in {Path.GetFileName(named)} too.");
    });

    public void CloseLexicon(SignLexicon lexicon) => lexicons.Remove(lexicon);

    public IReadOnlyList<SignVariant> VariantsOf(SignItem sign) => SignVariant.Of(sign, lexicons);

    public void Choose(SignItem sign, SignVariant variant) =>
        Try(() => Set(sign.Person, variant.In(Require(), GlossTrack.Of(Require(), sign.Person), sign, Sources()), $"Sign {sign.Gloss}"));

    /// <param name="drag">As <see cref="SceneEdit"/> has it.</param>
    public void SetHold(SignItem sign, float seconds, string drag) =>
        Set(sign.Person, GlossEdits.SetHold(GlossTrack.Of(Require(), sign.Person), sign.Id, seconds), "Hold", drag);

    static void SetBlocks(PoseDocument document, IReadOnlyList<SignItem> signs, string label, string drag)
    {
        SignItem[] changed = [.. signs.Where(sign => !sign.Equals(document.TryFind(sign.Id)))];
        if (changed.Length > 0)
            document.Set(label, drag, changed);
    }

    void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            editor.Dialogs.Problem?.Invoke(ErrorLine.Of(error));
        }
    }

    SignSources Sources()
    {
        if (!ReferenceEquals(_document, editor.Document))
            (_document, _sources, _isSlow) = (editor.Document, null, false);
        return _sources ??= new SignSources(editor.Folder);
    }

    PoseDocument Require() => editor.Document ?? throw new InvalidOperationException("No scene is open. Open one, or begin a new one.");
}
