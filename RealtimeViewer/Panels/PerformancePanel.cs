using System.Globalization;
using System.Numerics;
using Avatars.Inference;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>Frame rates and stage times.</summary>
static class PerformancePanel
{
    const float ReadingWidth = 150, LeastReadings = 300, LeastWidth = 130;
    const float LeastStagesWidth = 160, HeadingWidth = 420;
    const float NameStart = 15, FigureGap = 6, EntryGap = 18; // of an entry of the legend
    const int LongestFigure = 32; // characters

    static readonly string[] StageNames = ["Pose map", "Encode", "Denoise", "Decode"];

    enum LegendForm
    {
        Tenths,
        Whole,
        NamesOnly,
        None,
    }

    public static void Draw(UiContext ui, Box box, Session session)
    {
        if (box.Width < LeastWidth)
            return; // a name and its figure would lie over each other
        ui.Draw.Rectangle(box, Theme.Panel, Theme.Corner + 2, Theme.Rim, 1);
        ui.Tip(box, "Frames a second of the window and of the generator, and the time from a pose to its picture");
        var inner = box.Inset(Theme.Padding, 10);
        var readings = inner.Top(52);
        var person = session.Person;
        if (inner.Width < LeastReadings)
        {
            DrawRows(ui, inner, session);
            return;
        }
        Reading(ui, readings, 0, "Window", session.Rendered.Rate, "fps");
        Reading(ui, readings, 1, "Generated", person.Meter.Rate, "fps");
        Reading(ui, readings, 2, "Latency", (float)person.LatencyMilliseconds, "ms");
        DrawStages(ui, readings.WithoutLeft(3 * ReadingWidth), person);
        var chart = inner.WithoutTop(readings.Height + Theme.Padding);
        if (chart.Height >= 60)
            DrawChart(ui, chart, session);
    }

    /// <summary>The figures below each other, where there is no room beside each other.</summary>
    static void DrawRows(UiContext ui, Box box, Session session)
    {
        const float height = 20;
        Row(ui, box.Top(height), "Window", session.Rendered.Rate, "fps");
        Row(ui, box.WithoutTop(height).Top(height), "Generated", session.Person.Meter.Rate, "fps");
        Row(ui, box.WithoutTop(2 * height).Top(height), "Latency", (float)session.Person.LatencyMilliseconds, "ms");
        var stages = box.WithoutTop(3 * height + 6);
        if (stages.Height < StageNames.Length * height)
            return;
        for (var i = 0; i < StageNames.Length; i++)
            Row(ui, stages.WithoutTop(i * height).Top(height), StageNames[i], (float)Stage(session.Person.Times, i), "ms");
    }

    static void Row(UiContext ui, Box row, string name, float value, string unit)
    {
        ui.Label(row, name, Theme.Dim, Face.Small);
        if (value > 0)
            ui.WriteRight(row, Theme.Text, $"{value:0.0} {unit}", Face.Small);
    }

    static void Reading(UiContext ui, Box row, int index, string name, float value, string unit)
    {
        var width = MathF.Min(ReadingWidth, row.Width / 3);
        var cell = new Box(row.X + index * width, row.Y, width, row.Height);
        ui.Label(cell.Top(18), name, Theme.Dim, Face.Small);
        var at = new Vector2(cell.X, cell.Y + 22);
        var figure = value > 0 ? ui.Draw.Write(Face.Big, at, Theme.Text, $"{value:0.0}") : ui.Draw.Text(Face.Big, at, "–", Theme.Faint);
        ui.Draw.Text(Face.Small, at + new Vector2(figure + 6, 8), unit, Theme.Dim);
    }

    /// <summary>One bar for a frame's time, cut into its stages, and their names below.</summary>
    static void DrawStages(UiContext ui, Box box, GeneratedPerson person)
    {
        if (box.Width < LeastStagesWidth)
            return;
        var times = person.Times;
        if (times.Total > 0)
            ui.WriteRight(box.Top(18), Theme.Dim, $"{times.Total:0.0} ms, {times.Runs / times.Total * 100:0} % in the networks", Face.Small);
        if (times.Total == 0 || box.Width >= HeadingWidth)
            ui.Label(box.Top(18), "Time of a generated frame", Theme.Dim, Face.Small);
        var bar = box.WithoutTop(20).Top(10);
        ui.Draw.Rectangle(bar, Theme.Control, 3);
        var x = bar.X;
        for (var i = 0; i < StageNames.Length; i++)
        {
            var width = times.Total > 0 ? (float)(Stage(times, i) / times.Total) * bar.Width : 0;
            if (width > 1)
                ui.Draw.Rectangle(new(x, bar.Y, width - 1, bar.Height), Theme.Series[i], 2);
            x += width;
        }
        DrawLegend(ui, box.WithoutTop(34), times);
    }

