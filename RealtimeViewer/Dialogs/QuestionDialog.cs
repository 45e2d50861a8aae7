using System.Numerics;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Dialogs;

/// <summary>A question with a few answers; Enter gives the first one.</summary>
/// <param name="answers">What is on the buttons, from the left, and what each does.</param>
sealed class QuestionDialog(string title, string text, params (string Name, string Tip, Action Run)[] answers) : IDialog
{
    public string Title => title;

    public Vector2 Size => new(420, 56 + 22 * (text.Length / 52 + 1));

    public bool Draw(UiContext ui, Box box)
    {
        ui.Paragraph(box, text, Theme.Text);
        var row = box.BottomPart(Theme.Row);
        var chosen = -1;
        for (var i = 0; i < answers.Length; i++)
        {
            var button = row.Column(i, answers.Length, Theme.Gap);
            if (ui.Button(answers[i].Name, button, isChosen: i == 0))
                chosen = i;
            ui.Tip(button, answers[i].Tip);
        }
        if (ui.IsKeyboardFree && (ui.Input.Pressed.Contains(Key.Enter) || ui.Input.Pressed.Contains(Key.KeypadEnter)))
            chosen = 0;
        if (chosen < 0)
            return true;
        answers[chosen].Run();
        return false;
    }
}
