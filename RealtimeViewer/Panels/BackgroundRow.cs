using System.Globalization;
using Avatars.Posing;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>What is behind the people of the scene, in two rows: the picture's own background, colours, or a picture; any colour as numbers.</summary>
sealed class BackgroundRow(EditorSession editor)
{
    public const float Height = 22 + 2 * Theme.Row + Theme.Gap;
    const float Side = 22;

    static readonly (string Name, string Value)[] Colours =
        [("White", "#ffffff"), ("Grey", "#808080"), ("Black", "#000000"), ("Green", "#00b140"), ("Blue", "#1e50a0")];

    string _typed = "";
    string _shown = "";

    public void Draw(UiContext ui, Box box)
    {
        ui.Heading(box.Top(22), "Background");
        var row = box.WithoutTop(22).Top(Theme.Row);
        var background = editor.Background.Name;
        if (_shown != background)
            (_shown, _typed) = (background, DocumentBackground.IsFile(background) ? Path.GetFileName(background) : background);
        var cell = row.Left(Side) with { Y = row.Y + 3, Height = Side };
        if (ui.ToolButton("##backgroundOwn", Icon.Cross, cell, "The background of the person's picture", background.Length == 0))
            editor.SetBackground("");
        foreach (var (name, value) in Colours)
        {
            cell = cell with { X = cell.Right + 3 };
            if (Swatch(ui, cell, name, value, value == background))
                editor.SetBackground(value);
        }
        var more = row.RightPart(Side) with { Y = cell.Y, Height = Side };
        if (ui.ToolButton("##backgroundPicture", Icon.Picture, more, "A picture of your own", DocumentBackground.IsFile(background),
            editor.Dialogs.ChoosePicture is not null))
            editor.Dialogs.ChoosePicture?.Invoke("Choose a background", editor.SetBackground);
        var field = box.BottomPart(Theme.Row);
        if (ui.TextField("##backgroundColour", field, ref _typed, "Another colour as #RRGGBB", "#RRGGBB").HasFlag(FieldEvent.Committed)
            && IsColour(_typed))
            editor.SetBackground(_typed.ToLowerInvariant());
    }

    static bool IsColour(string text) => text.Length == 7 && text[0] == '#'
        && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);

    static bool Swatch(UiContext ui, Box box, string name, string value, bool isChosen)
    {
        var id = HashCode.Combine(UiContext.IdOf("##backgroundColour"), name) | 1;
        var isClicked = ui.Click(id, box);
        var colour = UiColor.FromHex(int.Parse(value.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        ui.Draw.Rectangle(box, colour, Theme.Corner, isChosen ? Theme.Accent : ui.IsHot(id, box) ? Theme.Text : Theme.Faint, isChosen ? 2 : 1);
        ui.Tip(box, name);
        return isClicked;
    }
}
