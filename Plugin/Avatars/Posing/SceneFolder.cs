using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using Avatars.Animation;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Posing;

/// <summary>The files that a scene names: all of them lie in the scene's folder or below. Motions are read once and kept.</summary>
public sealed class SceneFolder
{
    readonly Dictionary<string, IPoseSource> _motions = new(StringComparer.Ordinal);
    readonly Dictionary<string, WavSound> _sounds = new(StringComparer.Ordinal);
    readonly IReadOnlyList<string> _chain;

    /// <param name="scenePath">The scene's file; it need not exist yet.</param>
    public SceneFolder(string scenePath) : this(scenePath, [])
    {
    }

    SceneFolder(string scenePath, IReadOnlyList<string> chain)
    {
        ScenePath = Path.GetFullPath(scenePath);
        Folder = Path.GetDirectoryName(ScenePath)!;
        _chain = [.. chain, ScenePath];
    }

    public string ScenePath { get; }

    public string Folder { get; }

    /// <summary>A reference to a file, with the hash of its content.</summary>
    /// <param name="path">In the scene's folder or below.</param>
    /// <exception cref="ArgumentException">The file lies elsewhere.</exception>
    public FileReference Refer(string path)
    {
        var whole = Path.GetFullPath(path);
        if (!whole.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ArgumentException($"'{path}' is not in the scene's folder '{Folder}'. Copy it there, so that the scene can be moved as a whole.",
                nameof(path));
        return new FileReference(whole[(Folder.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/'), HashOf(whole));
    }

    /// <summary>The whole path of a reference.</summary>
    /// <exception cref="FormatException">It leads out of the folder.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public string Find(FileReference file)
    {
        var path = Path.Combine(Folder, file.File.Replace('/', Path.DirectorySeparatorChar));
        if (Path.IsPathRooted(file.File) || file.File.Contains('\\', StringComparison.Ordinal) || Array.IndexOf(file.File.Split('/'), "..") >= 0
            || file.File.Contains('\0', StringComparison.Ordinal))
            throw new FormatException($"{ScenePath}: the file {ErrorLine.Quote(file.File)} leads out of the scene's folder. Copy it beside the "
                + $"scene, and name "
                + "it without a folder.");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{ScenePath}: the file {ErrorLine.Quote(file.File)} is missing. Put it back into '{Folder}', or choose another "
                + "one in the scene.", path);
        if (!RealPath.IsWithin(path, Folder))
            throw new FormatException($"{ScenePath}: the file {ErrorLine.Quote(file.File)} is a link that leads out of the scene's folder. Copy the "
                + $"file there.");
        return path;
    }

    /// <summary>The whole path of a reference whose content is still the one that the scene was made with.</summary>
    /// <exception cref="FormatException">It is another one, or leads out of the folder.</exception>
    /// <inheritdoc cref="Find"/>
    public string FindUnchanged(FileReference file)
    {
        var path = Find(file);
        if (file.Hash.Length > 0 && !HashOf(path).Equals(file.Hash, StringComparison.OrdinalIgnoreCase))
            throw new FormatException($"{ScenePath}: the file {ErrorLine.Quote(file.File)} is not the one that the scene was made with (its SHA-256 differs). "
                + "Put the old file back, or choose the new one in the scene.");
        return path;
    }

    /// <summary>One sentence for each file that is missing, outside the folder, or another one than the scene was made with.</summary>
    public IReadOnlyList<string> Problems(PoseDocument document)
    {
        var problems = new List<string>();
        foreach (var person in document.All<PersonItem>())
        {
            foreach (var sources in SceneSources.Of(document, person.Person).All)
                foreach (var source in sources)
                    Check(source);
            if (!person.Body.IsEmpty)
                Check(person.Body);
        }
        foreach (var clip in document.All<ClipItem>())
            Check(clip.File);
        foreach (var sign in document.All<SignItem>())
            if (!sign.Recording.IsEmpty)
                Check(sign.Recording);
        foreach (var sound in document.All<SoundItem>())
            Check(sound.File);
        if (document.Settings.Background is var background && DocumentBackground.IsFile(background))
            Check(new FileReference(background, document.Settings.BackgroundHash));
        return problems;

        void Check(FileReference file)
        {
            try
            {
                FindUnchanged(file);
            }
            catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
            {
                problems.Add(error.Message);
            }
        }
    }

    /// <summary>A clip's motion on the standard humanoid.</summary>
    /// <exception cref="FormatException">The file is damaged, or scenes refer to each other in a circle.</exception>
    public IPoseSource Motion(ClipItem clip)
    {
        var path = Find(clip.File);
        var key = $"{path}|{clip.Animation}";
        if (_motions.TryGetValue(key, out var known))
            return known;
        var source = SceneFile.IsScene(path) ? Nested(path)
            : (IPoseSource)new MotionRequest(clip.Animation.Length > 0 ? clip.Animation : null).Load(path);
        return _motions[key] = source;
    }

    /// <summary>A recording, read once and kept.</summary>
    /// <exception cref="FormatException">The file is damaged or no WAV file.</exception>
    public WavSound Sound(SoundItem sound)
    {
        var path = Find(sound.File);
        return _sounds.TryGetValue(path, out var known) ? known : _sounds[path] = WavFile.Read(path);
    }

    /// <summary>SHA-256 of a file's content, hexadecimal.</summary>
    public static string HashOf(string path)
    {
        using var sha = SHA256.Create();
        using var stream = WholeFile.Open(path, long.MaxValue);
        return BitConverter.ToString(sha.ComputeHash(stream)).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    ScenePoseSource Nested(string path)
    {
        foreach (var scene in _chain)
            if (string.Equals(scene, Path.GetFullPath(path), StringComparison.Ordinal))
                throw new FormatException($"{ScenePath}: the scenes refer to each other in a circle: {string.Join(" -> ", _chain)} -> {path}. "
                    + $"Remove one of the "
                    + "clips.");
        if (_chain.Count > 16)
            throw new FormatException($"{ScenePath}: scenes are nested more than 16 deep. Remove a clip.");
        var document = SceneFile.Read(path);
        return new ScenePoseSource(document, null, new SceneFolder(path, _chain));
    }
}
