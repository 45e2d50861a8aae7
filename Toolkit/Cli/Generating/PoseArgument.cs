using System.Globalization;
using Avatars.Animation;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Systems;

namespace Avatars.Cli.Generating;

/// <summary>A pose out of any file that holds one: keypoints, a pose map, or a motion at a time. Read first, drawn once the model's size is known.</summary>
sealed class PoseArgument
{
    /// <summary>For the help text.</summary>
    public const string Kinds = "keypoints (.json, .txt, as pose-map takes them; poses.json@3 is the third frame of a file of several), a pose map "
        + "drawn in the model's style (.png, .jpg), or a motion and the second in it "
        + "(" + MotionFile.Endings + ", for example wave.bvh@1.5; without @ its beginning)";

    const float Rounding = 0.0005f; // seconds: the end of a motion as messages print it

    readonly Func<PoseMapStyle, IPoseMapRenderer, TargetPose> _draw;

    PoseArgument(string name, Func<PoseMapStyle, IPoseMapRenderer, TargetPose> draw) => (Name, _draw) = (name, draw);

    /// <summary>Of the file, without folder and ending.</summary>
    public string Name { get; }

    /// <param name="argument">A path, or a motion's path with "@seconds".</param>
    /// <param name="canvas">As <see cref="KeypointFiles.Read"/> takes it.</param>
    /// <param name="motions">For motions: what of the file is shown.</param>
    /// <param name="waistUp">For motions: fills the picture with the upper body and the hands.</param>
    /// <exception cref="IOException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is broken.</exception>
    public static PoseArgument Read(string argument, string? canvas, MotionRequest motions, bool waistUp)
    {
        var (path, seconds) = Split(argument);
        var name = path.EndsWith(KeypointsFile.SidecarEnding, StringComparison.OrdinalIgnoreCase)
            ? Path.GetFileName(path)[..^KeypointsFile.SidecarEnding.Length] : Path.GetFileNameWithoutExtension(path);
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".json" or ".txt":
                var frame = KeypointFiles.Read(path, canvas, (int)Math.Clamp(seconds, 0, int.MaxValue));
                return new PoseArgument(name, (style, renderer) =>
                    KeypointFiles.Draw(path, frame, renderer.Width, renderer.Height, known => TargetPose.Draw(known, style, renderer.Width, renderer.Height)));
            case ".png" or ".jpg" or ".jpeg":
                var map = PictureFile.ReadRgb(path);
                return new PoseArgument(name, (_, _) => new TargetPose(map));
            case var _ when IsMotion(path):
                var clip = motions.LoadAndPrint(path);
                if (!(seconds >= 0 && seconds <= clip.Length + Rounding))
                    throw new ArgumentException($"'{argument}': the motion lasts from 0 to {clip.Length:0.###} seconds. Give a second in it behind the "
                        + $"@, such as {Path.GetFileName(path)}@0.");
                return new PoseArgument(name, (_, renderer) => Draw(clip, seconds, waistUp, renderer));
            case var other:
                throw new NotSupportedException($"'{path}': {(other.Length == 0 ? "a name without an ending" : $"'{other}'")} holds no pose. Known: "
                    + $".json, .txt, .png, .jpg, {MotionFile.Endings}.");
        }
    }

    /// <summary>A scene at its second.</summary>
    public static PoseArgument Of(SceneArgument scene, bool waistUp) => new(scene.Name, (_, renderer) =>
    {
        var sampler = new PoseSampler(scene.Motion, renderer.Layout, StandardHumanoid.Map);
        sampler.Sample(scene.Seconds);
        return TargetPose.Draw(sampler.Before(scene.CameraAt(scene.Seconds, waistUp, renderer.Width, renderer.Height)), renderer);
    });

    /// <summary>The pose as a model takes it.</summary>
    /// <param name="style">Of the model's package.</param>
    /// <param name="renderer">Of the model.</param>
    public TargetPose Draw(PoseMapStyle style, IPoseMapRenderer renderer) => _draw(style, renderer);

    /// <summary>Splits "motion@seconds" and "keypoints.json@frame". An existing file with @ in its name is used unchanged.</summary>
    static (string Path, float SecondsOrFrame) Split(string argument)
    {
        var at = argument.LastIndexOf('@');
        if (at <= 0 || File.Exists(argument))
            return Whole(argument);
        var (path, time) = (argument[..at], argument[(at + 1)..]);
        if (IsKeypoints(path))
            return int.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var frame) ? (path, frame)
                : throw new ArgumentException($"'{argument}': '{time}' is not the number of a frame. Give a whole number from 1, such "
                    + $"as {Path.GetFileName(path)}@2.");
        var isNumber = float.TryParse(time, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && float.IsFinite(seconds);
        if (IsMotion(path))
            return isNumber ? (path, seconds)
                : throw new ArgumentException($"'{argument}': '{time}' is not a number of seconds. Write it with a point, such "
                    + $"as {Path.GetFileName(path)}@1.5.");
        if (!isNumber)
            return Whole(argument);
        throw Path.GetExtension(path).ToLowerInvariant() is ".txt" or ".png" or ".jpg" or ".jpeg"
            ? new ArgumentException($"'{path}' holds one pose, not a motion. Leave out '@{time}'.")
            : new NotSupportedException($"'{path}': '{Path.GetExtension(path)}' is no motion format. Known: {MotionFile.Endings}. Export the motion as "
                + "one of them, for example from Blender.");
    }

    /// <summary>The first frame of keypoints, the beginning of a motion.</summary>
    static (string Path, float SecondsOrFrame) Whole(string path) => (path, IsKeypoints(path) ? 1 : 0);

    static bool IsKeypoints(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);

    static bool IsMotion(string path) => MotionFile.Endings.Split(", ").Contains(Path.GetExtension(path).ToLowerInvariant());

    static TargetPose Draw(AnimationClip clip, float seconds, bool waistUp, IPoseMapRenderer renderer)
    {
        var sampler = new PoseSampler(clip, renderer.Layout, StandardHumanoid.Map);
        sampler.Sample(seconds);
        var camera = PersonFraming.CameraOf(clip, sampler.Map, waistUp, renderer.Width, renderer.Height);
        return TargetPose.Draw(sampler.Before(camera), renderer);
    }
}
