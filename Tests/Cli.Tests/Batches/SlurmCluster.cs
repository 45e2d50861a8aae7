using System.Diagnostics;
using Avatars.Fixtures;

namespace Avatars.Cli.Tests.Batches;

/// <summary>A real Slurm cluster of simulated nodes on this machine.</summary>
sealed class SlurmCluster : IDisposable
{
    static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Batches", "slurm-cluster.sh");

    readonly string _folder;

    /// <summary>Starts it; skips the test where Slurm is not installed.</summary>
    /// <param name="hasAccounting">With slurmdbd and a database of its own.</param>
    public SlurmCluster(string folder, int nodes, bool hasAccounting = false)
    {
        _folder = folder;
        if (!OperatingSystem.IsLinux() || !new[] { "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged" }.All(File.Exists))
            SharedFolders.Missing("Slurm is not installed: Debian's packages are slurm-wlm and munge.");
        if (hasAccounting && !new[] { "/usr/sbin/slurmdbd", "/usr/sbin/mariadbd" }.All(File.Exists))
            SharedFolders.Missing("Slurm's accounting is not installed: Debian's packages are slurmdbd and mariadb-server.");
        Directory.CreateDirectory(folder);
        var (code, output) = Run("bash", [Script, "start", folder, $"{nodes}", .. hasAccounting ? (string[])["accounting"] : []]);
        Assert.That(code, Is.Zero, output);
    }

    public (string Name, string Value) Variable => ("SLURM_CONF", Path.Combine(_folder, "slurm.conf"));

    /// <summary>One of Slurm's programs.</summary>
    public string Ask(string program, params string[] arguments)
    {
        var (code, output) = Run(program, arguments);
        Assert.That(code, Is.Zero, $"{program} {string.Join(' ', arguments)}: {output}");
        return output;
    }

    public void Dispose() => Run("bash", Script, "stop", _folder);

    (int Code, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Variable.Name] = Variable.Value;
        start.Environment["PATH"] = "/usr/sbin:/sbin:" + start.Environment["PATH"];
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
