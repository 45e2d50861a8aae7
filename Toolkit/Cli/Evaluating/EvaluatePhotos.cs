using System.Text.Json.Nodes;
using Avatars.Cli.Generating;
using Avatars.Evaluation;
using Avatars.Inference;
using Avatars.ModelEvaluation;
using Avatars.Models;
using Avatars.Perception;
using Avatars.PoseMaps;
using Avatars.Systems;
using Spectre.Console;

namespace Avatars.Cli.Evaluating;

/// <summary>avatar evaluate --photos: pairs of photographs of one person in the same clothes.</summary>
static class EvaluatePhotos
{
    /// <param name="file">Report to write, .json; the contact sheet is written beside it.</param>
    /// <param name="evaluators">Folder with BodyPix; null for its default.</param>
    public static void Run(string folder, string file, ModelPackage package, IFrameGenerator generator, GenerationSettings[] settings,
        IReadOnlyList<ComparedModel> others, InferenceOptions inference, string? evaluators, int count, CancellationToken stop)
    {
        (PhotoFile Source, PhotoFile Target)[] pairs = [.. PhotoSet.Pairs(PhotoSet.Read(folder)).Take(count)];
        if (pairs.Length == 0)
            throw new FormatException($"'{Path.Combine(folder, PhotoSet.TableName)}' has no two photographs of one outfit. Give them the same word in "
                + "the column \"outfit\".");
        using var perception = new PersonPerception(PerceptionModels.Open(), inference);
        using var body = OpenBody(evaluators, inference);
        var bodies = generator.ReadsBody ? new PhotoBodies(BodyChoice.Open(null)) : null;
        var evaluation = new PhotoEvaluation(generator, PoseMapStyle.Find(package.Manifest.PoseStyle), settings, perception, body, bodies, others);
        var (photos, sheet) = (new Dictionary<PhotoFile, PerceivedPhoto>(), new PictureRows());
        Generating.Progress.Run("Photographs", pairs.Length, stop, tick =>
        {
            foreach (var (source, target) in pairs)
            {
                sheet.Add(evaluation.Add(Perceived(source), Perceived(target)));
                tick();
            }
        });
        evaluation.Write(file, new JsonObject
        {
            ["model"] = package.Manifest.Name,
            ["photographs"] = photos.Count,
            ["provider"] = inference.Provider.Name,
        });
        var picture = Path.ChangeExtension(file, ".png");
        sheet.Write(picture);
        Print(evaluation, pairs.Length);
        Console.WriteLine($"{file}, {picture} (source | pose | generated | truth): {pairs.Length} pairs of {photos.Count} photographs");

        PerceivedPhoto Perceived(PhotoFile photo)
        {
            if (!photos.TryGetValue(photo, out var known))
                photos.Add(photo, known = new PerceivedPhoto(photo, perception));
            return known;
        }
    }

    static BodyPix? OpenBody(string? folder, InferenceOptions inference)
    {
        if (folder is null && Environment.GetEnvironmentVariable(PretrainedEvaluators.Variable) is { Length: > 0 } named)
            folder = named;
        folder ??= Path.Combine("..", "shared", "weights");
        var path = Path.Combine(folder, BodyPix.FileName);
        if (File.Exists(path))
            return new BodyPix(path, inference);
        Console.WriteLine($"No pretrained evaluator of bodies: '{path}' is not there. Name its folder in {PretrainedEvaluators.Variable}, or with "
            + "--evaluators.");
        return null;
    }

    static void Print(PhotoEvaluation evaluation, int pairs)
    {
        var table = new Table().AddColumns("", "box: PSNR", "SSIM", "matte: PSNR", "SSIM", "matte IoU", "hands", "PCK@0.1", "of photograph");
        var best = evaluation.Rows[0].Body;
        foreach (var row in evaluation.Rows)
            table.AddRow(row.Name, $"{row.BoxPsnr:F2}", $"{row.BoxSsim:F4}", $"{row.MattePsnr:F2}", $"{row.MatteSsim:F4}", $"{row.MatteOverlap:F3}",
                $"{row.Hands} of {2 * pairs}", row.Body.Count == 0 ? "-" : $"{row.Body.Pck:F3}", row.Body.Count == 0 ? "-" : $"{row.Body.Pck / best.Pck:F3}");
        Tables.Write(table);
    }
}
