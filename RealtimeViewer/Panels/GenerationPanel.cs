using Avatars.Sampling;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Panels;

/// <summary>How the picture is generated and seen: steps, sampler, seed, view.</summary>
sealed class GenerationPanel : IPanel
{
    const int SamplersPerRow = 3;
    const float NameWidth = 64;
    static readonly string[] FramingNames = ["Picture", "Figure", "Waist"]; // in the order of Framing
    static readonly string[] StepNames = ["1", "2", "3", "4"];
    static readonly string[][] SamplerNames = [.. Samplers.Names.Chunk(SamplersPerRow)];
    static readonly string[] SamplerIds = [.. SamplerNames.Select((_, row) => $"##samplers{row}")];

    public string Title => "Picture";

    public string Tip => "How the picture is generated and seen";

    public void Draw(UiContext ui, Box box, Session session)
    {
        var inner = box.Inset(10);
        DrawGeneration(ui, inner.Top(216), session);
        DrawView(ui, inner.WithoutTop(228), session);
    }

    static void DrawGeneration(UiContext ui, Box box, Session session)
    {
        ui.Heading(box.Top(22), "Generation");
        var row = box.WithoutTop(28).Top(Theme.Row);
        ui.Label(row.Left(NameWidth), "Steps", Theme.Dim);
        var steps = session.Steps - 1;
        if (ui.Segments("##steps", row.WithoutLeft(NameWidth), StepNames, ref steps))
            session.Steps = steps + 1;
        ui.Tip(row, "Denoising steps a frame: more are slower and finer (keys 1 to 4)");
        row = DrawSamplers(ui, row with { Y = row.Bottom + Theme.Gap }, session);
        ui.Label(row.Left(NameWidth), "Seed", Theme.Dim);
        var seed = session.Seed;
        if (ui.Stepper("##seed", row.WithoutLeft(NameWidth), ref seed, 0, 99999))
            session.Seed = seed;
        ui.Tip(row, "The same seed, person and pose give the same picture");
    }

    /// <returns>The row below.</returns>
    static Box DrawSamplers(UiContext ui, Box row, Session session)
    {
        ui.Label(row.Left(NameWidth), "Sampler", Theme.Dim);
        for (var i = 0; i < SamplerNames.Length; i++)
        {
            var chosen = Array.IndexOf(SamplerNames[i], session.Sampler);
            if (ui.Segments(SamplerIds[i], row.WithoutLeft(NameWidth), SamplerNames[i], ref chosen))
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
        row = row with { Y = row.Bottom + 2 };
        if (ui.Checkbox("Floor", row, ref hasFloor))
            session.HasFloor = hasFloor;
        ui.Tip(row, "Shows the floor's squares below the rig");
        row = row with { Y = row.Bottom + Theme.Gap, Height = Theme.Row };
        ui.Label(row.Left(NameWidth), "Framing", Theme.Dim);
        var framing = (int)session.Framing;
        if (ui.Segments("##framing", row.WithoutLeft(NameWidth), FramingNames, ref framing))
            session.Framing = (Framing)framing;
        ui.Tip(row, "What the camera shows: the person as in the picture, the whole figure, or the upper body");
        row = row with { Y = row.Bottom + Theme.Gap };
        if (ui.Button("Reset camera", row))
            session.Orbit.ResetView();
        ui.Tip(row, "Back to the first view (C)");
    }
}
