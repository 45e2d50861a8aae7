using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Avatars.Files;
using Avatars.PoseMaps;

namespace Avatars.Perception;

/// <summary>
/// Everything that was perceived, as Avatar's own JSON: keypoints as <see cref="KeypointsFile"/> reads them, and beside them depths, metres, scores and boxes.
/// One picture is one object, a film a list of them.
/// </summary>
public static class PerceptionJson
{
    /// <summary>One picture or frame of a film.</summary>
    /// <param name="Seconds">Null for a picture of its own.</param>
    /// <param name="People">Empty where no person is found.</param>
    public readonly record struct Frame(int Width, int Height, double? Seconds, IReadOnlyList<PerceivedPerson> People);

    /// <summary>Writes the file completely or not at all.</summary>
    public static void Write(string path, IReadOnlyList<Frame> frames) => WholeFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream);
        if (frames.Count > 1)
            json.WriteStartArray();
        foreach (var frame in frames)
            Write(json, frame);
        if (frames.Count > 1)
            json.WriteEndArray();
    });

    static void Write(Utf8JsonWriter json, Frame frame)
    {
        json.WriteStartObject();
        json.WriteString("layout", KeypointLayout.MediaPipeHolistic553.Name);
        json.WriteString("units", "pixels");
        json.WriteNumber("width", frame.Width);
        json.WriteNumber("height", frame.Height);
        if (frame.Seconds is { } seconds)
            json.WriteNumber("seconds", Math.Round(seconds, 6));
        json.WriteStartArray("people");
        foreach (var person in frame.People)
        {
            json.WriteStartArray();
            foreach (var point in person.ToKeypoints())
                WriteNumbers(json, [point.X, point.Y, point.Confidence]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartArray("details");
        foreach (var person in frame.People)
            Write(json, person);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, PerceivedPerson person)
    {
        var box = person.Box;
        json.WriteStartObject();
        json.WriteNumber("score", person.Score);
        json.WritePropertyName("box");
        WriteNumbers(json, [box.X, box.Y, box.Width, box.Height]);
        json.WritePropertyName("presence");
        WriteNumbers(json, [.. person.Joints.Select(joint => joint.Presence)]);
        json.WritePropertyName("depth");
        WriteNumbers(json, [.. person.Joints.Select(joint => joint.Pixels.Z)]);
        WritePoints(json, "metres", person.Joints.Select(joint => joint.Metres));
        Write(json, "leftHand", person.LeftHand);
        Write(json, "rightHand", person.RightHand);
        if (person.Face is { } face)
        {
            json.WriteStartObject("face");
            json.WriteNumber("score", face.Score);
            json.WritePropertyName("depth");
            WriteNumbers(json, [.. face.Pixels.Select(point => point.Z)]);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, PerceivedHand? hand)
    {
        if (hand is null)
            return;
        json.WriteStartObject(name);
        json.WriteNumber("score", hand.Score);
        json.WriteNumber("rightHandProbability", hand.RightHandProbability);
        json.WritePropertyName("depth");
        WriteNumbers(json, [.. hand.Pixels.Select(point => point.Z)]);
        WritePoints(json, "metres", hand.Metres);
        json.WriteEndObject();
    }

    static void WritePoints(Utf8JsonWriter json, string name, IEnumerable<Vector3> points)
    {
        json.WriteStartArray(name);
        foreach (var point in points)
            WriteNumbers(json, [point.X, point.Y, point.Z]);
        json.WriteEndArray();
    }

    static void WriteNumbers(Utf8JsonWriter json, ReadOnlySpan<float> numbers)
    {
        json.WriteStartArray();
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
