using System.Text.Json;
using Avatars.Files;
using Avatars.Viewer.Panels;

namespace Avatars.Viewer.Dialogs;

/// <summary>
/// What the viewer remembers from one start to the next: recent files, the last folder, sizes of the panels, whether the hints were seen. A file in the
/// user's configuration folder; where it cannot be read or written the viewer works without.
/// </summary>
sealed class ViewerMemory
{
    const int MostRecent = 10;
    const int LargestFile = 1 << 20; // bytes

    readonly List<string> _recent = [];

    ViewerMemory(string? path) => FilePath = path;

    /// <summary>Null keeps nothing.</summary>
    public string? FilePath { get; }

    /// <summary>Scenes, the last one first; whole paths.</summary>
    public IReadOnlyList<string> Recent => _recent;

    /// <summary>Where the last file was chosen; null at first.</summary>
    public string? LastFolder { get; set; }

    public bool HasSeenHints { get; set; }

    /// <summary>Where the user's programs keep their settings.</summary>
    public static string DefaultPath => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData,
        Environment.SpecialFolderOption.DoNotVerify), "avatar", "viewer.json");

    /// <summary>Remembers nothing.</summary>
    public static ViewerMemory None => new(null) { HasSeenHints = true };

    /// <param name="panels">Gets the remembered sizes.</param>
    public static ViewerMemory Load(string path, PanelSizes panels)
    {
        var memory = new ViewerMemory(path);
        try
        {
            if (File.Exists(path) && new FileInfo(path).Length <= LargestFile)
                memory.Parse(File.ReadAllBytes(path), panels);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or FormatException)
        {
            memory._recent.Clear(); // a damaged file is replaced by the next one that is written
        }
        return memory;
    }

    public void NoteRecent(string path)
    {
        var whole = Path.GetFullPath(path);
        _recent.Remove(whole);
        _recent.Insert(0, whole);
        if (_recent.Count > MostRecent)
            _recent.RemoveRange(MostRecent, _recent.Count - MostRecent);
        LastFolder = Path.GetDirectoryName(whole);
    }

    public void Forget(string path) => _recent.Remove(path);

    /// <summary>Writes the file; failing to is no reason to disturb the user.</summary>
    public void Save(PanelSizes panels)
    {
        if (FilePath is null)
            return;
        try
        {
            var content = new Content(_recent, LastFolder, HasSeenHints, panels.Left, panels.Right, panels.Bottom, panels.Pictures, panels.HasDetails);
            WholeFile.Write(FilePath, JsonSerializer.SerializeToUtf8Bytes(content, Options));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
        }
    }

    static readonly JsonSerializerOptions Options = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    void Parse(byte[] json, PanelSizes panels)
    {
        if (JsonSerializer.Deserialize<Content>(json, Options) is not { } content)
            return;
        _recent.AddRange((content.Recent ?? []).Where(path => !string.IsNullOrEmpty(path)).Take(MostRecent));
        (LastFolder, HasSeenHints) = (content.LastFolder, content.HasSeenHints);
        (panels.Left, panels.Right, panels.Bottom) = (Size(content.Left), Size(content.Right), Size(content.Bottom));
        (panels.Pictures, panels.HasDetails) = (Size(content.Pictures), content.HasDetails);
    }

    static float Size(float points) => points is > 0 and < 10000 ? points : 0;

    sealed record Content(IReadOnlyList<string>? Recent, string? LastFolder, bool HasSeenHints, float Left, float Right, float Bottom, float Pictures,
        bool HasDetails = true);
}
