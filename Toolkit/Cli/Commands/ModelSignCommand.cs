using System.CommandLine;
using Avatars.Cli.Inspecting;
using Avatars.Files;
using Avatars.Models;

namespace Avatars.Cli.Commands;

/// <summary>avatar model sign: the list of hashes by which others know that a package is this one.</summary>
static class ModelSignCommand
{
    public static Command Create()
    {
        var folder = ModelCommand.Folder();
        var output = new Option<string>("--out")
        {
            Description = "File to write, outside of the package: a line per file, as 'sha256sum' writes it.",
            Required = true,
        };
        var command = new Command("sign", "Checks a package and writes the SHA-256 of each of its files, for 'avatar model verify --signed'.")
        {
            folder, output,
        };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(output)!;
            WholeFile.RequireWritable(file);
            var package = ModelPackage.Open(parsed.GetValue(folder)!);
            if (Path.GetFullPath(file).StartsWith(package.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new ArgumentException($"--out {ErrorLine.Quote(file)}: the list would be part of the package. Write it elsewhere, and give it "
                    + "out by another way.");
            package.VerifyAll();
            var list = HashList.Of(package.Folder);
            list.Write(file);
            Console.WriteLine($"{file}: {list.Count} files of {package.Folder}. Give it to others by another way than the package.");
        });
        return command;
    }
}
