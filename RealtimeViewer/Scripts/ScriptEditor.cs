using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Avatars.ScriptHost;

namespace Avatars.Viewer.Scripts;

/// <summary>Opens a place of a script in the user's editor: the one of AVATAR_EDITOR, such as <c>rider --line {line} {file}</c>; else Visual Studio
/// Code where it is installed; else whatever the system opens text files with.</summary>
static class ScriptEditor
{
    const string Variable = "AVATAR_EDITOR";

    /// <returns>False when no editor could be started.</returns>
    public static bool Open(ScriptError place)
    {
        foreach (var start in Candidates(place, Environment.GetEnvironmentVariable(Variable)))
            try
            {
                Process.Start(start)?.Dispose();
                return true;
            }
            catch (Exception error) when (error is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
            {
                // The next candidate may be there.
            }
        return false;
    }

    /// <param name="own">The user's command, or null.</param>
    internal static IEnumerable<ProcessStartInfo> Candidates(ScriptError place, string? own)
    {
        var line = Math.Max(place.Line, 1).ToString(CultureInfo.InvariantCulture);
        if (!string.IsNullOrWhiteSpace(own))
        {
            var words = own.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            yield return new ProcessStartInfo(words[0],
                words.Skip(1).Select(word => word.Replace("{file}", place.File, StringComparison.Ordinal).Replace("{line}", line, StringComparison.Ordinal)));
        }
        yield return new ProcessStartInfo("code", ["-g", $"{place.File}:{line}"]);
        yield return new ProcessStartInfo(place.File) { UseShellExecute = true };
    }
}
