using Avatars.Body;
using Avatars.Files;
using Avatars.Formats;
using Avatars.PoseMaps;
using Avatars.Posing;

namespace Avatars.Viewer.Editing;

/// <summary>Files that a scene names, brought into its folder.</summary>
static class SceneFiles
{
    /// <summary>A reference to a file; one that lies elsewhere is copied into the scene's folder first, under another name where that one is taken.</summary>
    /// <exception cref="IOException">The file cannot be copied.</exception>
    public static FileReference Bring(SceneFolder folder, string path) => Bring(folder, path, out _);

    /// <param name="isCopied">Whether the file was not there before.</param>
    /// <inheritdoc cref="Bring(SceneFolder, string)"/>
    public static FileReference Bring(SceneFolder folder, string path, out bool isCopied)
    {
        isCopied = false;
        var whole = Path.GetFullPath(path);
        if (whole.StartsWith(folder.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return folder.Refer(whole);
        Directory.CreateDirectory(folder.Folder);
        var copy = Path.Combine(folder.Folder, Path.GetFileName(whole));
        for (var i = 2; IsTaken(whole, copy); i++)
            copy = Path.Combine(folder.Folder, $"{Path.GetFileNameWithoutExtension(whole)}-{i}{Path.GetExtension(whole)}");
        isCopied = !File.Exists(copy);
        Copy(whole, copy);
        return folder.Refer(copy);
    }

    /// <summary>Every file that a document names now, or did before an edit that can be undone.</summary>
    public static IEnumerable<FileReference> EverNamed(PoseDocument document)
    {
        var items = document.Items().Concat(document.UndoList.Concat(document.RedoList).SelectMany(edit => edit.Changes)
            .SelectMany(change => new[] { change.Before, change.After })).ToArray();
        var keyed = items.OfType<TrackItem>().Where(track => track.Target.Kind == TrackKind.Source).SelectMany(track => track.Keys);
        return Files(items).Concat(keyed.Select(key => new FileReference(key.Text)));
    }

    /// <summary>Deletes a file of the scene, with what was copied along.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        foreach (var beside in BesideIt(path))
            File.Delete(beside);
    }

    /// <summary>Copies every file of a document to the same place below another folder.</summary>
    /// <exception cref="IOException">A file is missing or cannot be copied, or another file has its name there.</exception>
    public static void CopyAll(PoseDocument document, SceneFolder from, SceneFolder to)
    {
        if (from.Folder == to.Folder)
            return;
        var keyed = document.All<PersonItem>().SelectMany(person => SceneSources.Of(document, person.Person).All).SelectMany(files => files);
        foreach (var file in Files(document.Items()).Concat(keyed).Distinct())
        {
            var (source, copy) = (from.Find(file), Path.Combine(to.Folder, file.File.Replace('/', Path.DirectorySeparatorChar)));
            if (File.Exists(copy) && !IsSame(source, copy))
                throw new IOException($"'{copy}' is another file than the scene's '{file.File}'. Save the scene in another folder.");
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            Copy(source, copy);
        }
    }

    static IEnumerable<FileReference> Files(IEnumerable<SceneItem?> items)
    {
        foreach (var item in items)
        {
            if (item is PersonItem person)
                foreach (var file in person.Body.IsEmpty ? person.Sources : [.. person.Sources, person.Body])
                    yield return file;
            else if (item is ClipItem clip)
                yield return clip.File;
            else if (item is SignItem { Recording.IsEmpty: false } sign)
                yield return sign.Recording;
            else if (item is SoundItem sound)
                yield return sound.File;
            else if (item is SceneSettings settings && DocumentBackground.IsFile(settings.Background))
                yield return new FileReference(settings.Background, settings.BackgroundHash);
        }
    }

    /// <summary>Whether a name is another file's, or that of what would lie beside it.</summary>
    static bool IsTaken(string path, string copy) => File.Exists(copy) ? !IsSame(path, copy) : Samples.IsPicture(copy) && BesideIt(copy).Any(File.Exists);

    static bool IsSame(string one, string other) =>
        new FileInfo(one).Length == new FileInfo(other).Length && SceneFolder.HashOf(one) == SceneFolder.HashOf(other);

    /// <summary>With what lies beside it: bones of a motion, the analysis and the keypoints of a picture.</summary>
    static void Copy(string from, string to)
    {
        CopyWhole(from, to);
        foreach (var (beside, copy) in BesideIt(from).Zip(BesideIt(to)))
            if (File.Exists(beside))
                CopyWhole(beside, copy);
    }

    /// <summary>Copies a file completely or not at all.</summary>
    static void CopyWhole(string from, string to)
    {
        try
        {
            using var stream = WholeFile.Open(from, long.MaxValue);
            WholeFile.Write(to, stream.CopyTo);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"'{from}' could not be copied to '{Path.GetDirectoryName(to)}': {error.Message}", error);
        }
    }

    static string[] BesideIt(string path) => Samples.IsPicture(path)
        ? [Path.ChangeExtension(path, PersonFile.Ending), Path.ChangeExtension(path, null) + KeypointsFile.SidecarEnding]
        : [MotionRequest.BonesFileOf(path)];
}
