using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Avatars.Files;

namespace Avatars.PoseMaps;

/// <summary>The kinds of JSON that keypoints are written as.</summary>
public enum KeypointFormat
{
    /// <summary>OpenPose's with BODY_25, hands and 70 points of the face.</summary>
    OpenPose,

    /// <summary>OpenPose's with COCO-18, as ControlNet and ComfyUI use it.</summary>
    OpenPose18,

    /// <summary>COCO-WholeBody's 133 points, as MMPose writes them.</summary>
    Coco133,
}

/// <summary>Writes keypoints as other programs read them. One frame is one object; a film is a list of them.</summary>
public static class KeypointExport
{
    /// <summary>Writes the file completely or not at all.</summary>
    /// <param name="frames">Of any layout that has points in common with the format's; each with a canvas.</param>
    /// <exception cref="ArgumentException">There is no frame, one has no canvas, or the layouts have nothing in common.</exception>
    public static void Write(string path, IReadOnlyList<KeypointFrame> frames, KeypointFormat format) =>
        WholeFile.Write(path, stream => Write(stream, frames, format));

    /// <inheritdoc cref="Write(string, IReadOnlyList{KeypointFrame}, KeypointFormat)"/>
    public static void Write(Stream stream, IReadOnlyList<KeypointFrame> frames, KeypointFormat format)
    {
        if (frames.Count == 0)
            throw new ArgumentException("There is no frame to write.", nameof(frames));
        using var json = new Utf8JsonWriter(stream);
        if (frames.Count > 1)
            json.WriteStartArray();
        for (var i = 0; i < frames.Count; i++)
            if (format == KeypointFormat.Coco133)
                WriteInstances(json, frames[i], i);
            else
                WriteOpenPose(json, frames[i], format == KeypointFormat.OpenPose ? KeypointLayout.Body25 : KeypointLayout.Body18);
        if (frames.Count > 1)
            json.WriteEndArray();
    }

    static void WriteOpenPose(Utf8JsonWriter json, KeypointFrame frame, KeypointLayout body)
    {
        json.WriteStartObject();
        json.WriteNumber("version", 1.3);
        WriteCanvas(json, frame, "canvas_width", "canvas_height");
        json.WriteStartArray("people");
        foreach (var person in frame.People)
        {
            json.WriteStartObject();
            json.WriteStartArray("person_id");
            json.WriteNumberValue(-1);
            json.WriteEndArray();
            WriteTriples(json, "pose_keypoints_2d", Converted(frame, person, body));
            WriteTriples(json, "face_keypoints_2d", Converted(frame, person, KeypointLayout.Face70));
            WriteTriples(json, "hand_left_keypoints_2d", Hand(frame, person, "leftHand"));
            WriteTriples(json, "hand_right_keypoints_2d", Hand(frame, person, "rightHand"));
            foreach (var name in new[] { "pose_keypoints_3d", "face_keypoints_3d", "hand_left_keypoints_3d", "hand_right_keypoints_3d" })
                WriteTriples(json, name, []);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteInstances(Utf8JsonWriter json, KeypointFrame frame, int index)
    {
        json.WriteStartObject();
        json.WriteNumber("frame_id", index + 1);
        WriteCanvas(json, frame, "width", "height");
        json.WriteStartArray("instances");
        foreach (var person in frame.People)
        {
            var points = Converted(frame, person, KeypointLayout.CocoWholeBody133);
            json.WriteStartObject();
            json.WriteStartArray("keypoints");
            foreach (var point in points)
            {
                json.WriteStartArray();
                json.WriteNumberValue(point.X);
                json.WriteNumberValue(point.Y);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteStartArray("keypoint_scores");
            foreach (var point in points)
                json.WriteNumberValue(point.Confidence);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteCanvas(Utf8JsonWriter json, KeypointFrame frame, string width, string height)
    {
        if (frame.Canvas is not { } canvas)
            throw new ArgumentException("Keypoints are written with the size of their picture, which this frame does not tell.", nameof(frame));
        json.WriteNumber(width, canvas.Width);
        json.WriteNumber(height, canvas.Height);
    }

    static Keypoint[] Converted(KeypointFrame frame, Keypoint[] person, KeypointLayout layout)
    {
        var points = new Keypoint[layout.Count];
        new KeypointConversion(frame.Layout, layout).Run(person, points);
        return points;
    }

    /// <summary>A hand of a layout that has such a part; nothing where it lacks it or no point is seen.</summary>
    static ReadOnlySpan<Keypoint> Hand(KeypointFrame frame, Keypoint[] person, string name)
    {
        foreach (var part in frame.Layout.Parts)
            if (part.Name == name && Array.Exists(person.AsSpan(part.Start, part.Count).ToArray(), point => point.IsPresent))
                return person.AsSpan(part.Start, part.Count);
        return [];
    }

    static void WriteTriples(Utf8JsonWriter json, string name, ReadOnlySpan<Keypoint> points)
    {
        json.WriteStartArray(name);
        foreach (var point in points)
        {
            json.WriteNumberValue(point.IsPresent ? point.X : 0);
            json.WriteNumberValue(point.IsPresent ? point.Y : 0);
            json.WriteNumberValue(point.Confidence);
        }
        json.WriteEndArray();
    }
}
