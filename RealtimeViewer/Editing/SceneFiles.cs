using Avatars.Formats;
using Avatars.Posing;

namespace Avatars.Viewer.Editing;

/// <summary>Files that a scene names, brought into its folder.</summary>
static class SceneFiles
{
    /// <summary>A reference to a file; one that lies elsewhere is copied into the scene's folder first, under another name where that one is taken.</summary>
    /// <exception cref="IOException">The file cannot be copied.</exception>
    public static FileReference Bring(SceneFolder folder, string path)
    {
        var whole = Path.GetFullPath(path);
        if (whole.StartsWith(folder.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return folder.Refer(whole);
        Directory.CreateDirectory(folder.Folder);
        var copy = Path.Combine(folder.Folder, Path.GetFileName(whole));
        for (var i = 2; File.Exists(copy) && !IsSame(whole, copy); i++)
            copy = Path.Combine(folder.Folder, $"{Path.GetFileNameWithoutExtension(whole)}-{i}{Path.GetExtension(whole)}");
        Copy(whole, copy);
        return folder.Refer(copy);
    }

    /// <summary>Copies every file of a document to the same place below another folder.</summary>
    /// <exception cref="IOException">A file is missing or cannot be copied, or another file has its name there.</exception>
    public static void CopyAll(PoseDocument document, SceneFolder from, SceneFolder to)
    {
        if (from.Folder == to.Folder)
            return;
        foreach (var file in Files(document).Distinct())
        {
            var (source, copy) = (from.Find(file), Path.Combine(to.Folder, file.File.Replace('/', Path.DirectorySeparatorChar)));
            if (File.Exists(copy) && !IsSame(source, copy))
                throw new IOException($"'{copy}' is another file than the scene's '{file.File}'. Save the scene in another folder.");
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            Copy(source, copy);
        }
    }

    static IEnumerable<FileReference> Files(PoseDocument document)
    {
        foreach (var person in document.All<PersonItem>())
        {
            foreach (var source in person.Sources)
                yield return source;
            if (!person.Body.IsEmpty)
                yield return person.Body;
        }
        foreach (var clip in document.All<ClipItem>())
            yield return clip.File;
        if (document.Settings.Background is { Length: > 0 } background && background[0] != '#')
            yield return new FileReference(background, document.Settings.BackgroundHash);
    }

    static bool IsSame(string one, string other) =>
        new FileInfo(one).Length == new FileInfo(other).Length && SceneFolder.HashOf(one) == SceneFolder.HashOf(other);

    /// <summary>With the bones of a motion, where it has such a file.</summary>
    static void Copy(string from, string to)
    {
        File.Copy(from, to, overwrite: true);
        var bones = MotionRequest.BonesFileOf(from);
        if (File.Exists(bones))
            File.Copy(bones, MotionRequest.BonesFileOf(to), overwrite: true);
    }
}
