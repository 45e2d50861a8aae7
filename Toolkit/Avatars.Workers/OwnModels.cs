namespace Avatars.Workers;

/// <summary>The models that came with this program, as opposed to those of others.</summary>
public static class OwnModels
{
    /// <summary>Whether a package lies outside the Models folders beside this program and above it.</summary>
    /// <param name="folder">Of the package; where it leads to, if it is a link.</param>
    public static bool IsForeign(string folder)
    {
        var package = Resolved(folder);
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
            if (package.StartsWith(Resolved(Path.Combine(above.FullName, "Models")) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                return false;
        return true;
    }

    static string Resolved(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Directory.Exists(folder) ? Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder : folder;
    }
}
