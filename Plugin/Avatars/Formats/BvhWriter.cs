using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Numerics;
using System.Text;
using Avatars.Animation;
using Avatars.Files;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>Writes a clip as BVH: centimetres, +Y up, rotations as Z, X, Y in degrees. The root moves; other joints keep their offsets.</summary>
public static class BvhWriter
{
    const float Centimetres = 100; // of a metre: what BVH files are counted in
    const float LeafLength = 0.02f; // metres: a joint without children ends in a site this far on

    /// <summary>Writes the file completely or not at all.</summary>
    /// <exception cref="ArgumentException">The skeleton has several roots.</exception>
    public static void Write(string path, AnimationClip clip) => WholeFile.Write(path, stream => Write(stream, clip));

    /// <exception cref="ArgumentException">The skeleton has several roots.</exception>
    public static void Write(Stream stream, AnimationClip clip)
    {
        var skeleton = clip.Skeleton;
        for (var i = 1; i < skeleton.Count; i++)
            if (skeleton[i].Parent < 0)
                throw new ArgumentException($"A BVH file holds one tree of joints, and '{skeleton[i].Name}' is a second root.", nameof(clip));
        using var text = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        text.WriteLine("HIERARCHY");
        var order = new List<int>(); // of the hierarchy: each joint's children behind it
        WriteJoint(text, skeleton, 0, "", order);
        text.WriteLine("MOTION");
        text.WriteLine(Invariant($"Frames: {clip.FrameCount}"));
        text.WriteLine(Invariant($"Frame Time: {1.0 / clip.FrameRate:0.########}"));
        var local = new JointTransform[skeleton.Count];
        var line = new StringBuilder();
        for (var frame = 0; frame < clip.FrameCount; frame++)
        {
            clip.Sample(frame / clip.FrameRate, local);
            WriteFrame(line, local, order);
            text.WriteLine(line.ToString());
        }
    }

    static void WriteJoint(StreamWriter text, Skeleton skeleton, int joint, string indent, List<int> order)
    {
        order.Add(joint);
        var inside = indent + "\t";
        text.WriteLine($"{indent}{(joint == 0 ? "ROOT" : "JOINT")} {skeleton[joint].Name}");
        text.WriteLine(indent + "{");
        text.WriteLine($"{inside}OFFSET {Numbers(skeleton[joint].Rest.Translation)}");
        text.WriteLine($"{inside}CHANNELS {(joint == 0 ? "6 Xposition Yposition Zposition" : "3")} Zrotation Xrotation Yrotation");
        var isLeaf = true;
        for (var child = joint + 1; child < skeleton.Count; child++)
            if (skeleton[child].Parent == joint)
            {
                WriteJoint(text, skeleton, child, inside, order);
                isLeaf = false;
            }
        if (isLeaf)
        {
            var along = skeleton[joint].Rest.Translation;
            var end = along.Length() > 1e-6f ? Vector3.Normalize(along) * LeafLength : new Vector3(0, LeafLength, 0);
            text.WriteLine($"{inside}End Site\n{inside}{{\n{inside}\tOFFSET {Numbers(end)}\n{inside}}}");
        }
        text.WriteLine(indent + "}");
    }

    static void WriteFrame(StringBuilder line, ReadOnlySpan<JointTransform> local, List<int> order)
    {
        line.Clear().Append(Numbers(local[0].Translation));
        foreach (var joint in order)
        {
            var angles = AnglesZxy(local[joint].Rotation) * (180 / MathF.PI);
            line.Append(Invariant($" {angles.X:0.####} {angles.Y:0.####} {angles.Z:0.####}"));
        }
    }

    /// <summary>Angles about Z, X and Y whose rotations, Y first, make up a rotation. Radians.</summary>
    internal static Vector3 AnglesZxy(Quaternion rotation)
    {
        var rows = Matrix4x4.CreateFromQuaternion(Quaternion.Normalize(rotation)); // transposed: row vectors
        var sine = Math.Clamp(rows.M23, -1, 1);
        return MathF.Abs(sine) > 0.999999f
            ? new Vector3(MathF.Atan2(rows.M12, rows.M11), MathF.Asin(sine), 0)
            : new Vector3(MathF.Atan2(-rows.M21, rows.M22), MathF.Asin(sine), MathF.Atan2(-rows.M13, rows.M33));
    }

    static string Numbers(Vector3 metres) =>
        Invariant($"{metres.X * Centimetres:0.#####} {metres.Y * Centimetres:0.#####} {metres.Z * Centimetres:0.#####}");

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
