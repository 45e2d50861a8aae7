using Avatars.Cli.Generating;
using Avatars.ModelEvaluation;
using Spectre.Console;

namespace Avatars.Cli.Evaluating;

/// <summary>An evaluation's figures as tables on the screen.</summary>
static class EvaluationTables
{
    /// <param name="sequences">Null where none were given.</param>
    public static void Print(PairEvaluation evaluation, SequenceEvaluation? sequences)
    {
        PrintScores("all identities", evaluation.Rows, row => row.AllIdentities);
        if (evaluation.Rows[0].SeenIdentities.All.Count > 0 && evaluation.Rows[0].UnseenIdentities.All.Count > 0)
        {
            PrintScores("identities seen in training", evaluation.Rows, row => row.SeenIdentities);
            PrintScores("unseen identities", evaluation.Rows, row => row.UnseenIdentities);
        }
        if (evaluation.Metrics is { } metrics)
            PrintPerceptual(evaluation.Rows, metrics);
        if (evaluation.Evaluators is { } evaluators)
            PrintDetections([("ground truth", evaluators.Truth), .. evaluation.Rows.Select(row => (row.Name, row.Detections))]);
        if (evaluation.Recall is { } recall)
            PrintRecall(recall);
        if (sequences is not null)
            PrintFlicker(sequences);
        Console.WriteLine($"Determinism: {evaluation.Determinism.Checked} frames generated twice, {evaluation.Determinism.Different} with different bytes.");
    }

    static void PrintScores(string who, IReadOnlyList<ScoreRow> rows, Func<ScoreRow, RegionScores> of)
    {
        var first = of(rows[0]);
        Console.WriteLine($"{who}: {first.All.Count} pictures, {first.Hands.Count} hands");
        var table = new Table().AddColumns("", "PSNR", "SSIM", "SSIM 51", "L1", "person: PSNR", "SSIM", "L1", "hands: PSNR", "SSIM", "L1");
        foreach (var row in rows)
        {
            var (all, person, hands) = (of(row).All, of(row).Person, of(row).Hands);
            table.AddRow(row.Name, $"{all.Psnr:F2}", $"{all.GaussianSsim:F4}", $"{all.UniformSsim:F4}", $"{all.L1:F4}",
                $"{person.Psnr:F2}", $"{person.GaussianSsim:F4}", $"{person.L1:F4}", $"{hands.Psnr:F2}", $"{hands.GaussianSsim:F4}", $"{hands.L1:F4}");
        }
        Tables.Write(table);
    }

    static void PrintPerceptual(IReadOnlyList<ScoreRow> rows, PerceptualMetrics metrics)
    {
        Console.WriteLine($"distances between ImageNet "
            + $"features{(metrics.Dimensions > 0 ? $" (FID against the {rows[0].AllIdentities.All.Count} ground-truth pictures)" : "")}");
        var table = new Table().AddColumns(["", .. metrics.Distances, .. metrics.Dimensions > 0 ? ["fid"] : Array.Empty<string>()]);
        foreach (var row in rows)
            table.AddRow([row.Name, .. metrics.Distances.Select(metric => $"{row.Perceived.Distance(metric):F4}"),
                .. metrics.Dimensions > 0 ? [$"{row.Perceived.Fid(metrics.Truth, metrics.Dimensions):F2}"] : Array.Empty<string>()]);
        Tables.Write(table);
    }

    static void PrintDetections(IReadOnlyList<(string Name, DetectionScore Score)> rows)
    {
        Console.WriteLine($"detections of pretrained evaluators: {rows[0].Score.Hands.Count / 21} hands (errors in shares of the "
            + $"hand), {rows[0].Score.Body.Count} joints of the body (of the person)");
        var table = new Table().AddColumns("", "hands: error", "PCK@0.1", "seen", "body: error", "PCK@0.1", "seen", "person overlap", "parts");
        foreach (var (name, score) in rows)
            table.AddRow(name, $"{score.Hands.MeanError:F3}", $"{score.Hands.Pck:F3}", $"{score.Hands.DetectionRate:F3}",
                $"{score.Body.MeanError:F3}", $"{score.Body.Pck:F3}", $"{score.Body.DetectionRate:F3}", $"{score.Parts.Person:F3}", $"{score.Parts.Parts:F3}");
        Tables.Write(table);
    }

    static void PrintRecall(StageOneRecall recall)
    {
        Console.WriteLine("finding the target picture among all targets (stage 1)");
        var table = new Table().AddColumns("", "R@1", "R@5", "R@10", "mean rank");
        foreach (var row in recall.Rows())
            table.AddRow(row.Name, $"{row.Recall[0]:F3}", $"{row.Recall[1]:F3}", $"{row.Recall[2]:F3}", $"{row.MeanRank:F2}");
        Tables.Write(table);
    }

    static void PrintFlicker(SequenceEvaluation sequences)
    {
        var first = sequences.Rows[0];
        Console.WriteLine($"change from frame to frame relative to the ground truth ({sequences.Count} sequences, {first.All.Count} steps; ground-truth "
            + $"change {first.All.TrueChange:F2} of 255, person {first.Person.TrueChange:F2})");
        var table = new Table().AddColumns("", "all: ratio", "wrong change", "person: ratio", "wrong change");
        foreach (var row in sequences.Rows)
            table.AddRow(row.Name, $"{row.All.Ratio:F3}", $"{row.All.WrongChange:F3}", $"{row.Person.Ratio:F3}", $"{row.Person.WrongChange:F3}");
        Tables.Write(table);
    }
}
