using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using Avatars.Cli;
using Avatars.Fuzzing.Mutation;

namespace Avatars.Fuzzing;

/// <summary>Command lines, an argument a line, in a folder with small files. Commands that only read are carried out; of the others the line
/// is parsed. Users may name any folder, so mutations name none.</summary>
static class CommandLines
{
    static readonly string[][] Lines =
    [
        ["motion", "a.bvh"], ["motion", "a.bvh", "--out", "a.png"], ["pose-map", "--keypoints", "a.json", "--out", "a.png"], ["sigml", "check", "a.sigml"],
        ["lexicon", "list", "."], ["lexicon", "check", "."], ["model", "info", "."], ["model", "verify", "."], ["hand-shapes"],
        ["video", "--source", "a.png", "--motion", "a.bvh", "--out", "a.mp4", "--seconds", "1", "--fps", "25", "--size", "64x64"],
        ["generate", "--source", "a.png", "--pose", "a.bvh@0.5", "--out", "out", "--steps", "1", "--seed", "7"],
        ["export", "--motion", "a.bvh", "--out", "b.glb"], ["sign", "--text", "hello", "--out", "a.pose"], ["serve", "--source", "a.png", "--port", "0"],
        ["dataset", "render", "--split", "train", "--count", "2", "--out", "set"], ["evaluate", "--model", "m", "--pairs", "p"], ["--help"], ["--version"],
    ];

    /// <summary>Commands that end quickly and write nothing but what --out names.</summary>
    static readonly HashSet<string> CarriedOut = ["motion", "pose-map", "sigml", "lexicon", "hand-shapes"];

    public static IEnumerable<CaseFiles> Seeds()
    {
        var small = new Dictionary<string, Entry>();
        foreach (var name in new[] { "bvh", "keypoints", "sigml" })
        {
            var seed = Readers.Find(name).Seeds[0];
            small["a" + Path.GetExtension(seed.Main)] = seed.Files[seed.Main];
        }
        return Lines.Select(line => new CaseFiles("line.txt", small).With("line.txt", Encoding.UTF8.GetBytes(string.Join('\n', line))));
    }

    public static byte[] Mutate(byte[] bytes, byte[] other, Random random)
    {
        var words = Encoding.UTF8.GetString(bytes).Split('\n').ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(words.Count + 1);
            switch (random.Next(7))
            {
                case 0 when at < words.Count: words.RemoveAt(at); break;
                case 1 when at < words.Count: words.Insert(random.Next(words.Count), words[at]); break;
                case 2 when at < words.Count: words[at] = Hostile.Near(words[at], random); break;
                case 3 when at < words.Count: words.InsertRange(at, Enumerable.Repeat(words[at], Hostile.Amount(random, 3000))); break;
                case 4:
                    var others = Encoding.UTF8.GetString(other).Split('\n');
                    words.Insert(at, others[random.Next(others.Length)]);
                    break;
                default: words.Insert(at, Hostile.Word(random).Replace("/", "", StringComparison.Ordinal).Replace("..", "", StringComparison.Ordinal)); break;
            }
        }
        return Encoding.UTF8.GetBytes(string.Join('\n', words));
    }

    public static void Run(string path)
    {
        var root = Cli.Program.Commands();
        var words = File.ReadAllText(path).Split('\n');
        Applications.EntryPoint.RequireFew(words);
        var parsed = root.Parse(words);
        if (parsed.Action is ParseErrorAction || !CarriedOut.Contains(parsed.CommandResult.Command.Name)
            && !(parsed.CommandResult.Parent is System.CommandLine.Parsing.CommandResult { Command: { } parent } && CarriedOut.Contains(parent.Name)))
            return;
        // What is written goes beside the inputs, and is gone before the folder is compared.
        var folder = Path.GetDirectoryName(path)!;
        var before = Directory.GetFileSystemEntries(folder).ToHashSet(StringComparer.Ordinal);
        var (output, errors, current) = (Console.Out, Console.Error, Environment.CurrentDirectory);
        try
        {
            Environment.CurrentDirectory = folder;
            Console.SetOut(TextWriter.Null);
            Console.SetError(TextWriter.Null);
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            parsed.InvokeAsync(configuration).GetAwaiter().GetResult();
        }
        finally
        {
            Environment.CurrentDirectory = current;
            Console.SetOut(output);
            Console.SetError(errors);
            foreach (var made in Directory.GetFileSystemEntries(folder).Where(entry => !before.Contains(entry)))
                if (Directory.Exists(made))
                    Directory.Delete(made, recursive: true);
                else
                    File.Delete(made);
        }
    }
}
