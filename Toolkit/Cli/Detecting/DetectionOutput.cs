using Avatars.Files;
using Avatars.Formats;
using Avatars.Perception;
using Avatars.PoseMaps;

namespace Avatars.Cli.Detecting;

/// <summary>The file that 'avatar detect' writes: its kind follows from the name's ending, the kind of JSON from --format.</summary>
sealed class DetectionOutput
{
    public const string Formats = "avatar, openpose, openpose18, coco133";

    const double PictureRate = 25; // frames a second of a .pose or .bvh file of single pictures

    readonly string _path;
    readonly string _ending;
    readonly KeypointFormat? _format;

    /// <exception cref="NotSupportedException">The ending is unknown.</exception>
    /// <exception cref="ArgumentException">A format was given for a file that is not JSON.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public DetectionOutput(string path, string? format)
    {
        (_path, _ending) = (path, Path.GetExtension(path).ToLowerInvariant());
        if (_ending is not (".pose" or ".json" or ".bvh"))
            throw new NotSupportedException($"--out '{path}': what is detected is written as .pose, .json or .bvh. Give the file one of these endings.");
        if (format is not null && _ending != ".json")
            throw new ArgumentException($"--format chooses a kind of JSON, and --out '{path}' is not JSON. Leave --format out, or name a .json file.");
        _format = format switch
        {
            "openpose" => KeypointFormat.OpenPose,
            "openpose18" => KeypointFormat.OpenPose18,
            "coco133" => KeypointFormat.Coco133,
            _ => null,
        };
        WholeFile.RequireWritable(path);
    }

    /// <summary>A picture without a person may stand in a list of several.</summary>
    /// <param name="frames">Of a film, or of one or several pictures.</param>
    /// <param name="framesPerSecond">Of a film; null for pictures.</param>
    /// <exception cref="FormatException">The pictures do not make one film.</exception>
    public void Write(IReadOnlyList<PerceptionJson.Frame> frames, double? framesPerSecond)
    {
        if (_ending == ".json" && _format is { } format)
            KeypointExport.Write(_path, [.. frames.Select(frame => frame.People.ToKeypoints(frame.Width, frame.Height))], format);
        else if (_ending == ".json")
            PerceptionJson.Write(_path, frames);
        else
            WriteMotion(frames, framesPerSecond ?? PictureRate);
    }

    void WriteMotion(IReadOnlyList<PerceptionJson.Frame> frames, double framesPerSecond)
    {
        PerceivedPerson?[] people = [.. frames.Select(frame => frame.People is [var person, ..] ? person : null)];
        if (_ending == ".bvh")
        {
            BvhWriter.Write(_path, PerceptionMotion.ToClip(people, framesPerSecond, Path.GetFileNameWithoutExtension(_path)));
            return;
        }
        if (frames.FirstOrDefault(frame => frame.Width != frames[0].Width || frame.Height != frames[0].Height) is { Width: > 0 } other)
            throw new FormatException($"A .pose file holds frames of one size, and the pictures are of {frames[0].Width}x{frames[0].Height} and "
                + $"{other.Width}x{other.Height} pixels. Write .json, or give pictures of one size.");
        PerceptionMotion.ToPoseFile(people, frames[0].Width, frames[0].Height, framesPerSecond).Write(_path);
    }
}
