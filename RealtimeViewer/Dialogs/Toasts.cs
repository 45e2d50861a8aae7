using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Dialogs;

/// <summary>Messages at the lower right: notices for a few seconds, problems with their remedy until clicked or a good while.</summary>
sealed class Toasts
{
    const double NoticeSeconds = 4, ProblemSeconds = 20;
    const float Width = 400, TextWidth = Width - 52;
    const int Most = 5;

    readonly List<Toast> _toasts = [];

    public IReadOnlyList<string> Texts => [.. _toasts.Select(toast => toast.Text)];

    public void Notice(string text) => Add(text, isProblem: false);

    public void Problem(string text) => Add(text, isProblem: true);

    public void Draw(UiContext ui)
    {
        if (_toasts.Count == 0)
            return;
        for (var i = _toasts.Count - 1; i >= 0; i--)
            if (_toasts[i].Until is { } until && ui.Input.Seconds >= until)
                _toasts.RemoveAt(i);
            else
                _toasts[i].Until ??= ui.Input.Seconds + (_toasts[i].IsProblem ? ProblemSeconds : NoticeSeconds);
        var bottom = ui.Window.Bottom - 12;
        for (var i = _toasts.Count - 1; i >= 0; i--)
        {
            var toast = _toasts[i];
            var height = ui.Paragraph(new Box(0, 0, TextWidth, 0), toast.Text, Theme.Text, isDrawn: false) + 18;
            var box = new Box(ui.Window.Right - Width - 12, bottom - height, Width, height);
            bottom = box.Y - Theme.Gap;
            if (Draw(ui, toast, box))
                _toasts.RemoveAt(i);
        }
    }

    /// <returns>Whether it was clicked away.</returns>
    static bool Draw(UiContext ui, Toast toast, Box box)
    {
        ui.BeginLayer(box);
        var color = toast.IsProblem ? Theme.Error : Theme.Good;
        ui.Draw.Rectangle(box, Theme.Control, Theme.Corner, color, 1);
        ui.DrawIcon(toast.IsProblem ? Icon.Warning : Icon.Check, new Box(box.X + 6, box.Y + 5, 26, 26), color);
        ui.Paragraph(new Box(box.X + 38, box.Y + 9, TextWidth, box.Height), toast.Text, Theme.Text);
        var isClicked = ui.Click(HashCode.Combine(UiContext.IdOf("##toast"), toast.Text) | 1, box);
        ui.Tip(box, "Click hides the message");
        ui.EndLayer();
        return isClicked;
    }

    void Add(string text, bool isProblem)
    {
        _toasts.RemoveAll(toast => toast.Text == text);
        _toasts.Add(new Toast(text, isProblem));
        if (_toasts.Count > Most)
            _toasts.RemoveAt(0);
    }

    sealed class Toast(string text, bool isProblem)
    {
        public string Text => text;

        public bool IsProblem => isProblem;

        /// <summary>Set when it is seen first.</summary>
        public double? Until { get; set; }
    }
}
