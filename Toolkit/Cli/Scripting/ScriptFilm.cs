using Avatars.Cli.Generating;
using Avatars.Scripting;
using Avatars.ScriptHost;
using Avatars.Video;

namespace Avatars.Cli.Scripting;

/// <summary>Runs a script frame by frame, and writes what it shows as a film: one pane for each person.</summary>
static class ScriptFilm
{
    /// <summary>Runs without a film; the script may make pictures itself.</summary>
    /// <returns>Frames that ran: fewer when the script quits.</returns>
    public static int Run(ScriptSession session, int frames, double framesPerSecond, CancellationToken stop)
    {
        for (var i = 0; i < frames; i++)
        {
            stop.ThrowIfCancellationRequested();
            session.Step(i == 0 ? 0 : 1 / framesPerSecond);
            if (session.IsOver)
                return i + 1;
        }
        return frames;
    }

    /// <summary>Writes the whole film, or none when anything fails.</summary>
    /// <param name="paneSize">Null is the first person's size, or the model's.</param>
    /// <returns>Frames of the film.</returns>
    public static int Write(string file, ScriptSession session, ScriptPictures pictures, (int Width, int Height)? paneSize, int frames, double framesPerSecond,
        Action onFrame, CancellationToken stop)
    {
        session.Step(0); // Awake and Start may add people and choose the size
        var people = session.Avatars;
        var (width, height) = paneSize ?? session.Avatar.size ?? pictures.Size;
        var layout = new FilmLayout(people.Count, width, height);
        var isTransparent = pictures.IsTransparent;
        if (isTransparent && people.Count > 1)
            throw new ArgumentException($"--background transparent: such a film shows one person, and the script shows {people.Count}. Choose a colour.");
        var transparent = new TransparentPane(width, height);
        using var film = new VideoWriter(file, layout.Picture.Width, height,
            new VideoOptions { FramesPerSecond = framesPerSecond, HasAlpha = isTransparent });
        var written = 0;
        while (written < frames && !session.IsOver)
        {
            stop.ThrowIfCancellationRequested();
            if (written > 0)
                session.Step(1 / framesPerSecond);
            if (isTransparent)
                film.Write(transparent.Fit(pictures.MakeTransparent(people[0])));
            for (var pane = 0; pane < people.Count && !isTransparent; pane++)
                if (people[pane])
                {
                    var picture = pictures.Make(people[pane]);
                    session.Scene.Run(() => people[pane].Publish(picture));
                    layout.Put(pane, picture);
                }
            if (!isTransparent)
                film.Write(layout.Picture);
            written++;
            onFrame();
        }
        film.Finish();
        return written;
    }
}
