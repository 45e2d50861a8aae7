namespace Avatars.Viewer.Dialogs;

/// <summary>Kinds of files to choose from.</summary>
/// <param name="Endings">With their dots; empty for every file.</param>
sealed record FileKind(string Name, params string[] Endings)
{
    public bool Fits(string file) => Endings.Length == 0 || Endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A row of the browser.</summary>
readonly record struct FileEntry(string Name, bool IsFolder, long Bytes, DateTime Changed);

/// <summary>A folder's content and what is chosen in it: the file dialog without its drawing.</summary>
sealed class FileBrowser
{
    readonly List<FileEntry> _entries = [];
    int _kind;

    /// <param name="folder">Where to start; one that is not there gives the nearest above that is.</param>
    /// <param name="kinds">At least one.</param>
    public FileBrowser(string folder, params FileKind[] kinds)
    {
        Kinds = kinds;
        Folder = Path.GetFullPath(folder);
        while (!Directory.Exists(Folder) && Path.GetDirectoryName(Folder) is { } above)
            Folder = above;
        Reload();
    }

    public IReadOnlyList<FileKind> Kinds { get; }

    public string Folder { get; private set; }

    /// <summary>Folders first, then the files of the chosen kind, by name.</summary>
    public IReadOnlyList<FileEntry> Entries => _entries;

    /// <summary>Row of the marked entry; -1 for none.</summary>
    public int Chosen { get; private set; } = -1;

    /// <summary>Why the folder cannot be shown, in one line.</summary>
    public string? Problem { get; private set; }

    public int Kind
    {
        get => _kind;
        set
        {
            _kind = value;
            Reload();
        }
    }

    public void Choose(int row) => Chosen = Math.Clamp(row, -1, _entries.Count - 1);

    public void Step(int rows) => Chosen = _entries.Count == 0 ? -1 : Math.Clamp(Chosen + rows, 0, _entries.Count - 1);

    /// <summary>Marks the next entry after the chosen one whose name starts so.</summary>
    public bool ChooseBy(char letter)
    {
        for (var i = 1; i <= _entries.Count; i++)
        {
            var row = (Math.Max(Chosen, -1) + i + _entries.Count) % _entries.Count;
            if (!_entries[row].Name.StartsWith(letter.ToString(), StringComparison.CurrentCultureIgnoreCase))
                continue;
            Chosen = row;
            return true;
        }
        return false;
    }

    /// <summary>Chooses the first entry whose name begins so; none where there is none.</summary>
    public void ChooseByPrefix(string prefix)
    {
        Chosen = -1;
        for (var i = 0; i < _entries.Count && Chosen < 0 && prefix.Length > 0; i++)
            if (_entries[i].Name.StartsWith(prefix, StringComparison.CurrentCultureIgnoreCase))
                Chosen = i;
    }

    public void GoUp()
    {
        if (Path.GetDirectoryName(Folder) is not { } above)
            return;
        var left = Path.GetFileName(Folder);
        GoTo(above);
        Chosen = _entries.FindIndex(entry => entry.Name == left);
    }

    public void GoTo(string folder)
    {
        Folder = Path.GetFullPath(Path.Combine(Folder, folder));
        Reload();
    }

    /// <summary>Reads the folder again.</summary>
    public void Reload()
    {
        _entries.Clear();
        (Chosen, Problem) = (-1, null);
        try
        {
            foreach (var item in new DirectoryInfo(Folder).EnumerateFileSystemInfos())
                if (item.Name[0] != '.' && (item is DirectoryInfo || Kinds[_kind].Fits(item.Name)))
                    _entries.Add(new(item.Name, item is DirectoryInfo, item is FileInfo { Exists: true } file ? file.Length : 0, item.LastWriteTime));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Problem = $"This folder cannot be read: {error.Message}";
        }
        _entries.Sort((one, other) => one.IsFolder != other.IsFolder ? (one.IsFolder ? -1 : 1)
            : string.Compare(one.Name, other.Name, StringComparison.CurrentCultureIgnoreCase));
    }

    /// <summary>Makes a folder, and goes into it.</summary>
    /// <returns>Why it could not; null for success.</returns>
    public string? MakeFolder(string name)
    {
        var trimmed = name.Trim();
        if (trimmed.Length == 0 || trimmed is "." or ".." || trimmed.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0)
            return $"'{trimmed}' is no name for a folder. Leave out slashes and other signs.";
        try
        {
            if (Path.Exists(Path.Combine(Folder, trimmed)))
                return $"There is a '{trimmed}' here already. Choose another name.";
            Directory.CreateDirectory(Path.Combine(Folder, trimmed));
            GoTo(trimmed);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"The folder cannot be made: {error.Message}";
        }
    }

    /// <summary>What a typed name means: a path from here, from the root, or from the home folder (~).</summary>
    public string PathOf(string typed)
    {
        var text = typed.Trim();
        if (text == "~" || text.StartsWith("~/", StringComparison.Ordinal))
            text = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + text[1..];
        return Path.GetFullPath(Path.Combine(Folder, text));
    }
}
