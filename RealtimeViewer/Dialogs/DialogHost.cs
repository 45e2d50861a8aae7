using System.Numerics;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Dialogs;

/// <summary>A window in the window, above everything else until it is answered.</summary>
interface IDialog
{
    string Title { get; }

    /// <summary>Points, without the title; made smaller where the window is.</summary>
    Vector2 Size { get; }

    /// <summary>Draws and applies the user's input.</summary>
    /// <returns>Whether it stays open.</returns>
    bool Draw(UiContext ui, Box box);

    /// <summary>Escape or the cross: what a refusal means.</summary>
    void Cancel()
    {
    }
}

/// <summary>The open dialogs, the last one on top, and the messages.</summary>
sealed class DialogHost
{
    const float TitleHeight = 36;
    const float Margin = 16;

    readonly List<IDialog> _open = [];

    public DialogHost() => Tasks = new Tasks(Toasts);

    public Toasts Toasts { get; } = new();

    /// <summary>What runs beside the window.</summary>
    public Tasks Tasks { get; }

    public IReadOnlyList<IDialog> Open => _open;

    public void Show(IDialog dialog) => _open.Add(dialog);

    public void Draw(UiContext ui)
    {
        for (var i = 0; i < _open.Count; i++)
            Draw(ui, i);
        for (var i = _open.Count - 1; i >= 0; i--)
            ui.EndLayer();
        _open.RemoveAll(dialog => dialog is Closed);
        Tasks.Draw(ui);
        Toasts.Draw(ui);
    }

    void Draw(UiContext ui, int index)
    {
        var dialog = _open[index];
        var window = ui.Window;
        var wanted = dialog.Size + new Vector2(2 * Margin, 2 * Margin + TitleHeight);
        var size = Vector2.Min(wanted, new Vector2(window.Width - 20, window.Height - 20));
        var box = new Box(MathF.Round((window.Width - size.X) / 2), MathF.Round((window.Height - size.Y) / 2), size.X, size.Y);
        ui.BeginLayer(box, isModal: true);
        ui.Draw.Rectangle(window, UiColor.FromHex(0x000000).WithAlpha(0.45f));
        ui.Draw.Rectangle(box, Theme.Panel, Theme.Corner + 3, Theme.Faint, 1);
        ui.Label(box.Top(TitleHeight).Inset(Margin, 0), dialog.Title, Theme.Text, Face.Strong);
        ui.Draw.Line(new(box.X, box.Y + TitleHeight), new(box.Right, box.Y + TitleHeight), 1, Theme.Rim);
        var isTop = index == _open.Count - 1;
        var isOpen = dialog.Draw(ui, box.WithoutTop(TitleHeight).Inset(Margin));
        var cross = box.Top(TitleHeight).RightPart(TitleHeight).Inset(4);
        var isLeft = ui.ToolButton($"##close{index}", Icon.Cross, cross, "Closes without doing anything (Escape)");
        isLeft |= isTop && ui.IsKeyboardFree && ui.Input.Pressed.Contains(Key.Escape);
        if (isLeft && isOpen)
            dialog.Cancel();
        if (isLeft || !isOpen)
            _open[index] = new Closed();
    }

    sealed class Closed : IDialog
    {
        public string Title => "";

        public Vector2 Size => default;

        public bool Draw(UiContext ui, Box box) => false;
    }
}
