using System.CommandLine;
using System.Text.Json.Nodes;
using Avatars.Cli.Evaluating;
using Avatars.Cli.Generating;
using Avatars.Files;
using Avatars.Inference;
using Avatars.ModelEvaluation;
using Avatars.Models;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Commands;

/// <summary>avatar evaluate: similarity of a model's pictures to the ground truth.</summary>
public static class EvaluateCommand
{
    public static Command Create()
    {
        var pairs = new Option<string[]>("--pairs")
        {
            Description = "Folders of pairs, as 'avatar dataset render' writes them; use the test split for valid figures. This or --photos is needed.",
            AllowMultipleArgumentsPerToken = true,
        };
        var photos = new Option<string?>("--photos")
        {
            Description = $"Folder of photographs with a table {PhotoSet.TableName} (columns file and outfit): every ordered pair of pictures of one person "
                + "in the same clothes is scored.",
        };
        var motions = new Option<string?>("--sequences")
        {
            Description = "Folder of sequences, as 'avatar dataset render --sequence' writes it: flicker is measured on them.",
        };
        var report = new Option<string>("--report")
        {
            Description = "Report to write, .json; pictures of some pairs and of the first sequence are written to the same folder.",
            Required = true,
        };
        var steps = new Option<int[]>("--steps")
        {
            Description = "Steps of the sampler, a row for each, for example 50 4 2 1. Default: the package's.",
            AllowMultipleArgumentsPerToken = true,
        };
        var count = new Option<int>("--count") { Description = "Pairs to score of each folder, at most.", DefaultValueFactory = _ => int.MaxValue };
        var shown = new Option<int>("--rows") { Description = "Pairs in the picture, evenly spread.", DefaultValueFactory = _ => 8 };
        var evaluatorFolder = new Option<string?>("--evaluators")
        {
            Description = $"Folder with the pretrained evaluators, MediaPipe's hand network and BodyPix, which detect hands and bodies in the generated "
                + $"pictures. Default: the folder in {PretrainedEvaluators.Variable}, or ../shared/weights; without one they are left out.",
        };
        var perceptual = new Option<string?>("--metrics")
        {
            Description = "Folder of networks that 'avatar metric import' wrote: LPIPS and FID are measured with those in it.",
        };
        var compared = new Option<string[]>("--compare")
        {
            Description = "Folders of further packages, scored on the same pairs: the same model in 8 bits, for example.",
            AllowMultipleArgumentsPerToken = true,
        };
        var besides = new Option<string[]>("--beside")
        {
            Description = "Folders of further pairs, each scored in tables of its own: people at signing distance, sources with another framing.",
            AllowMultipleArgumentsPerToken = true,
        };
        var model = new ModelChoice();
        var command = new Command("evaluate", "Scores a model on pairs: SSIM and PSNR on the whole picture, the person and the hands; detected hands "
            + "and bodies; recall of stage 1; flicker.")
        {
            pairs, photos, motions, report, steps, count, shown, evaluatorFolder, perceptual, compared, besides,
        };
        model.AddTo(command);
        command.Add(EvaluateSigning.Create());
        command.SetAction((parsed, stop) =>
        {
            var photographs = parsed.GetValue(photos);
            if ((parsed.GetValue(pairs) is { Length: > 0 }) == (photographs is not null))
                throw new ArgumentException("Give --pairs, folders of rendered pairs, or --photos, a folder of photographs; one of the two.");
            if (photographs is not null && parsed.GetValue(besides) is { Length: > 0 })
                throw new ArgumentException("--beside goes with --pairs, not with --photos.");
            if (photographs is not null)
            {
                RunPhotos(photographs);
                return Task.FromResult(0);
            }
            var folders = Array.ConvertAll(parsed.GetValue(pairs)!, folder => new PairShards(folder));
            var beside = Array.ConvertAll(parsed.GetValue(besides) ?? [], folder => (Name: Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)),
                Pairs: new PairShards(folder)));
            var sequences = parsed.GetValue(motions) is { } named ? new PairShards(named) : null;
            var wanted = folders.Sum(folder => Math.Min(folder.Count, Math.Max(0, parsed.GetValue(count))));
            var rows = parsed.GetValue(shown);
            if (wanted < 1 || rows is < 1 or > 60)
                throw new ArgumentException($"{folders.Sum(folder => folder.Count)} pairs are there; --count must leave at least one, and --rows show 1 "
                    + "to 60.");
            if (sequences is not null && sequences.FramesPerSequence < 2)
                throw new ArgumentException($"--sequences '{parsed.GetValue(motions)}' holds single poses. Render motions with 'avatar dataset render "
                    + "--sequence 24'.");
            var file = ReportFile();
            var package = model.Open(parsed);
            foreach (var folder in folders.Concat(beside.Select(one => one.Pairs)).Append(sequences).OfType<PairShards>())
                RequireStyle(package, folder);
            var inference = model.Inference(parsed);
            var settings = SettingsOf(package);
            using var generator = FrameGenerators.Load(package, inference);
            using var autoencoder = new AutoencoderReconstruction(package, inference);
            using var evaluators = PretrainedEvaluators.Open(parsed.GetValue(evaluatorFolder), inference, out var reason);
            if (evaluators is null)
                Console.WriteLine($"No pretrained evaluators of hands and bodies: {reason}.");
            using var metrics = parsed.GetValue(perceptual) is { } filled ? new PerceptualMetrics(filled, inference) : null;
            using var others = new ComparedPackages(parsed.GetValue(compared) ?? [], package, inference, one => SettingsOf(one));
            var evaluation = new PairEvaluation(generator, autoencoder, settings, evaluators, metrics, others.Models);
            var grid = Score(evaluation, [.. folders.Select(folder => folder.Read().Take(parsed.GetValue(count)))], wanted, rows, stop);
            var (flicker, strip) = sequences is null ? (null, null) : Flicker(new SequenceEvaluation(generator, autoencoder, settings), sequences, rows, stop);
            EvaluationTables.Print(evaluation, flicker);
            var further = new JsonArray([.. beside.Select(one => ScoreBeside(one.Name, one.Pairs))]);
            EvaluationReport.Write(file, new JsonObject
            {
                ["model"] = package.Manifest.Name,
                ["split"] = string.Join(", ", folders.Select(folder => folder.Split).Distinct()),
                ["pairs"] = wanted,
                ["provider"] = inference.Provider.Name,
                ["beside"] = further,
            }, evaluation, flicker);
            var picture = Path.ChangeExtension(file, ".png");
            grid.Write(picture);
            Console.WriteLine($"{file}, {picture} (source | pose | generated | truth): {wanted} pairs of the {folders[0].Split} split");
            if (strip is not null)
            {
                strip.Write(Path.ChangeExtension(file, ".sequence.png"));
                Console.WriteLine($"{Path.ChangeExtension(file, ".sequence.png")} (pose | reconstruction | generated | truth): the first frames of a "
                    + "sequence");
            }
            return Task.FromResult(0);

            JsonObject ScoreBeside(string name, PairShards shards)
            {
                using var seen = PretrainedEvaluators.Open(parsed.GetValue(evaluatorFolder), inference, out _);
                var scored = new PairEvaluation(generator, autoencoder, settings, seen, metrics: null, others.Models);
                var number = Math.Min(shards.Count, parsed.GetValue(count));
                Score(scored, [shards.Read().Take(number)], number, rows, stop);
                Console.WriteLine($"{name}, {number} pairs");
                EvaluationTables.Print(scored, sequences: null);
                return new JsonObject
                {
                    ["name"] = name,
                    ["pairs"] = number,
                    ["rows"] = new JsonArray([.. scored.Rows.Select(row => row.ToJson(metrics: null))]),
                };
            }

            string ReportFile()
            {
                var path = parsed.GetValue(report)!;
                if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                    throw new ArgumentException($"--report '{path}': reports are written as .json. Give the file that ending.");
                foreach (var written in new[] { path, Path.ChangeExtension(path, ".png") })
                    WholeFile.RequireWritable(written);
                return path;
            }

            GenerationSettings[] SettingsOf(ModelPackage chosen)
            {
                int?[] stepCounts = parsed.GetValue(steps) is { Length: > 0 } given ? [.. given] : [null];
                return [.. stepCounts.Select(one => model.Settings(parsed, chosen, one))];
            }

            void RunPhotos(string folder)
            {
                var (file, chosen, inference) = (ReportFile(), model.Open(parsed), model.Inference(parsed));
                using var generator = FrameGenerators.Load(chosen, inference);
                using var others = new ComparedPackages(parsed.GetValue(compared) ?? [], chosen, inference, SettingsOf);
                EvaluatePhotos.Run(folder, file, chosen, generator, SettingsOf(chosen), others.Models, inference, parsed.GetValue(evaluatorFolder),
                    Math.Max(0, parsed.GetValue(count)), stop);
            }
        });
        return command;
    }

    static void RequireStyle(ModelPackage package, PairShards folder)
    {
        if (package.Manifest.PoseStyle != folder.PoseStyle)
            throw new ArgumentException($"The pairs' poses are drawn in the style '{folder.PoseStyle}', but the model was trained on "
                + $"'{package.Manifest.PoseStyle}'. Choose pairs of that style.");
    }

    static PictureRows Score(PairEvaluation evaluation, IEnumerable<Pair>[] folders, int wanted, int rows, CancellationToken stop)
    {
        var grid = new PictureRows();
        var done = 0;
        Generating.Progress.Run("Scoring", wanted, stop, tick =>
        {
            foreach (var pair in folders.SelectMany(pairs => pairs))
            {
                var pictures = evaluation.Add(pair);
                if (done++ * (long)Math.Min(rows, wanted) / wanted >= grid.Count)
                    grid.Add(pictures);
                tick();
            }
        });
        return grid;
    }

    static (SequenceEvaluation, PictureRows) Flicker(SequenceEvaluation evaluation, PairShards sequences, int rows, CancellationToken stop)
    {
        var strip = new PictureRows();
        Generating.Progress.Run("Sequences", sequences.Count / sequences.FramesPerSequence, stop, tick =>
        {
            foreach (var frames in sequences.Read().Chunk(sequences.FramesPerSequence))
            {
                foreach (var pictures in evaluation.Add(frames).Take(strip.Count == 0 ? rows : 0))
                    strip.Add(pictures);
                tick();
            }
        });
        return (evaluation, strip);
    }
}
