using Avatars.Formats;
using Avatars.Posing;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer.Timeline;

/// <summary>WAV recordings of the open scene.</summary>
sealed class SoundTracks(EditorSession editor)
{
    /// <summary>Adds a recording at the present time, as one undoable edit; a file that lies elsewhere is copied into the scene's folder.</summary>
    /// <exception cref="FormatException">The file is no recording; nothing is added.</exception>
    /// <exception cref="IOException">The file cannot be read or copied.</exception>
    public void Add(string path)
    {
        var document = editor.Document ?? throw new InvalidOperationException("No scene is open. Open one, or begin a new one.");
        var seconds = (float)WavFile.Read(path).Seconds; // before it is copied
        var name = Path.GetFileNameWithoutExtension(path).Replace('/', '-');
        var free = name;
        for (var i = 2; document.TryFind($"sound/{free}") is not null; i++)
            free = $"{name} {i}";
        var sound = new SoundItem(free, editor.Bring(path), editor.KeyTime);
        var settings = document.Settings;
        // A scene of a fixed length grows, so that the recording is seen to its end.
        if (settings.Seconds > 0 && settings.Seconds < sound.Start + seconds)
            document.Set($"Add sound {free}", sound, settings with { Seconds = sound.Start + seconds });
        else
            document.Set($"Add sound {free}", sound);
    }

    /// <summary>A recording; null where its file cannot be read, which was reported when the scene was opened.</summary>
    public WavSound? Of(SoundItem sound)
    {
        try
        {
            return editor.Folder?.Sound(sound);
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
