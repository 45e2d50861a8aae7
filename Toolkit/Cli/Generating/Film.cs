using System.Diagnostics;
using Avatars.Animation;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Streaming;
using Avatars.Systems;
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
    readonly Camera _camera;
    readonly FrameInFlight[] _inFlight;

    /// <param name="generators">Borrowed, with source and settings in place: one per frame in flight.</param>
    /// <param name="body">Of the source's skeleton.</param>
    /// <param name="camera">Of the generators' size.</param>
    public Film(FramesInFlight generators, IPoseSource source, HumanoidMap body, Camera camera)
    {
        _camera = camera;
        _inFlight = [.. generators.Select(generator => new FrameInFlight(this, new PoseToFrame(generator), source, body))];
    }

    public StageAverage Stages { get; } = new();

    /// <summary>Frames whose pose had not changed: the previous picture is repeated.</summary>
    public int Unmoved { get; private set; }

    /// <summary>Seconds during which frames were in work, or waited for by the film's encoding.</summary>
    public double Seconds { get; private set; }

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
        using var film = new VideoWriter(file, layout.Picture.Width, layout.Picture.Height, new VideoOptions { FramesPerSecond = framesPerSecond });
        Run(frames, framesPerSecond, isTransparent: false, stop, frame =>
        {
            if (panes == FilmPanes.SideBySide)
                layout.Put(1, frame.Path.PoseMap);
            layout.Put(panes == FilmPanes.Person ? 0 : 2, frame.Picture);
            film.Write(layout.Picture);
            onFrame();
        });
        film.Finish();
    }

    /// <summary>Writes a film of the person alone, with alpha, or none when anything fails.</summary>
    /// <param name="size">Pixels.</param>
    /// <inheritdoc cref="Write"/>
    public void WriteTransparent(string file, int frames, double framesPerSecond, (int Width, int Height) size, Action onFrame,
        CancellationToken stop = default)
    {
        var pane = new TransparentPane(size.Width, size.Height);
        var options = new VideoOptions { FramesPerSecond = framesPerSecond, HasAlpha = true };
        using var film = new VideoWriter(file, size.Width, size.Height, options);
        Run(frames, framesPerSecond, isTransparent: true, stop, frame =>
        {
            film.Write(pane.Fit(frame.Transparent!));
            onFrame();
        });
        film.Finish();
    }

    /// <summary>Makes the frames, several at once, and hands them out in their order.</summary>
    void Run(int frames, double framesPerSecond, bool isTransparent, CancellationToken stop, Action<FrameInFlight> put)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            for (var i = 0; i < frames + _inFlight.Length; i++)
            {
                stop.ThrowIfCancellationRequested();
                var frame = _inFlight[i % _inFlight.Length];
                if (i >= _inFlight.Length && i - _inFlight.Length < frames)
                    Put(frame);
                if (i < frames)
                    frame.Begin((float)(i / framesPerSecond), isTransparent);
            }
        }
        finally
        {
            foreach (var frame in _inFlight) // the caller may dispose the generators only when no frame is in flight
                frame.End();
        }
        Seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;

        void Put(FrameInFlight frame)
        {
            if (frame.Finish())
                Stages.Add(frame.Path.Times);
            else
                Unmoved++;
            put(frame);
        }
    }

    /// <summary>One frame in work.</summary>
    sealed class FrameInFlight(Film film, PoseToFrame path, IPoseSource source, HumanoidMap body)
    {
        readonly PoseSampler _sampler = new(source, path.Layout, body);
        readonly PoseRequest _request = path.MakeRequest();
        Task<bool> _work = Task.FromResult(false);

        public PoseToFrame Path { get; } = path;

        public RgbImage Picture { get; } = new(path.Width, path.Height);

        /// <summary>Null where frames are not transparent.</summary>
        public RgbaImage? Transparent { get; private set; }

        public void Begin(float seconds, bool isTransparent) => _work = Task.Run(() =>
        {
            _sampler.Sample(seconds);
            _request.Set(_sampler, film._camera);
            if (!isTransparent)
                return Path.Run(_request, Picture);
            Transparent ??= new RgbaImage(Path.Width, Path.Height, new byte[4 * Path.Width * Path.Height]);
            return Path.Run(_request, Transparent);
        });

        /// <summary>Waits for the frame; false when its pose had not changed and the previous picture is repeated.</summary>
        public bool Finish() => _work.GetAwaiter().GetResult();

        /// <summary>Waits, also for a failed frame.</summary>
        public void End() => ((IAsyncResult)_work).AsyncWaitHandle.WaitOne();
    }
}