    /// <summary>Names and times of the stages in one row, in the longest form that fits: tenths, whole numbers, or names alone.</summary>
    static void DrawLegend(UiContext ui, Box row, in StageTimes times)
    {
        var form = LegendForm.Tenths;
        while (form < LegendForm.None && LegendWidth(ui, times, form) > row.Width)
            form++;
        if (form == LegendForm.None)
            return;
        Span<char> buffer = stackalloc char[LongestFigure];
        var x = row.X;
        for (var i = 0; i < StageNames.Length; i++)
        {
            ui.Draw.Rectangle(new(x, row.Y + 4, 9, 9), Theme.Series[i], 2);
            x += NameStart;
            x += ui.Draw.Text(Face.Small, new(x, row.Y), StageNames[i], Theme.Dim);
            if (form != LegendForm.NamesOnly)
                x += FigureGap + ui.Draw.Text(Face.Small, new(x + FigureGap, row.Y), Figure(buffer, Stage(times, i), form), Theme.Text);
            x += EntryGap;
        }
    }

    static float LegendWidth(UiContext ui, in StageTimes times, LegendForm form)
    {
        Span<char> buffer = stackalloc char[LongestFigure];
        var width = (StageNames.Length - 1) * EntryGap;
        for (var i = 0; i < StageNames.Length; i++)
        {
            width += NameStart + ui.Draw.WidthOf(Face.Small, StageNames[i]);
            if (form != LegendForm.NamesOnly)
                width += FigureGap + ui.Draw.WidthOf(Face.Small, Figure(buffer, Stage(times, i), form));
        }
        return width;
    }

    static ReadOnlySpan<char> Figure(Span<char> buffer, double milliseconds, LegendForm form)
    {
        var isWritten = form == LegendForm.Tenths ? buffer.TryWrite(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms", out var length)
            : milliseconds < 1000 ? buffer.TryWrite(CultureInfo.InvariantCulture, $"{milliseconds:0} ms", out length)
            : buffer.TryWrite(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s", out length);
        return isWritten ? buffer[..length] : "";
    }

    static double Stage(in StageTimes times, int index) => index switch
    {
        0 => times.PoseMap,
        1 => times.Encode,
        2 => times.Denoise,
        _ => times.Decode,
    };

    /// <summary>Milliseconds of the last frames, newest at the right: the window's line and the generator's.</summary>
    static void DrawChart(UiContext ui, Box box, Session session)
    {
        var plot = box.WithoutBottom(18);
        var most = RoundUp(MathF.Max(Longest(session.Rendered), Longest(session.Person.Meter)));
        ui.Draw.Rectangle(plot, Theme.Pane, Theme.Corner);
        for (var i = 1; i < 4; i++)
        {
            var y = plot.Bottom - plot.Height * i / 4;
            ui.Draw.Line(new(plot.X, y), new(plot.Right, y), 1, Theme.Rim);
            ui.Draw.Write(Face.Small, new(plot.X + 6, y + 1), Theme.Faint, $"{most * i / 4:0.#} ms");
        }
        ui.Draw.PushClip(plot);
        Curve(ui, plot, session.Rendered, most, Theme.Dim);
        Curve(ui, plot, session.Person.Meter, most, Theme.Accent);
        ui.Draw.PopClip();
        var key = box.BottomPart(14);
        Key(ui, key, "Window", Theme.Dim);
        Key(ui, key.WithoutLeft(90), "Generated", Theme.Accent);
        ui.WriteRight(key, Theme.Faint, $"milliseconds from frame to frame", Face.Small);
    }

    static void Key(UiContext ui, Box box, string name, UiColor color)
    {
        ui.Draw.Line(new(box.X + 1, box.Center.Y), new(box.X + 11, box.Center.Y), 2, color);
        ui.Label(box.WithoutLeft(18), name, Theme.Dim, Face.Small);
    }

    static void Curve(UiContext ui, Box plot, FrameMeter meter, float most, UiColor color)
    {
        const float spacing = 4;
        var count = Math.Min(meter.Count, (int)(plot.Width / spacing) + 1);
        for (var age = 0; age + 1 < count; age++)
        {
            var from = new Vector2(plot.Right - age * spacing, plot.Bottom - meter[age] / most * plot.Height);
            var to = new Vector2(plot.Right - (age + 1) * spacing, plot.Bottom - meter[age + 1] / most * plot.Height);
            ui.Draw.Line(from, to, 1.5f, color);
        }
    }

    static float Longest(FrameMeter meter)
    {
        var longest = 0f;
        for (var age = 0; age < meter.Count; age++)
            longest = MathF.Max(longest, meter[age]);
        return longest;
    }

    /// <summary>The next of 20, 40, 80, 160, ... above, so that the scale rests.</summary>
    static float RoundUp(float milliseconds)
    {
        var most = 20f;
        while (most < milliseconds && most < 1e5f)
            most *= 2;
        return most;
    }
}
