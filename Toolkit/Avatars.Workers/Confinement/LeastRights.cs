using System.ComponentModel;

namespace Avatars.Workers.Confinement;

/// <summary>What a worker may do: read the program, the system's libraries and its models. No network and no writing, as far as the system can forbid
/// it.</summary>
static class LeastRights
{
    static readonly string[] SystemFolders = ["/usr", "/lib", "/lib64", "/lib32", "/etc", "/proc", "/sys", "/opt"];
    static readonly string[] Devices = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom", "/dev/full"];
    static readonly string[] GraphicsDevices = ["/dev/dri", "/dev/kfd", "/dev/dxg", "/dev/nvidia-caps"];

    /// <summary>Restricts this thread, and the program that it becomes.</summary>
    /// <param name="readable">Folders of models.</param>
    /// <param name="program">What it becomes.</param>
    /// <param name="mayUseGraphicsCards">Whether networks run on one.</param>
    /// <returns>What was forbidden and what could not be, for the user.</returns>
    public static string Apply(IEnumerable<string> readable, string program, bool mayUseGraphicsCards)
    {
        List<string> forbidden = [], missing = [];
        try
        {
            SystemCallFilter.ForbidNewPrivileges();
            if (Landlock.Version == 0)
                missing.Add("files (this kernel has no landlock)");
            else
            {
                Landlock.Restrict([.. SystemFolders, AppContext.BaseDirectory, RuntimeFolder, .. readable], [Resolved(program), .. Loaders()],
                    [.. Devices, .. mayUseGraphicsCards ? [.. GraphicsDevices, .. Directory.GetFiles("/dev", "nvidia*")] : (string[])[]]);
                forbidden.Add("other files");
            }
        }
        catch (Win32Exception refused)
        {
            missing.Add($"files ({refused.Message})");
        }
        try
        {
            if (!SystemCallFilter.IsKnown)
                missing.Add("the network (no filter for this processor)");
            else
            {
                SystemCallFilter.Restrict();
                forbidden.Add("network");
            }
        }
        catch (Win32Exception refused)
        {
            missing.Add($"the network ({refused.Message})");
        }
        return missing.Count == 0 ? "" : $"The worker process could not be kept from {string.Join(" and ", missing)}"
            + $"{(forbidden.Count > 0 ? $"; it is kept from {string.Join(" and ", forbidden)}" : "")}.";
    }

    /// <summary>Where .NET itself is.</summary>
    static string RuntimeFolder => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location) is { Length: > 0 } folder
        ? folder : AppContext.BaseDirectory, "..", "..", ".."));

    /// <summary>The system's program that loads others.</summary>
    static IEnumerable<string> Loaders() => ((string[])["/lib64", "/lib"]).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "ld-*")).Select(Resolved);

    static string Resolved(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
}
