using System.CommandLine;
using System.Reflection;
using Avatars.Batches;

namespace Avatars.Cli.Batches;

/// <summary>What every command of a batch takes: the manifest, and the folder of the batch.</summary>
sealed class BatchArguments
{
    readonly Argument<string> _manifest = new("MANIFEST") { Description = "JSON Lines, an item each; paths in it are relative to its folder." };
    readonly Option<string> _output = new("--out") { Description = "Folder of the batch: plan, results, records.", Required = true };

    /// <summary>Of the program: its results may depend on it.</summary>
    public static string Version { get; } = typeof(BatchArguments).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    public void AddTo(Command command)
    {
        command.Add(_manifest);
        command.Add(_output);
    }

    /// <summary>Both, absolute; the manifest's folder becomes the current one.</summary>
    /// <exception cref="FileNotFoundException">There is no such manifest.</exception>
    public (string Manifest, BatchFolder Folder) Open(ParseResult parsed)
    {
        var (manifest, folder) = (Path.GetFullPath(parsed.GetValue(_manifest)!), new BatchFolder(parsed.GetValue(_output)!));
        if (!File.Exists(manifest))
            throw new FileNotFoundException($"{parsed.GetValue(_manifest)}: there is no such manifest. Check the name and the folder.", manifest);
        Environment.CurrentDirectory = Path.GetDirectoryName(manifest)!;
        return (manifest, folder);
    }
}
