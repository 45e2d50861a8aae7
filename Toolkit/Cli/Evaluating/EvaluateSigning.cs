using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Cli.Commands;
using Avatars.Cli.Generating;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Pairs;
using Avatars.Evaluation;
using Avatars.Files;
using Avatars.Graphics;
using Avatars.ModelEvaluation;
using Avatars.Models;
using Avatars.Perception;
using Avatars.Signing;
using Avatars.Streaming;
using Avatars.Systems;
using Spectre.Console;

namespace Avatars.Cli.Evaluating;

/// <summary>avatar evaluate signing: letters, signs and faces of generated people beside ground-truth renders, judged by MediaPipe's networks.</summary>
static class EvaluateSigning
{
    const string Truth = "true renders", Textured = "textured body alone", Generated = "generated";
    const int Size = 512;

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var assets = DatasetCommand.Assets();
        var report = new Option<string>("--report")
        {
            Description = "Report to write, .json; a picture of the first person's letters (true | textured body | generated) is written beside it.",
            Required = true,
        };
        var people = new Option<int[]>("--people")
        {
            Description = "Sample characters to show, 1 to 12.", DefaultValueFactory = _ => [1, 5, 9], AllowMultipleArgumentsPerToken = true,
        };
        var steps = new Option<int?>("--steps") { Description = "Steps of the sampler. Default: the package's." };
        var parts = new Option<string[]>("--parts")
        {
            Description = "letters, signs and face, or some of them.", DefaultValueFactory = _ => ["letters", "signs", "face"],
            AllowMultipleArgumentsPerToken = true,
        };
        parts.AcceptOnlyFromAmong("letters", "signs", "face");
        var model = new ModelChoice();
        var command = new Command("signing", "Scores a model on signing: letters read off re-detected joints, hands and faces, beside ground-truth renders.")
        {
            assets, report, people, steps, parts,
        };
        model.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            var file = parsed.GetValue(report)!;
            if (!file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
                throw new ArgumentException($"--report {file}: reports are written as .json. Give the file that ending.");
            WholeFile.RequireWritable(file);
            if (parsed.GetValue(people) is not { Length: > 0 } numbers || numbers.Any(number => number is < 1 or > SampleCharacters.Count))
                throw new ArgumentException($"--people: give numbers of sample characters, 1 to {SampleCharacters.Count}.");
            var package = model.Open(parsed);
            var inference = model.Inference(parsed);
            using var generator = FrameGenerators.Load(model.SizeOf(parsed) is null ? package.WithSize(new FrameSize(Size, Size)) : package, inference);
            if (!generator.ReadsBody)
                throw new ArgumentException($"'{package.Manifest.Name}' does not draw the person's body; only such models are evaluated on signing.");
            generator.Configure(model.Settings(parsed, package, parsed.GetValue(steps)));
            var networks = PerceptionModels.Open();
            using var hands = new HandLandmarks(networks.Verify(PerceptionNetworks.HandLandmarkFull), inference);
            using var perception = new PersonPerception(networks, inference, new PerceptionOptions { MakeMatte = false });
            var evaluation = new SigningEvaluation(hands, perception);
            var folder = parsed.GetValue(assets)!;
            var trial = SigningTrial.Of(SignLexicon.Open(Path.Combine(folder, "signing", "lexicon_sgg")), "kleine kinder essen pizza");
            var chosen = parsed.GetValue(parts)!;
            var builder = new CharacterBuilder(new MakeHumanLibrary(folder));
            using var context = new GraphicsContext();
            using var renderer = new PairRenderer(context, Size);
            var sheet = new PictureRows();
            Generating.Progress.Run("People", numbers.Length, stop, tick =>
            {
                foreach (var number in numbers)
                {
                    var recipe = SampleCharacters.Recipes[number - 1];
                    var person = new Person(number - 1, recipe, builder.Build(recipe));
                    var portrait = new RenderedSigner(person, renderer, trial.Letters.Clip).Portrait();
                    var source = FittedSource.Of(new PersonSource(new SourceView(portrait)), [], generator, inference);
                    generator.SetSource(source);
                    Show(person, source, sheet);
                    tick();
                }
            });
            Print(evaluation);
            WholeFile.Write(file, Encoding.UTF8.GetBytes(new JsonObject
            {
                ["model"] = package.Manifest.Name,
                ["width"] = generator.Width,
                ["height"] = generator.Height,
                ["people"] = new JsonArray([.. numbers.Select(number => JsonValue.Create(number))]),
                ["rows"] = new JsonArray([.. evaluation.Scores.Select(score => score.ToJson())]),
            }.ToJsonString(Indented) + "\n"));
            if (sheet.Count > 0)
                sheet.Write(Path.ChangeExtension(file, ".png"));
            return Task.FromResult(0);

            void Show(Person person, PersonSource source, PictureRows pictures)
            {
                if (chosen.Contains("letters"))
                {
                    var (rendered, film) = SignersOf(trial.Letters);
                    var letters = trial.LetterMoments.Select(moment => (moment.Letter, True: rendered.At(moment.Seconds), Film: film.At(moment.Seconds)))
                        .ToArray();
                    evaluation.AddLetters(Truth, [.. letters.Select(one => (one.Letter, one.True))]);
                    evaluation.AddLetters(Textured, [.. letters.Select(one => (one.Letter, one.Film.Textured))]);
                    evaluation.AddLetters(Generated, [.. letters.Select(one => (one.Letter, one.Film.Generated))]);
                    if (pictures.Count == 0)
                        foreach (var one in letters)
                            pictures.Add([one.True.Picture, one.Film.Textured.Picture, one.Film.Generated.Picture]);
                }
                if (chosen.Contains("signs"))
                {
                    var (rendered, film) = SignersOf(trial.Signs);
                    foreach (var seconds in trial.SignMoments)
                    {
                        stop.ThrowIfCancellationRequested();
                        var (textured, generated) = film.At(seconds);
                        evaluation.AddSign(Truth, rendered.At(seconds));
                        evaluation.AddSign(Textured, textured);
                        evaluation.AddSign(Generated, generated);
                    }
                }
                if (chosen.Contains("face"))
                {
                    var (_, film) = SignersOf(trial.Face);
                    foreach (var seconds in trial.FaceMoments)
                    {
                        stop.ThrowIfCancellationRequested();
                        var (textured, generated) = film.At(seconds);
                        var asked = film.Face();
                        evaluation.AddFace(Textured, textured.Picture, asked);
                        evaluation.AddFace(Generated, generated.Picture, asked);
                    }
                }

                (RenderedSigner, GeneratedSigner) SignersOf(SignedClip signed) =>
                    (new RenderedSigner(person, renderer, signed.Clip), new GeneratedSigner(generator, source.Person!, signed.Clip));
            }
        });
        return command;
    }

    static void Print(SigningEvaluation evaluation)
    {
        var table = new Table().AddColumns("", "letters", "by angles", "PCK letters", "PCK signs", "perceived letters", "signs", "brows", "mouth",
            "lids", "gaze");
        foreach (var score in evaluation.Scores)
            table.AddRow(score.Name, $"{score.LettersRead}/{score.LettersShown}", $"{score.LettersReadByAngles}", $"{score.Letters.Pck:F3}",
                $"{score.Signs.Pck:F3}", $"{score.PerceivedLetters.Pck:F3}", $"{score.PerceivedSigns.Pck:F3}", $"{score.BrowCorrelation:F2}",
                $"{score.MouthCorrelation:F2}", $"{score.LidCorrelation:F2}",
                $"{score.GazeCorrelation:F2}");
        Tables.Write(table);
        foreach (var score in evaluation.Scores.Where(score => score.LettersShown > 0))
            Console.WriteLine($"{score.Name}: asked and read {string.Join(' ', score.Misread)}");
    }
}
