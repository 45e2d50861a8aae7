using System.Security.Cryptography;
using System.Text;
using Avatars.Files;

namespace Avatars.ScriptHost;

/// <summary>The text of a script: one file, or all .cs files of a folder, with the assemblies beside them.</summary>
public sealed class ScriptSource
{
    const long MostBytes = 16 << 20; // of one file

    ScriptSource(string path, string folder, IReadOnlyList<(string File, string Text)> files, IReadOnlyList<string> assemblies) =>
        (Path, Folder, Files, Assemblies) = (path, folder, files, assemblies);

    /// <summary>Full path of the file or folder.</summary>
    public string Path { get; }

    /// <summary>Where relative paths of the script begin.</summary>
    public string Folder { get; }

    /// <summary>Full paths and contents, in the order of the paths.</summary>
    public IReadOnlyList<(string File, string Text)> Files { get; }

    /// <summary>Full paths of the .dll files beside the script.</summary>
    public IReadOnlyList<string> Assemblies { get; }

    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    /// <exception cref="FormatException">A folder without a .cs file, or a file that is no text of C#.</exception>
    public static ScriptSource Read(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full))
        {
            if (!full.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
                throw new FormatException($"'{path}' is not a script: its name does not end in .cs.");
            var folder = System.IO.Path.GetDirectoryName(full)!;
            return new ScriptSource(full, folder, [(full, ReadText(full))], FindAssemblies(folder));
        }
        if (!Directory.Exists(full))
            throw new FileNotFoundException($"There is no script '{path}'. Name a .cs file or a folder of them; 'avatar new script NAME' makes one.");
        var files = WholeFolder.FilesBelow(full, "*.cs").Where(file => !IsBuilt(full, file))
            .Order(StringComparer.Ordinal).ToArray();
        if (files.Length == 0)
            throw new FormatException($"The folder '{path}' has no .cs file. 'avatar new script NAME' makes one.");
        return new ScriptSource(full, full, [.. files.Select(file => (file, ReadText(file)))], FindAssemblies(full));
    }

    /// <summary>Changes with every file's name and content, and with the assemblies beside the script.</summary>
    public string Hash()
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (file, text) in Files)
            sha.AppendData(Encoding.UTF8.GetBytes($"{file}\0{text}\0"));
        foreach (var assembly in Assemblies)
            sha.AppendData(SHA256.HashData(File.ReadAllBytes(assembly)));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    /// <summary>What building a project leaves behind is not part of a script.</summary>
    static bool IsBuilt(string folder, string file) => System.IO.Path.GetRelativePath(folder, file).Split(System.IO.Path.DirectorySeparatorChar)
        .Any(part => part is "bin" or "obj" || part.StartsWith('.'));

    static string ReadText(string file)
    {
        if (new FileInfo(file).Length > MostBytes)
            throw new FormatException($"'{file}' has more than {MostBytes >> 20} MB. That is not the text of a script.");
        var text = WholeFile.ReadText(file, MostBytes);
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new FormatException($"'{file}' is not the text of a script: it contains null characters.") : text;
    }

    static string[] FindAssemblies(string folder) => [.. Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal)];
}
