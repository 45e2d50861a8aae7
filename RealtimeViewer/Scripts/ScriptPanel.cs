using Avatars.Viewer.Panels;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Scripts;

/// <summary>The open script: its state, its fields, and what it prints. Without one, the samples to choose from.</summary>
sealed partial class ScriptPanel(LiveScript script) : IPanel
{
    const float RowHeight = 28, LineHeight = 20;

    static readonly Lazy<(string Name, string File)[]> SampleScripts = new(FindSamples);

    float _fieldScroll, _lineScroll;
    int _linesBefore;

    public string Title => "Script";

    public string Tip => "A C# script that moves the person";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var inner = box.Inset(10);
        if (script.Path is null)
        {
            DrawInvitation(ui, inner, session);
            return;
        }
        ui.Label(inner.Top(22).WithoutRight(150), script.Name, Theme.Text, Face.Strong);
        DrawButtons(ui, inner.Top(24).RightPart(144));
        inner = inner.WithoutTop(30);
        if (script.IsAsking)
        {
            DrawQuestion(ui, inner);
            return;
        }
        var stateHeight = DrawState(ui, inner);
        inner = inner.WithoutTop(stateHeight + 6);
        var log = inner.BottomPart(MathF.Max(inner.Height * 0.4f, 60));
        DrawFields(ui, inner.WithoutBottom(log.Height + 8));
        DrawLines(ui, log);
    }

    void DrawInvitation(UiContext ui, Box box, Session session)
    {
        var height = ui.Paragraph(box, "Drop a .cs file or a folder of them on the window. 'avatar new script NAME' writes one to begin with. "
            + "Saved changes are live at once.", Theme.Dim);
        var row = box.WithoutTop(height + 10).Top(22);
        if (SampleScripts.Value.Length > 0)
            ui.Heading(row, "Samples");
        foreach (var (name, file) in SampleScripts.Value)
        {
            row = row with { Y = row.Bottom + 4, Height = RowHeight };
            if (ui.Button(name, row))
                Try(session, () => script.Open(file, isTrusted: true)); // they came with the program
            ui.Tip(row, $"Runs {file}");
        }
    }

    void DrawButtons(UiContext ui, Box box)
    {
        if (ui.Button("Restart", box.Left(70)))
            script.Restart();
        ui.Tip(box.Left(70), "Runs it from its beginning; fields keep their values");
        if (ui.Button("Close", box.RightPart(70)))
            script.Close();
        ui.Tip(box.RightPart(70), "Ends the script; the person moves as before");
    }

    void DrawQuestion(UiContext ui, Box box)
    {
        var height = ui.Paragraph(box, "This script has not run here before. A script is a program: it can read, change and send whatever you can. "
            + "Run it only if you know who wrote it.", Theme.Text);
        var button = box.WithoutTop(height + 10).Top(28).Left(120);
        if (ui.Button("Run it", button))
            script.Allow();
        ui.Tip(button, "It may run here from now on, also when the file changes");
    }

    /// <returns>Its height.</returns>
    float DrawState(UiContext ui, Box box)
    {
        var line = box.Top(24);
        if (script.IsStuck)
        {
            ui.Label(line.WithoutRight(76), "A callback does not return.", Theme.Error);
            if (ui.Button("Stop it", line.RightPart(72)))
                script.StopCallback();
            ui.Tip(line.RightPart(72), "Ends the callback that runs; that part of the script is switched off");
        }
        else
            ui.Label(line, script.IsCompiling ? "Compiling ..." : script.IsRunning ? "Running" : "Not running", Theme.Dim);
        return line.Height;
    }

    void DrawLines(UiContext ui, Box box)
    {
        ui.Draw.Rectangle(box, Theme.Pane, Theme.Corner, Theme.Rim, 1);
        var area = box.Inset(6);
        var lines = script.Lines;
        var length = lines.Count * LineHeight;
        if (lines.Count != _linesBefore) // follows what comes
            (_lineScroll, _linesBefore) = (length, lines.Count);
        var content = ui.BeginScroll("##scriptLines", area, length, ref _lineScroll);
        var row = content.Top(LineHeight);
        for (var i = 0; i < lines.Count; i++, row = row with { Y = row.Bottom })
            if (row.Bottom >= area.Y && row.Y <= area.Bottom)
                DrawLine(ui, row.Intersect(area), lines[i], i);
        ui.EndScroll(ref _lineScroll);
    }

    static void DrawLine(UiContext ui, Box row, ScriptLine line, int index)
    {
        var text = line.Count > 1 ? $"{line.Text} (x {line.Count})" : line.Text;
        ui.Label(row, text, line.IsError ? Theme.Error : Theme.Dim, Face.Small);
        if (line.Error is not { File.Length: > 0 } place)
        {
            ui.Tip(row, text);
            return;
        }
        var id = HashCode.Combine(UiContext.IdOf("##scriptLine"), index) | 1;
        if (ui.Click(id, row))
        {
            ui.Input.Clipboard.Text = $"{place.File}:{place.Line}";
            ScriptEditor.Open(place);
        }
        if (ui.IsHot(id, row))
            ui.Draw.Line(new(row.X, row.Bottom - 2), new(row.Right, row.Bottom - 2), 1, Theme.Error);
        ui.Tip(row, $"{text}\nClick opens the place in your editor, and copies it");
    }

    static void Try(Session session, Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            session.Problem = Files.ErrorLine.Of(error);
        }
    }

    static (string, string)[] FindSamples()
    {
        var folder = Samples.Find("Samples/Scripts");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileNameWithoutExtension(file), Path.GetFullPath(file)))] : [];
    }
}
