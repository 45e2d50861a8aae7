using System.Text;
using Avatars.Fixtures;

namespace Avatars.Fuzzing;

/// <summary>Where valid inputs come from.</summary>
static class Seeds
{
    public static CaseFiles Text(string name, string text) => CaseFiles.One(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Files of the repository or of the folders beside it, up to a size; none where they are absent.</summary>
    /// <param name="under">"Samples/Motion" of the repository, or "shared/cases/trial".</param>
    public static IEnumerable<CaseFiles> Files(string under, string pattern, string name, int mostBytes = 60_000)
    {
        var folder = Path.GetFullPath(Path.Combine(SharedFolders.Repository, under.StartsWith("shared/", StringComparison.Ordinal) ? "../" + under : under));
        return !Directory.Exists(folder) ? [] : new DirectoryInfo(folder).GetFiles(pattern).Where(file => file.Length <= mostBytes)
            .OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => CaseFiles.One(name, File.ReadAllBytes(file.FullName)));
    }

    /// <summary>What a writer makes of a path.</summary>
    public static CaseFiles Written(string name, Action<string> write)
    {
        using var folder = new TemporaryFolder();
        write(folder[name]);
        return CaseFiles.One(name, File.ReadAllBytes(folder[name]));
    }

    /// <summary>What a writer puts into a folder.</summary>
    public static CaseFiles Folder(Action<TemporaryFolder> write, string main = "")
    {
        using var folder = new TemporaryFolder();
        write(folder);
        return CaseFiles.OfFolder(folder.Path, main);
    }
}
