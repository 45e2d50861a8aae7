using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Dialogs;

/// <summary>Work that runs beside the window, as rows with a bar and a cross to stop it.</summary>
sealed class Tasks(Toasts toasts)
{
    const float Width = 300, Height = 44;

    readonly List<(string Name, Func<float> Share, Action? Cancel, Task Work, Action Done)> _running = [];

    public int Count => _running.Count;

    /// <param name="share">0..1.</param>
    /// <param name="cancel">Null where it cannot be stopped.</param>
    /// <param name="done">Called on the window's thread when the work has succeeded.</param>
    public void Add(string name, Func<float> share, Action? cancel, Task work, Action done) => _running.Add((name, share, cancel, work, done));

    public void Draw(UiContext ui)
    {
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            var (_, _, _, work, done) = _running[i];
            if (!work.IsCompleted)
                continue;
            _running.RemoveAt(i);
            if (work.Exception?.InnerException is { } error and not OperationCanceledException)
                toasts.Problem(Files.ErrorLine.Of(error));
            else if (work.IsCompletedSuccessfully)
                done();
        }
        for (var i = 0; i < _running.Count; i++)
            Draw(ui, i, new Box(12, ui.Window.Bottom - (Height + Theme.Gap) * (i + 1) - 4, Width, Height));
    }

    void Draw(UiContext ui, int index, Box box)
    {
        var (name, share, cancel, _, _) = _running[index];
        ui.BeginLayer(box);
        ui.Draw.Rectangle(box, Theme.Control, Theme.Corner, Theme.Faint, 1);
        ui.Label(box.Top(26).Inset(10, 0).WithoutRight(26), name, Theme.Text);
        var bar = new Box(box.X + 10, box.Y + 28, box.Width - 20, 6);
        ui.Draw.Rectangle(bar, Theme.Pane, 3);
        ui.Draw.Rectangle(bar.Left(bar.Width * Math.Clamp(share(), 0.02f, 1)), Theme.Accent, 3);
        ui.Tip(box, "Runs beside the window");
        if (cancel is not null && ui.ToolButton($"##stopTask{index}", Icon.Cross, box.Top(26).RightPart(26), "Stops it"))
            cancel();
        ui.EndLayer();
    }
}
