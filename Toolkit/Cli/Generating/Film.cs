using Avatars.Animation;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Video;

namespace Avatars.Cli.Generating;

/// <summary>Which panes a film shows.</summary>
enum FilmPanes
{
    Person,
    SideBySide,
}

/// <summary>Renders a motion as a film of a generated person.</summary>
sealed class Film
{
    readonly FrameSequence _frames;

    /// <param name="frames">Borrowed.</param>
    public Film(FrameSequence frames) => _frames = frames;

    /// <param name="generators">Borrowed, with source and settings in place: one per frame in flight.</param>
    /// <param name="body">Of the source's skeleton.</param>
    /// <param name="camera">The same for the whole film.</param>
    public Film(FramesInFlight generators, IPoseSource source, HumanoidMap body, Camera camera)
        : this(new FrameSequence(generators, source, body, _ => camera))
    {
    }

    /// <summary>Of films; empty for silent ones.</summary>
    public IReadOnlyList<VideoSound> Sounds { get; init; } = [];

    public StageAverage Stages { get; } = new();

    /// <summary>Called with each frame before it is written.</summary>
    public Action<SequenceFrame>? Watch { get; init; }

    /// <summary>Where finished frames of a film are kept until it is whole; null for nowhere.</summary>
    public KeptFrames? Kept { get; init; }

    /// <summary>Frames that were kept of an earlier run and not made again.</summary>
    public int Resumed => _frames.First;

    /// <summary>Frames whose pose had not changed: the previous picture is repeated.</summary>
    public int Unmoved { get; private set; }

    /// <summary>Seconds during which frames were in work, or waited for by the film's encoding.</summary>
    public double Seconds => _frames.Seconds;

    /// <summary>Writes the whole film, or none when anything fails.</summary>
    /// <param name="source">Shown next to the generated person.</param>
    /// <param name="paneSize">Pixels of each pane.</param>
    /// <param name="onFrame">Called after each frame.</param>
    /// <exception cref="OperationCanceledException">Stopped between two frames.</exception>
    public void Write(string file, int frames, double framesPerSecond, FilmPanes panes, RgbImage source, (int Width, int Height) paneSize, Action onFrame,
        CancellationToken stop = default)
    {
        var layout = new FilmLayout(panes == FilmPanes.Person ? 1 : 3, paneSize.Width, paneSize.Height);
        if (panes == FilmPanes.SideBySide)
            layout.Put(0, source);
        using var film = new VideoWriter(file, layout.Picture.Width, layout.Picture.Height, new VideoOptions
        {
            FramesPerSecond = framesPerSecond, Sounds = Sounds,
        });
        Resume(frames, frame => film.Write(Kept!.Read(frame)), onFrame);
        Run(frames, framesPerSecond, isTransparent: false, frame =>
        {
            if (panes == FilmPanes.SideBySide)
                layout.Put(1, frame.PoseMap);
            layout.Put(panes == FilmPanes.Person ? 0 : 2, frame.Picture);
            Kept?.Write(film.Count, layout.Picture);
            film.Write(layout.Picture);
            onFrame();
        }, stop);
        film.Finish();
        Kept?.Delete();
    }

    /// <summary>Writes a film of the person alone, with alpha, or none when anything fails.</summary>
    /// <param name="size">Pixels.</param>
    /// <inheritdoc cref="Write"/>
    public void WriteTransparent(string file, int frames, double framesPerSecond, (int Width, int Height) size, Action onFrame,
        CancellationToken stop = default)
    {
        var pane = new TransparentPane(size.Width, size.Height);
        var options = new VideoOptions { FramesPerSecond = framesPerSecond, HasAlpha = true, Sounds = Sounds };
        using var film = new VideoWriter(file, size.Width, size.Height, options);
        Resume(frames, frame => film.Write(Kept!.ReadTransparent(frame)), onFrame);
        Run(frames, framesPerSecond, isTransparent: true, frame =>
        {
            var picture = pane.Fit(frame.Transparent!);
            Kept?.Write(film.Count, picture);
            film.Write(picture);
            onFrame();
        }, stop);
        film.Finish();
        Kept?.Delete();
    }

    /// <summary>Writes each frame as a picture: with alpha where <paramref name="isTransparent"/>.</summary>
    /// <param name="folder">Made if it is not there.</param>
    public void WritePictures(string folder, int frames, double framesPerSecond, bool isTransparent, Action onFrame, CancellationToken stop = default)
    {
        var index = 0;
        Run(frames, framesPerSecond, isTransparent, frame =>
        {
            var path = Path.Combine(folder, $"{index++:D6}.png");
            if (isTransparent)
                Pictures.PictureFile.Write(path, frame.Transparent!);
            else
                Pictures.PictureFile.Write(path, frame.Picture);
            onFrame();
        }, stop);
    }

    /// <summary>Puts the kept frames into the film; what is made begins behind them.</summary>
    void Resume(int frames, Action<int> put, Action onFrame)
    {
        _frames.First = Math.Min(frames, Kept?.Count ?? 0);
        for (var i = 0; i < _frames.First; i++)
        {
            put(i);
            onFrame();
        }
    }

    void Run(int frames, double framesPerSecond, bool isTransparent, Action<SequenceFrame> put, CancellationToken stop) =>
        _frames.Run(frames, framesPerSecond, isTransparent, frame =>
        {
            if (frame.IsNew)
                Stages.Add(frame.Times);
            else
                Unmoved++;
            Watch?.Invoke(frame);
            put(frame);
        }, stop);
}
