using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Cli.Evaluating;
using Avatars.Cli.Generating;
using Avatars.Files;
using Avatars.Inference;
using Avatars.Streaming;
using Spectre.Console;

namespace Avatars.Cli.Commands;

/// <summary>avatar evaluate: how near a model's pictures come to the truth.</summary>
static class EvaluateCommand
{
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var pairs = new Option<string>("--pairs") { Description = "Folder of pairs, as 'avatar dataset render' writes it; the test split for honest numbers.", Required = true };
        var report = new Option<string>("--report") { Description = "Report to write, .json; a picture of the first pairs is written beside it.", Required = true };
        var steps = new Option<int[]>("--steps") { Description = "Steps of the sampler, a row for each. Default: the package's.", AllowMultipleArgumentsPerToken = true };
        var count = new Option<int>("--count") { Description = "Pairs to score, at most.", DefaultValueFactory = _ => int.MaxValue };
        var shown = new Option<int>("--rows") { Description = "Pairs in the picture.", DefaultValueFactory = _ => 8 };
        var model = new ModelChoice();
        var command = new Command("evaluate", "Scores a model on pairs: SSIM and PSNR on all of the picture and on the person.") { pairs, report, steps, count, shown };
        model.AddTo(command);
        command.SetAction(parsed =>
        {
            var shards = new PairShards(parsed.GetValue(pairs)!);
            var wanted = Math.Min(shards.Count, parsed.GetValue(count));
            if (wanted < 1 || parsed.GetValue(shown) is < 1 or > 60)
                throw new ArgumentException($"{shards.Count} pairs are there; --count must leave at least one, and --rows show 1 to 60.");
            var file = parsed.GetValue(report)!;
            if (!file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException($"--report '{file}': reports are written as .json. Give the file that ending.");
            var package = model.Open(parsed);
            if (package.PoseStyle != shards.PoseStyle)
                throw new ArgumentException($"The pairs' poses are drawn in the style '{shards.PoseStyle}', but the model was trained on '{package.PoseStyle}'. Choose pairs of that style.");
            var inference = model.Inference(parsed);
            int?[] stepCounts = parsed.GetValue(steps) is { Length: > 0 } given ? [.. given] : [null];
            using var generator = FrameGenerators.Load(package, inference);
            using var evaluation = new Evaluation(package, inference, generator, [.. stepCounts.Select(one => model.Settings(parsed, package, one))]);
            var pictures = new PictureRows();
            Generating.Progress.Run("Scoring", wanted, tick =>
            {
                foreach (var pair in shards.Read().Take(wanted))
                {
                    var row = evaluation.Add(pair);
                    if (pictures.Count < parsed.GetValue(shown))
                        pictures.Add(row);
                    tick();
                }
            });
            Print(evaluation.Rows);
            Write(file, package, shards, wanted, inference, evaluation.Rows);
            pictures.Write(Path.ChangeExtension(file, ".png"));
            Console.WriteLine($"{file}, {Path.ChangeExtension(file, ".png")} (source | pose | generated | truth): {wanted} pairs of the {shards.Split} split");
        });
        return command;
    }

    static void Print(IReadOnlyList<ScoreRow> rows)
    {
        var table = new Table().AddColumns("", "PSNR", "SSIM 256", "SSIM 51", "L1", "person: PSNR", "SSIM 256", "L1");
        foreach (var row in rows)
            table.AddRow(row.Name, $"{row.All.Psnr:F2}", $"{row.All.GaussianSsim:F4}", $"{row.All.UniformSsim:F4}", $"{row.All.L1:F4}",
                $"{row.Person.Psnr:F2}", $"{row.Person.GaussianSsim:F4}", $"{row.Person.L1:F4}");
        Tables.Write(table);
    }

    static void Write(string file, ModelPackage package, PairShards shards, int count, InferenceOptions inference, IReadOnlyList<ScoreRow> rows)
    {
        var json = new JsonObject
        {
            ["formatVersion"] = 1,
            ["model"] = package.Name,
            ["split"] = shards.Split,
            ["pairs"] = count,
            ["provider"] = inference.Provider.Name,
            ["rows"] = new JsonArray([.. rows.Select(row => row.ToJson())]),
        };
        WholeFile.Write(file, Encoding.UTF8.GetBytes(json.ToJsonString(Indented) + "\n"));
    }
}
