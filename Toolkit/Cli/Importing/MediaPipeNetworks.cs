using System.ComponentModel;
using System.Diagnostics;
using Avatars.Files;
using Avatars.ModelBuilding.Importing.MediaPipe;
using Avatars.Models;

namespace Avatars.Cli.Importing;

/// <summary>Brings MediaPipe's networks: npm downloads the pinned packages, the importer converts what is in them.</summary>
static class MediaPipeNetworks
{
    public const string System = "mediapipe";

    const string Npm = "npm";
    static readonly TimeSpan MostTime = TimeSpan.FromMinutes(15);

    /// <param name="packages">A folder with <c>node_modules</c> in it; null to download.</param>
    /// <param name="folder">By default where perception looks for them.</param>
    public static async Task Bring(string? packages, string? folder, CancellationToken stop)
    {
        folder = Path.GetFullPath(folder ?? PerceptionModels.DefaultFolder);
        if (File.Exists(Path.Combine(folder, PerceptionModels.FileName)))
        {
            VerifyAll(PerceptionModels.Open(folder));
            Console.WriteLine($"{folder}: the networks are there already.");
            return;
        }
        WholeFolder.RequireFree(folder);
        if (packages is not null)
        {
            Convert(packages, folder, stop);
            return;
        }
        var temporary = Directory.CreateTempSubdirectory("avatar-npm-").FullName;
        UnfinishedFiles.Add(temporary);
        try
        {
            Console.WriteLine("Downloading MediaPipe's npm packages (about 150 MB unpacked; Apache-2.0)");
            MediaPipeImport.WritePackageList(temporary);
            await Install(temporary, stop);
            Convert(temporary, folder, stop);
        }
        finally
        {
            UnfinishedFiles.Delete(temporary);
        }
    }

    static void VerifyAll(PerceptionModels models)
    {
        foreach (var name in models.Networks.Keys)
            models.Verify(name);
    }

    static void Convert(string packages, string folder, CancellationToken stop)
    {
        MediaPipeImport.Run(packages, folder, name => Console.WriteLine($"converted {name}"), stop);
        var networks = PerceptionModels.Open(folder).Networks.Values;
        Console.WriteLine($"{folder}: {networks.Count()} networks, {networks.Sum(network => network.Result.Bytes):N0} bytes");
    }

    /// <summary>The packages of the lock file, whose hashes npm checks; no script in them is run.</summary>
    static async Task Install(string folder, CancellationToken stop)
    {
        var (program, arguments) = OperatingSystem.IsWindows() ? ("cmd.exe", new[] { "/c", Npm }) : (Npm, Array.Empty<string>());
        var start = new ProcessStartInfo(program, [.. arguments, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Start(start);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(MostTime);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            stop.ThrowIfCancellationRequested();
            throw new IOException($"npm did not finish within {MostTime.TotalMinutes} minutes. Check the connection, then run "
                + $"'{PerceptionModels.Command}' again.");
        }
        if (process.ExitCode != 0)
            throw new IOException($"npm could not download MediaPipe's packages: "
                + $"{ErrorLine.Printable((await errors + " " + await output).Trim(), 300).TrimEnd('.')}. Check the connection and the registry, then run "
                + $"'{PerceptionModels.Command}' again.");
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new IOException($"npm could not be started ({error.Message.TrimEnd('.')}). Install Node.js with npm (Debian: apt-get install npm), then run "
                + $"'{PerceptionModels.Command}' again.", error);
        }
    }
}
