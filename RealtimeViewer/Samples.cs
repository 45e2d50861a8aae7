using Avatars.Body;

namespace Avatars.Viewer;

/// <summary>Folders of the repository, found from the working directory or the program's folder.</summary>
static class Samples
{
    static readonly string[] PictureEndings = [".png", ".jpg", ".jpeg"];
    static readonly string[] MotionEndings = Formats.MotionFile.Endings.Split(", ");

    /// <param name="path">As in the repository, for example <c>Samples/Sources</c>.</param>
    /// <returns>An absolute path if found; else the given path, for the error message.</returns>
    public static string Find(string path)
    {
        if (Path.Exists(path))
            return path;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, path) is var candidate && Path.Exists(candidate))
                return candidate;
        return path;
    }

    /// <summary>The given picture first, then the sample people, whole figures before closer views.</summary>
    public static IReadOnlyList<string> Sources(string? first) => List(first, Find("Samples/Sources"), PictureEndings);

    /// <summary>The given motion first, then the sample motions by name.</summary>
    public static IReadOnlyList<string> Motions(string? first) => List(first, Find("Samples/Motion"), MotionEndings);

    static List<string> List(string? first, string folder, string[] endings)
    {
        var paths = new List<string>();
        if (first is not null)
            paths.Add(Path.Exists(first) ? Path.GetFullPath(first) : throw new FileNotFoundException($"There is no file '{first}'. Check the path.", first));
        if (Directory.Exists(folder))
            foreach (var path in Directory.EnumerateFiles(folder).Select(Path.GetFullPath).OrderBy(path => path.Length)
                .ThenBy(path => path, StringComparer.Ordinal))
                if (endings.Contains(Path.GetExtension(path).ToLowerInvariant()) && !IsCopy(path) && !paths.Contains(path))
                    paths.Add(path);
        return paths;
    }

    /// <summary>Whether a file is named like a picture.</summary>
    public static bool IsPicture(string path) => PictureEndings.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Whether a file is named like a picture or a person.</summary>
    public static bool IsPerson(string path) => IsPicture(path) || Path.GetExtension(path).Equals(PersonFile.Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Samples exist at several sizes; small ones have the size in the name.</summary>
    static bool IsCopy(string path) => Path.GetFileNameWithoutExtension(path).EndsWith("-256", StringComparison.Ordinal);
}
