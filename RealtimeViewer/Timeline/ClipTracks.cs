using Avatars.Posing;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer.Timeline;

/// <summary>Motion files as clips of the open scene.</summary>
sealed class ClipTracks(EditorSession editor)
{
    /// <summary>Adds a motion at the present time, as one undoable edit; a file that lies elsewhere is copied into the scene's folder.</summary>
    /// <exception cref="FormatException">The file is no motion, or its skeleton is not recognised; nothing is added.</exception>
    /// <exception cref="IOException">The file cannot be read or copied.</exception>
    public void Add(string path)
    {
        var document = editor.Document ?? throw new InvalidOperationException("No scene is open. Open one, or begin a new one.");
        var name = Path.GetFileNameWithoutExtension(path).Replace('/', '-');
        var free = name;
        for (var i = 2; document.TryFind($"clip/{editor.Person}/{free}") is not null; i++)
            free = $"{name} {i}";
        var clip = new ClipItem(editor.Person, free, editor.Bring(path), Start: editor.KeyTime);
        var seconds = editor.Folder!.Motion(clip).Length; // reads the file, so that a wrong one is refused before it is in the scene
        var settings = document.Settings;
        // A scene of a fixed length grows, so that the clip is seen to its end.
        if (settings.Seconds > 0 && settings.Seconds < clip.Start + seconds)
            document.Set($"Add clip {free}", clip, settings with { Seconds = clip.Start + seconds });
        else
            document.Set($"Add clip {free}", clip);
    }

    /// <summary>Length of a clip's motion, seconds; 0 where the file cannot be read, which is reported elsewhere.</summary>
    public float MotionSeconds(ClipItem clip)
    {
        try
        {
            return editor.Folder?.Motion(clip).Length ?? 0;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return 0;
        }
    }

    /// <summary>How long a clip's block is.</summary>
    /// <param name="motionSeconds">Of its file.</param>
    public static float SecondsOf(ClipItem clip, float motionSeconds) =>
        clip.Seconds > 0 ? clip.Seconds : MathF.Max(0, motionSeconds - clip.From) / clip.Speed;
}
