using Avatars.Exporting;
using Avatars.Files;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Streaming;
using Avatars.Video;

namespace Avatars.Viewer.Dialogs;

/// <summary>An export that runs beside the window. The scene is copied first: edits meanwhile change nothing of it.</summary>
sealed class ExportJob
{
    readonly ExportSettings _settings;
    readonly CancellationToken _stop;
    readonly ScenePoseSource _motion;
    readonly PoseDocument _document;
    readonly Func<int, int, Camera> _view;
    readonly SceneFolder _folder;
    readonly FrameMaking? _making;
    readonly VideoSound[] _sounds = [];
    int _done;

    /// <param name="document">Copied.</param>
    /// <param name="person">Whose motion is written; pictures and films show everybody.</param>
    /// <param name="view">The camera where the scene has none, for a picture of a size.</param>
    /// <param name="making">For films and png.</param>
    public ExportJob(ExportSettings settings, PoseDocument document, SceneFolder folder, string person, Func<int, int, Camera> view, FrameMaking? making)
    {
        (_settings, _view, _making, _folder) = (settings, view, making, folder);
        _document = new PoseDocument(document.Items());
        _motion = new ScenePoseSource(_document, person, folder);
        var length = settings.Kind.IsGenerated ? _document.All<PersonItem>().Max(each => new ScenePoseSource(_document, each.Person, folder).Length)
            : _motion.Length;
        if (settings.HasSound)
            _sounds = [.. _document.All<SoundItem>().Select(sound => new VideoSound(folder.Find(sound.File), sound.Start))];
        Frames = Math.Max((int)MathF.Floor(length * settings.FramesPerSecond + 1e-3f) + 1, 1);
        var stop = new CancellationTokenSource(); // without a timer it holds nothing that has to be freed
        (_stop, Cancel) = (stop.Token, stop.Cancel);
        Work = Task.Run(Run);
    }

    public int Frames { get; }

    public string Path => _settings.Path;

    /// <summary>0..1 of the pictures; 0 until the end for formats without.</summary>
    public float Share => (float)Volatile.Read(ref _done) / Frames;

    /// <summary>Faulted or cancelled where nothing was written.</summary>
    public Task Work { get; }

    public Action Cancel { get; }

    /// <summary>What to tell the user; null while it runs, or where the user stopped it.</summary>
    public (string Text, bool IsProblem)? Result => !Work.IsCompleted || Work.IsCanceled ? null
        : Work.Exception is { } error ? ($"Nothing was exported: {ErrorLine.Of(error.InnerException!)}", true) : ($"Exported {_settings.Path}.", false);

    void Run()
    {
        if (_settings.Kind.IsGenerated)
            WriteGenerated();
        else
            WriteMotion();
    }

    Func<float, Camera> Cameras(int width, int height)
    {
        if (SceneCamera.At(_document, 0, width, height) is not null)
            return seconds => SceneCamera.At(_document, seconds, width, height)!;
        var view = _view(width, height);
        return _ => view;
    }

    void WriteMotion()
    {
        var export = new MotionExport(_motion.ToClip(), Cameras(_settings.Width, _settings.Height), _settings.Width, _settings.Height,
            _settings.FramesPerSecond, (path, picture) => PictureFile.Write(path, picture))
        {
            Stop = _stop,
            Progress = () => Interlocked.Increment(ref _done),
        };
        var isBodyWanted = _settings.Kind.Format is "glb" || MotionExport.IsFolder(_settings.Kind.Format);
        export.Write(_settings.Path, _settings.Kind.Format, PoseMapStyle.All, isBodyWanted ? Samples.Find(Body.BodyFile.ShippedPath) : null);
    }

    void WriteGenerated()
    {
        using var scene = new SceneFrames(_document, _folder, _making!, Cameras, _settings.IsTransparent);
        if (_settings.Kind.Format == "png")
        {
            var index = 0;
            Run(scene.Frames, frame => Put(System.IO.Path.Combine(_settings.Path, $"{index++:D6}.png"), frame));
            return;
        }
        var options = new VideoOptions { FramesPerSecond = _settings.FramesPerSecond, HasAlpha = _settings.IsTransparent, Sounds = _sounds };
        using var film = new VideoWriter(_settings.Path, scene.Size.Width, scene.Size.Height, options);
        Run(scene.Frames, frame =>
        {
            if (_settings.IsTransparent)
                film.Write(frame.Transparent!);
            else
                film.Write(frame.Picture);
        });
        film.Finish();
    }

    void Run(FrameSequence frames, Action<SequenceFrame> put) => frames.Run(Frames, _settings.FramesPerSecond, _settings.IsTransparent, frame =>
    {
        put(frame);
        Interlocked.Increment(ref _done);
    }, _stop);

    void Put(string path, SequenceFrame frame)
    {
        if (_settings.IsTransparent)
            PictureFile.Write(path, frame.Transparent!);
        else
            PictureFile.Write(path, frame.Picture);
    }
}
