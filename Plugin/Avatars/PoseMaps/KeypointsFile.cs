using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.PoseMaps;

/// <summary>
/// Keypoints in files: Avatar's JSON (<c>{"layout": "avatar128", "width": 256, "height": 256, "people": [[[x, y, confidence], ...], ...]}</c>,
/// or "keypoints" for one person); the JSON of OpenPose and compatible tools, of COCO, MMPose, AlphaPose, MediaPipe and others
/// (<see cref="KeypointDialects"/>); and FPDM's text, a line "x y" per keypoint.
/// </summary>
public static class KeypointsFile
{
    /// <summary>Bytes of the largest file that is read.</summary>
    public const long MaximumBytes = 1 << 24;

    /// <summary>People in one file.</summary>
    public const int MaximumPeople = 100;

    const string Remedy = "Copy or save the file again.";

    /// <summary>Pixels; larger numbers are no position in a picture.</summary>
    const double FarthestPosition = 1e9;

    /// <summary>Keypoints of <c>person.png</c> are in <c>person.keypoints.json</c>, in the same folder.</summary>
    public const string SidecarEnding = ".keypoints.json";

    /// <summary>Reads the keypoint file of a picture; null where there is none.</summary>
    /// <inheritdoc cref="Read"/>
    public static KeypointFrame? ReadSidecar(string picture)
    {
        var path = Path.ChangeExtension(picture, null) + SidecarEnding;
        return File.Exists(path) ? Read(path) : null;
    }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">It is none of the formats, or broken; the message names field or line. Or it has no such frame.</exception>
    public static KeypointFrame Read(string path, KeypointReading? how = null)
    {
        return Parse(WholeFile.ReadText(path, MaximumBytes), path, how);
    }

    /// <summary>Every frame of a file.</summary>
    /// <param name="how">Its frame is not used.</param>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<KeypointFrame> ReadAll(string path, KeypointReading? how = null)
    {
        var text = WholeFile.ReadText(path, MaximumBytes);
        return FileReading.Run($"'{path}'", Remedy, () => ParseAll(text, path, how ?? KeypointReading.Default));
    }

    /// <param name="name">Name of the text in error messages.</param>
    /// <inheritdoc cref="Read"/>
    public static KeypointFrame Parse(string text, string name, KeypointReading? how = null) =>
        FileReading.Run($"'{name}'", Remedy, () => ParseText(text, name, how ?? KeypointReading.Default));

    static KeypointFrame ParseText(string text, string name, KeypointReading how)
    {
        var start = text.AsSpan().TrimStart('\uFEFF').TrimStart();
        if (!start.StartsWith("{") && !start.StartsWith("["))
            return ParseLines(text, name) is var lines && how.Canvas is { } canvas ? new KeypointFrame(lines.Layout, canvas, lines.People) : lines;
        using var document = JsonText.Parse(Encoding.UTF8.GetBytes(PythonNumbers.ToNull(text)), $"'{name}'", Remedy,
            new JsonDocumentOptions { AllowTrailingCommas = true });
        var root = document.RootElement;
        return Choose(KeypointDialects.Frames(root, name), how, name);
    }

    static IReadOnlyList<KeypointFrame> ParseAll(string text, string name, KeypointReading how)
    {
        var start = text.AsSpan().TrimStart('\uFEFF').TrimStart();
        if (!start.StartsWith("{") && !start.StartsWith("["))
            return [ParseText(text, name, how)];
        using var document = JsonText.Parse(Encoding.UTF8.GetBytes(PythonNumbers.ToNull(text)), $"'{name}'", Remedy,
            new JsonDocumentOptions { AllowTrailingCommas = true });
        var frames = KeypointDialects.Frames(document.RootElement, name);
        return [.. Enumerable.Range(1, frames.Count).Select(frame => Choose(frames, new KeypointReading { Canvas = how.Canvas, Frame = frame }, name))];
    }

    static KeypointFrame Choose(IReadOnlyList<Func<FoundFrame>> frames, KeypointReading how, string name)
    {
        if (how.Frame < 1 || how.Frame > frames.Count)
            throw new FormatException($"'{name}' has {frames.Count} {(frames.Count == 1 ? "frame" : "frames")}; there is no frame {how.Frame}. Frames "
                + "count from 1.");
        var remarks = new List<string>();
        if (frames.Count > 1)
            remarks.Add($"frame {how.Frame} of {frames.Count} was taken");
        var frame = KeypointUnits.Settle(frames[how.Frame - 1](), how, name, remarks);
        return new KeypointFrame(frame.Layout, frame.Canvas, frame.People) { CountsShares = frame.CountsShares, Remarks = remarks };
    }

    /// <summary>Writes Avatar's JSON. The file is written completely or not at all.</summary>
    public static void Write(string path, KeypointFrame frame) => WholeFile.Write(path, stream => KeypointsJson.Write(stream, frame));

    static KeypointFrame ParseLines(string text, string name)
    {
        var points = new List<(double X, double Y)>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            if (words.Length < 2 || !TryParse(words[0], out var x) || !TryParse(words[1], out var y))
                throw new FormatException($"'{name}', line {i + 1}: '{KeypointField.Shown(lines[i].Trim())}' is not a keypoint. A keypoint file is "
                    + "JSON, or has a line \"x y\" for each of 18 (DeepFashion) or 133 (Phoenix) keypoints.");
            points.Add((x, y));
        }
        return points.Count switch
        {
            18 => FromAnnotation(points, KeypointLayout.Body18, FpdmAnnotation.DeepFashion),
            133 => FromAnnotation(points, KeypointLayout.CocoWholeBody133, FpdmAnnotation.Phoenix),
            _ => throw new FormatException($"'{name}' has {points.Count} keypoints; a text file has 18 (DeepFashion) or 133 (Phoenix). Other layouts go "
                + "into JSON with a \"layout\"."),
        };
    }

    static KeypointFrame FromAnnotation(List<(double X, double Y)> points, KeypointLayout layout, FpdmAnnotation frame)
    {
        var person = points.Select(point => frame.ToCanvas(point.X, point.Y, frame.Width, frame.Height))
            .Select(point => point.IsPresent ? new Keypoint((float)point.X, (float)point.Y, 1) : Keypoint.Missing).ToArray();
        return new KeypointFrame(layout, (frame.Width, frame.Height), [person]);
    }

    static bool TryParse(string word, out double value) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Math.Abs(value) <= FarthestPosition;
}
