namespace Avatars.ScriptHost;

/// <summary>The scripts that the user has allowed to run: full paths, one a line, in a file of the user's settings.</summary>
/// <param name="file">Made when it is needed.</param>
public sealed class TrustedScripts(string file)
{
    /// <summary>In the user's settings folder.</summary>
    public static string DefaultFile => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } settings ? settings
            : Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "avatar", "trusted-scripts.txt");

    /// <summary>Whether a script, or a folder above it, was allowed.</summary>
    public bool Has(string path)
    {
        if (!File.Exists(file))
            return false;
        var full = Path.GetFullPath(path);
        return File.ReadLines(file).Any(trusted => trusted.Length > 0
            && (full == trusted || full.StartsWith(trusted + Path.DirectorySeparatorChar, StringComparison.Ordinal)));
    }

    public void Add(string path)
    {
        if (Has(path))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.AppendAllText(file, Path.GetFullPath(path) + Environment.NewLine);
    }
}
