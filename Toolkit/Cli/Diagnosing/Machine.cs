using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Avatars.Files;
using Avatars.Graphics;

namespace Avatars.Cli.Diagnosing;

/// <summary>What is known about the machine, for a bug report: no name of it, no user's name.</summary>
static class Machine
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20); // a driver that hangs is a finding too

    static readonly Dictionary<string, string> Makers = new() { ["0x10de"] = "NVIDIA", ["0x1002"] = "AMD", ["0x8086"] = "Intel", ["0x1af4"] = "virtio",
        ["0x15ad"] = "VMware", ["0x1414"] = "Microsoft" };

    public static string System =>
        $"{(File.Exists("/etc/os-release") ? Named("/etc/os-release", "PRETTY_NAME") : RuntimeInformation.OSDescription)}, "
        + $"{RuntimeInformation.OSArchitecture}; {RuntimeInformation.FrameworkDescription}";

    public static string Memory => FormattableString.Invariant($"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB");

    /// <summary>Graphics cards, a line each.</summary>
    public static IEnumerable<string> Cards()
    {
        var (nvidia, reason) = Ask("nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader");
        foreach (var line in nvidia?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
            yield return $"{line} (name, driver, memory)";
        var cards = Displays();
        foreach (var maker in cards)
            yield return $"a display adapter by {maker}" + (maker == "NVIDIA" && nvidia is null ? $"; its driver does not answer ({reason})" : "");
        if (nvidia is null && cards.Length == 0)
            yield return $"none found ({reason})";
    }

    /// <summary>The OpenGL renderer, or why there is none.</summary>
    public static string OpenGl()
    {
        try
        {
            using var context = new GraphicsContext();
            return $"{context.Gl.GetStringS(Silk.NET.OpenGL.StringName.Version)}, {context.Renderer}";
        }
        catch (Exception error) when (error is InvalidOperationException or PlatformNotSupportedException or DllNotFoundException)
        {
            return $"none ({ErrorLine.Of(error)})";
        }
    }

    public static string Ffmpeg() => Ask("ffmpeg", "-version") is ({ } text, _) ? text.Split('\n')[0].Split(" Copyright")[0] : "none: films need it";

    /// <summary>The path with the home folder as ~.</summary>
    public static string Shown(string path)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length > 1 ? path.Replace(home, "~", StringComparison.Ordinal) : path;
    }

    /// <summary>Makers of the display adapters on the bus, where the system tells them.</summary>
    static string[] Displays()
    {
        const string devices = "/sys/bus/pci/devices";
        return !Directory.Exists(devices) ? [] : [.. Directory.EnumerateDirectories(devices)
            .Where(device => TextIn(device, "class").StartsWith("0x03", StringComparison.Ordinal))
            .Select(device => Makers.GetValueOrDefault(TextIn(device, "vendor"), "another maker")).Order(StringComparer.Ordinal)];
    }

    static string TextIn(string folder, string name) => Path.Combine(folder, name) is var file && File.Exists(file) ? File.ReadAllText(file).Trim() : "";

    static string Named(string file, string key) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key + "=", StringComparison.Ordinal))?[(key.Length + 1)..].Trim('"') ?? "Linux";

    /// <returns>What a program printed, or null and the reason.</returns>
    static (string? Output, string Reason) Ask(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Patience))
            {
                process.Kill();
                return (null, $"{program} did not answer in {Patience.TotalSeconds:0} s");
            }
            var said = output.Result + errors.Result;
            return process.ExitCode == 0 ? (output.Result, "") : (null, $"{program}: {ErrorLine.Printable(said, 200)}");
        }
        catch (Win32Exception)
        {
            return (null, $"{program} is not installed");
        }
    }
}
