using System.CommandLine;
using System.Globalization;
using Avatars.Body;
using Avatars.Cli.Generating;
using Avatars.Cli.Sources;
using Avatars.Files;
using Avatars.Inference;
using Avatars.Pictures;
using Avatars.Sources;

namespace Avatars.Cli.Commands;

/// <summary>avatar source: a person's body, texture and background from pictures, in one file.</summary>
static class SourceCommand
{
    public static Command Create()
    {
        var pictures = new Argument<string[]>("PICTURE")
        {
            Description = "One or more pictures (.png, .jpg) of one person in the same clothes. Pose and background come from the first.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--out") { Description = "Person file to write (.person).", Required = true };
        var person = new Option<int>("--person") { Description = "Which person of each picture, from 1, the largest.", DefaultValueFactory = _ => 1 };
        var show = new Option<string?>("--show")
        {
            Description = "Folder for pictures of every stage: matte, body, texture, confidence, other views, background.",
        };
        var beside = new Option<bool>("--beside")
        {
            Description = "Leaves the picture out: a small file that stands beside its picture under the same name, and is used in place of an analysis.",
        };
        var models = new Option<string[]>("--model")
        {
            Description = "Folders of model packages whose embeddings of the picture are kept in the file. Default: Models/fpdm-body of this program.",
            AllowMultipleArgumentsPerToken = true,
        };
        var texture = new Option<int>("--texture")
        {
            Description = "Texels along a side of the atlas: a power of two from 256 to 4096.",
            DefaultValueFactory = _ => SourceTexture.UsualSide,
        };
        var command = new Command("source", "Works out a person's body, texture and background from pictures, once, into one file.")
        {
            pictures, output, person, show, beside, models, texture,
        };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(output)!;
            WholeFile.RequireWritable(path);
            if (parsed.GetValue(person) < 1)
                throw new ArgumentException($"--person {parsed.GetValue(person)}: people count from 1, the largest.");
            var side = parsed.GetValue(texture);
            if (side is < 256 or > 4096 || (side & (side - 1)) != 0)
                throw new ArgumentException($"--texture {side}: give a power of two from 256 to 4096.");
            var folders = parsed.GetValue(models) ?? [];
            if (parsed.GetValue(beside) && folders.Length > 0)
                throw new ArgumentException("--beside leaves embeddings out, which --model would add. Give one of the two.");
            using var embeddings = parsed.GetValue(beside) ? null : new PersonEmbeddings(folders);
            var made = Analyse(parsed.GetValue(pictures)!, parsed.GetValue(person), side);
            if (embeddings is not null)
                made = embeddings.AddTo(made);
            PersonFile.Write(path, made, withPicture: !parsed.GetValue(beside));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{path}: {100 * made.Coverage:0} % of the body is seen, fit error {100 * made.FitError:0.0} % of its height"));
            if (parsed.GetValue(show) is { } folder)
                foreach (var page in new PersonPages(made, folder).Write())
                    Console.WriteLine(page);
        });
        return command;
    }

    static AnalysedPerson Analyse(string[] paths, int person, int side)
    {
        var pictures = Array.ConvertAll(paths, path => (path, PictureFile.ReadRgb(path, warning => Console.Error.WriteLine($"avatar: note: {warning}"))));
        using var analyser = new PersonAnalyser(BodyChoice.Open(null), new InferenceOptions()) { TextureSide = side };
        return analyser.Analyse(pictures, person, warning => Console.Error.WriteLine($"avatar: note: {warning}"));
    }
}
