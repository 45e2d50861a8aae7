using Avatars.Sampling;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>The choices: person, motion, sampler, view.</summary>
sealed class SidePanel
{
    const int ThumbnailsPerRow = 4;
    const int SamplersPerRow = 3;
    static readonly string[] StepNames = ["1", "2", "3", "4"];
    static readonly string[][] SamplerNames = [.. Samplers.Names.Chunk(SamplersPerRow)];
    static readonly string[] SamplerIds = [.. SamplerNames.Select((_, row) => $"##samplers{row}")];

    float _motionScroll;
    float _sourceScroll;

    public void Draw(UiContext ui, Box box, Session session)
    {
        ui.Draw.Rectangle(box, Theme.Panel);
        ui.Draw.Line(new(box.Right, box.Y), new(box.Right, box.Bottom), 1, Theme.Rim);
        var inner = box.Inset(Theme.Padding);
        ui.Label(inner.Top(28), "Avatar", Theme.Text, Face.Big);
        inner = inner.WithoutTop(40);
        inner = DrawSources(ui, inner, session);
        var controls = inner.BottomPart(340);
        DrawMotions(ui, inner.WithoutBottom(controls.Height + Theme.Padding), session);
        DrawGeneration(ui, controls.Top(216), session);
        DrawView(ui, controls.WithoutTop(226), session);
    }

    /// <returns>The remaining area below.</returns>
    Box DrawSources(UiContext ui, Box box, Session session)
    {
        ui.Heading(box.Top(22), "Person");
        if (session.Sources.Count > 0)
            ui.WriteRight(box.Top(22), Theme.Faint, $"{session.ChosenSource + 1} / {session.Sources.Count}", Face.Small);
        var grid = box.WithoutTop(28);
        var side = grid.Column(0, ThumbnailsPerRow, Theme.Gap).Width;
        var rows = (session.Sources.Count + ThumbnailsPerRow - 1) / ThumbnailsPerRow;
        var shownRows = Math.Clamp(rows, 1, 3);
        grid = grid.Top(shownRows * (side + Theme.Gap) - Theme.Gap);
        var length = rows * (side + Theme.Gap) - Theme.Gap;
        if (grid.Contains(ui.Input.Pointer))
            _sourceScroll -= ui.Input.Wheel * side;
        _sourceScroll = Math.Clamp(_sourceScroll, 0, MathF.Max(length - grid.Height, 0));
        ui.Draw.PushClip(grid);
        for (var i = 0; i < session.Sources.Count; i++)
        {
            var cell = grid.Column(i % ThumbnailsPerRow, ThumbnailsPerRow, Theme.Gap) with { Height = side };
            cell = cell with { Y = cell.Y + i / ThumbnailsPerRow * (side + Theme.Gap) - _sourceScroll };
            DrawSource(ui, cell, grid, session, i);
        }
        ui.Draw.PopClip();
        ui.ScrollMark(grid, length, _sourceScroll);
        return box.WithoutTop(28 + grid.Height + Theme.Padding + 4);
    }

    static void DrawSource(UiContext ui, Box cell, Box grid, Session session, int index)
    {
        var seen = cell.Intersect(grid);
        if (seen.Height <= 0)
            return;
        var source = session.Sources[index];
        var id = HashCode.Combine(UiContext.IdOf("##source"), index) | 1;
        if (ui.Click(id, seen))
            session.ChosenSource = index;
        var isChosen = session.ChosenSource == index;
        var rim = isChosen ? Theme.Accent : ui.IsHot(id, seen) ? Theme.Dim : Theme.Rim;
        ui.Draw.Rectangle(cell, rim, Theme.Corner);
        ui.Draw.Picture(source.Thumbnail, cell.Inset(isChosen ? 2 : 1), Theme.Corner - 1);
        ui.Tip(seen, source.Name);
    }

    void DrawMotions(UiContext ui, Box box, Session session)
    {
        ui.Heading(box.Top(22), "Motion");
        var list = box.WithoutTop(28);
        ui.Draw.Rectangle(list, Theme.Pane, Theme.Corner);
        var chosen = session.ChosenMotion;
        if (ui.List("##motions", list.Inset(4), session.Motions, ref chosen, ref _motionScroll))
            session.ChosenMotion = chosen;
    }

    static void DrawGeneration(UiContext ui, Box box, Session session)
    {
        ui.Heading(box.Top(22), "Generation");
        var row = box.WithoutTop(28).Top(Theme.Row);
        ui.Label(row.Left(64), "Steps", Theme.Dim);
        var steps = session.Steps - 1;
        if (ui.Segments("##steps", row.WithoutLeft(64), StepNames, ref steps))
            session.Steps = steps + 1;
        ui.Tip(row, "Denoising steps a frame: more are slower and finer");
        row = DrawSamplers(ui, row with { Y = row.Bottom + Theme.Gap }, session);
        ui.Label(row.Left(64), "Seed", Theme.Dim);
        var seed = session.Seed;
        if (ui.Stepper("##seed", row.WithoutLeft(64), ref seed, 0, 99999))
            session.Seed = seed;
        ui.Tip(row, "The same seed, person and pose give the same picture");
    }

    /// <returns>The row below.</returns>
    static Box DrawSamplers(UiContext ui, Box row, Session session)
    {
        ui.Label(row.Left(64), "Sampler", Theme.Dim);
        for (var i = 0; i < SamplerNames.Length; i++)
        {
            var chosen = Array.IndexOf(SamplerNames[i], session.Sampler);
            if (ui.Segments(SamplerIds[i], row.WithoutLeft(64), SamplerNames[i], ref chosen))
                session.Sampler = SamplerNames[i][chosen];
            ui.Tip(row, "How noise becomes a picture; lcm and tcd are for models distilled with them");
            row = row with { Y = row.Bottom + Theme.Gap };
        }
        return row;
    }

    static void DrawView(UiContext ui, Box box, Session session)
    {
        ui.Heading(box.Top(22), "View");
        var row = box.WithoutTop(28).Top(24);
        var (isInPlace, hasFloor) = (session.IsInPlace, session.HasFloor);
        if (ui.Checkbox("Walk in place", row, ref isInPlace))
            session.IsInPlace = isInPlace;
        ui.Tip(row, "Keeps the hips above the middle of the floor");
        if (ui.Checkbox("Floor", row with { Y = row.Bottom + 2 }, ref hasFloor))
            session.HasFloor = hasFloor;
        if (ui.Button("Reset camera", box.BottomPart(Theme.Row)))
            session.Orbit.ResetView();
        ui.Tip(box.BottomPart(Theme.Row), "Key: C");
    }
}
