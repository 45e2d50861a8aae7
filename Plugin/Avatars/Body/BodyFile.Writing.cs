using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using Avatars.Files;
using Avatars.Formats;

namespace Avatars.Body;

public static partial class BodyFile
{
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, BodyModel model) => WholeFile.Write(path, ToBytes(model));

    public static byte[] ToBytes(BodyModel model)
    {
        using var stream = new MemoryStream();
        var writer = new ByteWriter(stream);
        stream.Write(Magic);
        writer.UInt32(Version);
        writer.UInt32(0); // the length, below
        WriteMesh(writer, stream, model.Mesh);
        WriteVectors(writer, model.Average);
        WriteDirections(writer, model.Shapes);
        WriteJoints(writer, model.Joints);
        WriteDirections(writer, model.Expressions);
        WriteSliders(writer, model.Sliders);
        WriteLandmarks(writer, model.Landmarks);
        stream.Position = Magic.Length + 4;
        writer.UInt32((uint)stream.Length + 4);
        stream.Position = stream.Length;
        writer.UInt32(Crc32.Of(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    static void WriteMesh(ByteWriter writer, Stream stream, BodyMesh mesh)
    {
        writer.UInt16(mesh.VertexCount, "vertices");
        writer.UInt16(mesh.Origins.Length, "texture vertices");
        writer.UInt16(mesh.TriangleCount, "triangles");
        WriteShorts(writer, mesh.Origins);
        foreach (var place in mesh.TextureCoordinates)
        {
            writer.UInt16((int)MathF.Round(place.X * ushort.MaxValue), "a texture coordinate");
            writer.UInt16((int)MathF.Round(place.Y * ushort.MaxValue), "a texture coordinate");
        }
        WriteShorts(writer, mesh.Triangles);
        foreach (var part in mesh.Parts)
            stream.WriteByte((byte)part);
        stream.Write(mesh.Joints);
        stream.Write(mesh.Weights);
        WriteShorts(writer, mesh.Mirror);
    }

    static void WriteJoints(ByteWriter writer, BodyJoints joints)
    {
        writer.UInt16(joints.Count, "joints");
        for (var i = 0; i < joints.Count; i++)
        {
            writer.Text(joints.Names[i]);
            writer.UInt16((ushort)(short)joints.Parents[i], "a parent");
            writer.UInt16((int)joints.Bones[i], "a bone");
        }
        WriteVectors(writer, joints.Average);
        WriteVectors(writer, joints.Directions);
    }

    static void WriteDirections(ByteWriter writer, IReadOnlyList<BodyDirection> directions)
    {
        writer.UInt16(directions.Count, "directions");
        foreach (var direction in directions)
        {
            writer.Text(direction.Name);
            writer.Single(direction.Step);
            writer.UInt16(direction.Vertices.Length, "vertices of a direction");
            WriteShorts(writer, direction.Vertices);
            foreach (var value in direction.Values)
                writer.UInt16((ushort)value, "a value");
        }
    }

    static void WriteSliders(ByteWriter writer, IReadOnlyList<BodySlider> sliders)
    {
        writer.UInt16(sliders.Count, "sliders");
        foreach (var slider in sliders)
        {
            writer.Text(slider.Name);
            writer.Singles(slider.Low);
            writer.Singles(slider.High);
        }
    }

    static void WriteLandmarks(ByteWriter writer, IReadOnlyList<BodyLandmarks> sets)
    {
        writer.UInt16(sets.Count, "sets of landmarks");
        foreach (var set in sets)
        {
            writer.Text(set.Name);
            writer.UInt16(set.Points.Length, "landmarks");
            foreach (var point in set.Points)
            {
                writer.UInt16((ushort)(short)point.Joint, "a joint");
                writer.UInt16(point.A, "a vertex");
                writer.UInt16(point.B, "a vertex");
                writer.UInt16(point.C, "a vertex");
                writer.Single(point.Weights.X);
                writer.Single(point.Weights.Y);
                writer.Single(point.Weights.Z);
            }
        }
    }

    static void WriteShorts(ByteWriter writer, ReadOnlySpan<ushort> values)
    {
        foreach (var value in values)
            writer.UInt16(value, "a number");
    }

    static void WriteVectors(ByteWriter writer, ReadOnlySpan<Vector3> vectors)
    {
        foreach (var vector in vectors)
        {
            writer.Single(vector.X);
            writer.Single(vector.Y);
            writer.Single(vector.Z);
        }
    }
}
