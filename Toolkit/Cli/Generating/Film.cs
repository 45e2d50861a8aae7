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
    readonly PoseToFrame _path;
    readonly AnimationClip _clip;
    readonly Camera _camera;
    readonly PoseRequest _request;
    readonly JointTransform[] _local;
    readonly Matrix4x4[] _model;
    readonly RgbImage _frame;

    /// <param name="generator">Borrowed, with its source and settings in place.</param>
    /// <param name="clip">On the skeleton of <paramref name="body"/>.</param>
    public Film(IFrameGenerator generator, PoseMapStyle style, AnimationClip clip, HumanoidMap body, bool waistUp)
    {
        _path = new PoseToFrame(generator, style, body);
        _clip = clip;
        _camera = ClipView.Of(clip, body, waistUp, generator.Width, generator.Height);
        _request = PoseToFrame.MakeRequest(body, style);
        _local = new JointTransform[clip.Skeleton.Count];
        _model = new Matrix4x4[clip.Skeleton.Count];
        _frame = new RgbImage(generator.Width, generator.Height);
    }

    public StageAverage Stages { get; } = new();

    /// <summary>Frames whose pose had not moved: the last picture again.</summary>
    public int Unmoved { get; private set; }

    /// <summary>Seconds spent on generating, without the film's encoding.</summary>
    public double Seconds { get; private set; }

    /// <summary>Writes the whole film, or none when anything fails.</summary>
    /// <param name="source">Shown beside the person.</param>
    /// <param name="paneSize">Pixels of each pane.</param>
    /// <param name="onFrame">Told of each frame.</param>
    public void Write(string file, int frames, double framesPerSecond, FilmPanes panes, RgbImage source, (int Width, int Height) paneSize, Action onFrame)
    {
        var layout = new FilmLayout(panes == FilmPanes.Person ? 1 : 3, paneSize.Width, paneSize.Height);
        if (panes == FilmPanes.SideBySide)
            layout.Put(0, source);
        using var film = new VideoWriter(file, layout.Picture.Width, layout.Picture.Height, new VideoOptions { FramesPerSecond = framesPerSecond });
        for (var i = 0; i < frames; i++)
        {
            Step((float)(i / framesPerSecond));
            if (panes == FilmPanes.SideBySide)
                layout.Put(1, _path.PoseMap);
            layout.Put(panes == FilmPanes.Person ? 0 : 2, _frame);
            film.Write(layout.Picture);
            onFrame();
        }
        film.Finish();
    }

    void Step(float seconds)
    {
        var start = Stopwatch.GetTimestamp();
        _clip.Sample(seconds, _local);
        LocalToModel.Run(_clip.Skeleton, _local, _model);
        _request.Set(_model, _camera);
        if (_path.Run(_request, _frame))
            Stages.Add(_path.Times);
        else
            Unmoved++;
        Seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
