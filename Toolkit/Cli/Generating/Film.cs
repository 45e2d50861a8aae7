using System.Diagnostics;
using System.Numerics;
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

/// <summary>Renders a clip as a film of a generated person.</summary>
sealed class Film
{
    readonly AnimationClip _clip;
    readonly Camera _camera;
    readonly Lane[] _lanes;

    /// <param name="generators">Borrowed, with source and settings in place: as many frames are in work at a time.</param>
    /// <param name="clip">On the skeleton of <paramref name="body"/>.</param>
    public Film(FramesInFlight generators, PoseMapStyle style, AnimationClip clip, HumanoidMap body, bool waistUp)
    {
        _clip = clip;
        _camera = ClipView.Of(clip, body, waistUp, generators.Width, generators.Height);
        _lanes = [.. generators.Select(generator => new Lane(this, new PoseToFrame(generator, style, body), PoseToFrame.MakeRequest(body, style)))];
    }

    public StageAverage Stages { get; } = new();

    /// <summary>Frames whose pose had not moved: a picture again.</summary>
    public int Unmoved { get; private set; }

    /// <summary>Seconds during which frames were in work, or waited for by the film's encoding.</summary>
    public double Seconds { get; private set; }

    /// <summary>Writes the whole film, or none when anything fails.</summary>
    /// <param name="source">Shown beside the person.</param>
    /// <param name="paneSize">Pixels of each pane.</param>
    /// <param name="onFrame">Told of each frame.</param>
    /// <exception cref="OperationCanceledException">Stopped between two frames.</exception>
    public void Write(string file, int frames, double framesPerSecond, FilmPanes panes, RgbImage source, (int Width, int Height) paneSize, Action onFrame, CancellationToken stop = default)
    {
        var layout = new FilmLayout(panes == FilmPanes.Person ? 1 : 3, paneSize.Width, paneSize.Height);
        if (panes == FilmPanes.SideBySide)
            layout.Put(0, source);
        using var film = new VideoWriter(file, layout.Picture.Width, layout.Picture.Height, new VideoOptions { FramesPerSecond = framesPerSecond });
        var start = Stopwatch.GetTimestamp();
        try
        {
            for (var i = 0; i < frames + _lanes.Length; i++)
            {
                stop.ThrowIfCancellationRequested();
                var lane = _lanes[i % _lanes.Length];
                if (i >= _lanes.Length && i - _lanes.Length < frames)
                    Put(lane);
                if (i < frames)
                    lane.Begin((float)(i / framesPerSecond));
            }
        }
        finally
        {
            foreach (var lane in _lanes) // whoever owns the generators must not lose them to a frame in work
                lane.End();
        }
        Seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        film.Finish();

        void Put(Lane lane)
        {
            if (lane.Finish())
                Stages.Add(lane.Path.Times);
            else
                Unmoved++;
            if (panes == FilmPanes.SideBySide)
                layout.Put(1, lane.Path.PoseMap);
            layout.Put(panes == FilmPanes.Person ? 0 : 2, lane.Frame);
            film.Write(layout.Picture);
            onFrame();
        }
    }

    /// <summary>One frame in work.</summary>
    sealed class Lane(Film film, PoseToFrame path, PoseRequest request)
    {
        readonly JointTransform[] _local = new JointTransform[film._clip.Skeleton.Count];
        readonly Matrix4x4[] _model = new Matrix4x4[film._clip.Skeleton.Count];
        Task<bool> _work = Task.FromResult(false);

        public PoseToFrame Path { get; } = path;

        public RgbImage Frame { get; } = new(path.Width, path.Height);

        public void Begin(float seconds) => _work = Task.Run(() =>
        {
            film._clip.Sample(seconds, _local);
            LocalToModel.Run(film._clip.Skeleton, _local, _model);
            request.Set(_model, film._camera);
            return Path.Run(request, Frame);
        });

        /// <summary>Waits for it; false when its pose had not moved, and the picture is an old one.</summary>
        public bool Finish() => _work.GetAwaiter().GetResult();

        /// <summary>Waits, whatever came of it.</summary>
        public void End() => ((IAsyncResult)_work).AsyncWaitHandle.WaitOne();
    }
}
