using Avatars.Animation;
using Avatars.Body;
using Avatars.Body.Fitting;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Perception;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Sources;
using Avatars.Video;
using Avatars.Viewer.Characters;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Timeline;

namespace Avatars.Viewer.Dialogs;

/// <summary>
/// Files that become part of the open scene: motions become clips at the present time; keypoints and photographs become a pose there; films become a clip.
/// What takes long runs beside the window.
/// </summary>
/// <param name="showCharacter">Shows a file's mesh, and calls back for its animations; null imports motions alone.</param>
sealed class ImportActions(EditorSession editor, DialogHost host, Action<string, Action>? showCharacter = null)
{
    static readonly string[] Motions = [.. MotionFile.Endings.Split(", ").Where(ending => ending.StartsWith('.'))];
    static readonly string[] Pictures = [".png", ".jpg", ".jpeg"];
    static readonly string[] Films = [".mp4", ".webm", ".mov", ".mkv", ".avi"];

    /// <summary>For the file dialog.</summary>
    public static FileKind[] Kinds { get; } =
    [
        new("All that can be imported", [.. Motions, ".json", .. Pictures, .. Films, WavFile.Ending]), new("Motions", Motions), new("Keypoints", ".json"),
        new("Photographs", Pictures), new("Films", Films),
        new("Recordings", WavFile.Ending), new("All files"),
    ];

    /// <summary>Imports by the file's ending.</summary>
    public void Import(string path) => Try(() =>
    {
        if (editor.Document is null)
            throw new ArgumentException("No scene is open. Open one, or begin a new one with Ctrl+N.");
        if (Has(path, Pictures))
            ImportPicture(path);
        else if (Has(path, Films))
            ImportFilm(path);
        else if (Has(path, ".json") && !SceneFile.IsScene(path))
            ImportKeypoints(path);
        else if (Has(path, WavFile.Ending))
            ImportSound(path);
        else if (LoadedCharacter.IsCharacter(path) && showCharacter is not null)
            showCharacter(path, () => Try(() => ImportMotion(path)));
        else
            ImportMotion(path);
    });

    void Try(Action import)
    {
        try
        {
            import();
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            host.Toasts.Problem(ErrorLine.Of(error));
        }
    }

    void ImportMotion(string path)
    {
        if (!SceneFile.IsScene(path))
            new MotionRequest().Load(path); // says what is wrong with it before it is copied
        AddClip(path);
    }

    void AddClip(string path)
    {
        new ClipTracks(editor).Add(path);
        host.Toasts.Notice($"{Path.GetFileName(path)} is a clip from {editor.KeyTime:0.00} s on.");
    }

    void ImportSound(string path)
    {
        new SoundTracks(editor).Add(path);
        host.Toasts.Notice($"{Path.GetFileName(path)} is on the timeline. It is not played here; films have it.");
    }

    void ImportKeypoints(string path)
    {
        var time = editor.Time;
        var lifting = Task.Run(() => Lift(path));
        host.Tasks.Add($"Lifting {Path.GetFileName(path)}", () => 0.5f, null, lifting, () => SetPoses(lifting.Result, time, path));
    }

    static List<JointTransform[]> Lift(string path)
    {
        var lifter = new KeypointLifter(BodyFile.Read(Samples.Find(BodyFile.ShippedPath)));
        var poses = new List<JointTransform[]>();
        foreach (var read in KeypointsFile.ReadAll(path))
        {
            var frame = read.WithLikelyCanvas(512, 512);
            if (frame.People.Count == 0)
                continue;
            var (width, height) = frame.Canvas ?? (512, 512);
            poses.Add(lifter.Lift(frame.People[0], frame.Layout, (int)Math.Ceiling(width), (int)Math.Ceiling(height)));
        }
        return poses.Count > 0 ? poses : throw new FormatException($"'{path}' shows no person. Choose another file.");
    }

    void ImportPicture(string path)
    {
        var time = editor.Time;
        var analysis = Task.Run(() =>
        {
            using var networks = new BodyAnalysis(PerceptionModels.Open(), BodyFile.Read(Samples.Find(BodyFile.ShippedPath)), new InferenceOptions());
            return new List<JointTransform[]> { KeypointLifter.OnStandard(networks.Analyse(PictureFile.ReadRgb(path)).Fit) };
        });
        host.Tasks.Add($"Analysing {Path.GetFileName(path)}", () => 0.5f, null, analysis, () => SetPoses(analysis.Result, time, path));
    }

    /// <summary>A film's person, smoothed, as a BVH file of the scene and a clip of it.</summary>
    void ImportFilm(string path)
    {
        var stop = new CancellationTokenSource();
        var (seen, motion) = (0, Path.Combine(Path.GetTempPath(), $"{Path.GetFileNameWithoutExtension(path)}.bvh"));
        var work = Task.Run(() =>
        {
            using var film = new VideoReader(path);
            using var perception = new PersonPerception(PerceptionModels.Open(), new InferenceOptions());
            var tracker = new PersonTracker(perception);
            var people = new List<PerceivedPerson?>();
            FilmPerception.Run(film, tracker, frame =>
            {
                people.Add(frame.Person);
                Interlocked.Increment(ref seen);
            }, stop.Token);
            BvhWriter.Write(motion, PerceptionMotion.ToClip(people, film.FramesPerSecond, Path.GetFileNameWithoutExtension(path)));
        }, stop.Token);
        host.Tasks.Add($"Analysing {Path.GetFileName(path)}", () => 1 - 1 / (1 + seen / 100f), stop.Cancel, work, () =>
        {
            AddClip(motion);
            File.Delete(motion);
        });
    }

    void SetPoses(List<JointTransform[]> poses, float time, string path)
    {
        if (editor.Document is not { } document)
            return;
        var rate = document.Settings.FramesPerSecond;
        for (var i = 0; i < poses.Count; i++)
            editor.KeyPose(time + i / rate, poses[i], "Import", "import");
        editor.EndDrag();
        host.Toasts.Notice(poses.Count == 1 ? $"The pose of {Path.GetFileName(path)} is keyed at {time:0.00} s." : $"{poses.Count} poses are keyed.");
    }

    static bool Has(string path, params string[] endings) => endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
