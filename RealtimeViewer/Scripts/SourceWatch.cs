using Avatars.Files;

namespace Avatars.Viewer.Scripts;

/// <summary>Notices that a script's files have changed: by their times and lengths, which works on every file system.</summary>
sealed class SourceWatch
{
    readonly string _path;
    int _state;

    public SourceWatch(string path) => (_path, _state) = (path, StateOf(path));

    /// <summary>Whether a file was changed, added or removed since the last call.</summary>
    public bool HasChanged()
    {
        var now = StateOf(_path);
        if (now == _state || now == 0)
            return false;
        _state = now;
        return true;
    }

    /// <summary>0 while there is nothing: editors replace files in two steps.</summary>
    static int StateOf(string path)
    {
        try
        {
            var state = new HashCode();
            var files = File.Exists(path) ? [new FileInfo(path)] : Directory.Exists(path)
                ? WholeFolder.FilesBelow(path, "*.cs").Select(file => new FileInfo(file)) : [];
            var count = 0;
            foreach (var file in files)
            {
                count++;
                state.Add(file.FullName);
                state.Add(file.LastWriteTimeUtc);
                state.Add(file.Length);
            }
            return count == 0 ? 0 : state.ToHashCode() | 1;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
