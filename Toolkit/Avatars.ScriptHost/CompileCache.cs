using Avatars.Files;

namespace Avatars.ScriptHost;

/// <summary>Compiled scripts by the hash of their content, in a folder. A file that cannot be read or written is compiled again without a word.</summary>
/// <param name="folder">Made when it is needed.</param>
public sealed class CompileCache(string folder)
{
    const int MostFiles = 200; // the oldest go

    /// <summary>The user's cache folder for compiled scripts.</summary>
    public static string DefaultFolder => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "avatar", "scripts");

    public (byte[] Assembly, byte[] Symbols)? Find(string key)
    {
        try
        {
            return (File.ReadAllBytes(FileOf(key, ".dll")), File.ReadAllBytes(FileOf(key, ".pdb")));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Add(string key, byte[] assembly, byte[] symbols)
    {
        try
        {
            WholeFile.Write(FileOf(key, ".pdb"), symbols);
            WholeFile.Write(FileOf(key, ".dll"), assembly);
            foreach (var old in new DirectoryInfo(folder).GetFiles("*.dll").OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostFiles))
            {
                old.Delete();
                File.Delete(Path.ChangeExtension(old.FullName, ".pdb"));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    string FileOf(string key, string ending) => Path.Combine(folder, key + ending);
}
