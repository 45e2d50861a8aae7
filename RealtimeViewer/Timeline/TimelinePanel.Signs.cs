using System.Numerics;
using Avatars.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Timeline;

sealed partial class TimelinePanel
{
    string _newSigns = "";

    /// <summary>Properties of the selected sign.</summary>
    static void DrawSign(ref ToolBar bar, SignItem sign, SignTracks signs)
    {
        var ui = bar.Ui;
        if (bar.Left < 200)
            return;
        ui.Label(bar.Take(110), sign.Gloss, Theme.Text, Face.Strong);
        var button = bar.Take(90);
        if (ui.Button("Variants", button))
            ui.OpenMenu([.. signs.VariantsOf(sign).Select(variant => new UiCommand("", variant.Name, "", "Shows the gloss by this sign",
                () => signs.Choose(sign, variant)))], new Vector2(button.X, button.Bottom));
        ui.Tip(button, "Other signs of the lexicons for this gloss (--lexicon), or fingerspelling");
        var hold = sign.Hold;
        if (ui.Number("##signHold", bar.Take(110), ref hold, new NumberStyle(0, 10, 0.01f, 2, " s", 0.1f, 0),
            "How long the hands stay at the sign's end (or drag the end with Ctrl)", "Hold"))
            signs.SetHold(sign, hold, $"hold-{ui.Input.Gesture}");
    }

    /// <summary>A menu of the lexicons: open one more, close one.</summary>
    static void DrawLexicons(UiContext ui, Box button, SignTracks signs)
    {
        if (ui.ToolButton("##lexicons", Icon.Hand, button, "Lexicons: where signs of words are looked up", signs.Lexicons.Count > 0))
            ui.OpenMenu([new UiCommand("", "Open a lexicon ...", "", "A folder's index, a SiGML file, a recording or scene of one sign", signs.ChooseLexicon),
                .. signs.Lexicons.Select((lexicon, i) => new UiCommand("", $"Close {Path.GetFileName(lexicon.Folder)}", "", lexicon.Folder,
                    () => signs.CloseLexicon(lexicon)) { StartsGroup = i == 0 })], new Vector2(button.X, button.Bottom));
    }

    /// <summary>A field for words to sign at the playhead.</summary>
    void DrawNewSigns(ref ToolBar bar)
    {
        if (sheet.Signs is null || bar.Left < 260)
            return;
        DrawLexicons(bar.Ui, bar.Take(28), sheet.Signs);
        if ((bar.Ui.TextField("##newSigns", bar.Take(220), ref _newSigns, "Words or glosses: Enter signs them at the playhead, as lexicons have them, else "
            + "fingerspelled", "Sign words here") & FieldEvent.Entered) == 0 || string.IsNullOrWhiteSpace(_newSigns))
            return;
        sheet.Signs.Add(_newSigns);
        _newSigns = "";
    }
}
