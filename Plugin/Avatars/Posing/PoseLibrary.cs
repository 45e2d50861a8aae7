using System;
using System.Collections.Generic;
using System.IO;
using Avatars.Files;
using Avatars.Rig;

namespace Avatars.Posing;

/// <summary>
/// Named poses in a folder. Each is a scene of a single moment, <c>NAME.avatar.json</c>, so that everything that reads scenes reads a pose.
/// </summary>
public sealed class PoseLibrary
{
    const string Person = "pose";
    const int LongestName = 80;

    /// <param name="folder">It need not exist yet.</param>
    public PoseLibrary(string folder) => Folder = Path.GetFullPath(folder);

    /// <summary>Where the user's poses are: <c>avatar/poses</c> in the user's folder for application data.</summary>
    public static string UserFolder => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
        Environment.SpecialFolderOption.DoNotVerify), "avatar", "poses");

    public string Folder { get; }

    /// <summary>Names of the poses, sorted.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public IReadOnlyList<string> Names()
    {
        var names = new List<string>();
        if (Directory.Exists(Folder))
            foreach (var path in Directory.EnumerateFiles(Folder, "*" + SceneFile.Ending))
                names.Add(Path.GetFileName(path)[..^SceneFile.Ending.Length]);
        names.Sort(StringComparer.OrdinalIgnoreCase);
        return names;
    }

    /// <exception cref="FormatException">The file is damaged; the message names it.</exception>
    /// <exception cref="FileNotFoundException">There is no such pose.</exception>
    public StoredPose Load(string name)
    {
        var document = SceneFile.Read(PathOf(name));
        try
        {
            return StoredPose.Of(name, new ScenePoseSource(document, null, new SceneFolder(PathOf(name))), 0);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"{PathOf(name)}: {ErrorLine.Of(error)}", error);
        }
    }

    /// <summary>Writes a pose under its name, in the place of one that has it.</summary>
    /// <exception cref="ArgumentException">The name is no name of a file.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Save(StoredPose pose)
    {
        var path = PathOf(pose.Name);
        var document = new PoseDocument([new SceneSettings(pose.Name), new PersonItem(Person, "", [], default, new Dictionary<string, float>())]);
        PoseKeys.Set(document, Person, 0, pose.Joints, default, "Pose");
        foreach (var (name, weight) in pose.Weights)
            PoseKeys.SetValues(document, Person, TrackTarget.Expression(name), 0, [weight], "Pose");
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"The folder '{Folder}' cannot be made: {error.Message} Poses are kept there; make it writable.", error);
        }
        SceneFile.Write(path, document);
    }

    /// <summary>Whether there is such a pose.</summary>
    public bool Has(string name) => File.Exists(PathOf(name));

    /// <exception cref="IOException">The file cannot be deleted.</exception>
    public void Delete(string name) => File.Delete(PathOf(name));

    /// <exception cref="IOException">There is a pose with the new name, or the file cannot be written.</exception>
    public void Rename(string name, string newName)
    {
        if (!name.Equals(newName, StringComparison.OrdinalIgnoreCase) && Has(newName))
            throw new IOException($"There is a pose '{newName}' already. Choose another name, or delete that pose first.");
        var pose = Load(name);
        Save(new StoredPose(newName, pose.Joints, pose.Weights));
        if (name != newName)
            Delete(name);
    }

    /// <summary>The file of a pose.</summary>
    /// <exception cref="ArgumentException">The name is no name of a file.</exception>
    public string PathOf(string name)
    {
        if (name.Length is 0 or > LongestName || name.Trim() != name || name[0] == '.' || name.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) >= 0
            || name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || Array.Exists(name.ToCharArray(), char.IsControl))
            throw new ArgumentException($"{ErrorLine.Quote(name)} cannot be the name of a pose. Give 1 to {LongestName} letters, without / \\ : * ? \" < > | "
                + "and without a dot or space in front.");
        return Path.Combine(Folder, name + SceneFile.Ending);
    }
}
