using System;
using System.IO;
using System.IO.Compression;
using System.Numerics;
using Avatars.Files;
using Avatars.Formats;

namespace Avatars.Body;

public static partial class PersonFile
{
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, AnalysedPerson person) => WholeFile.Write(path, ToBytes(person));

    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    public static byte[] ToBytes(AnalysedPerson person)
    {
        person.Require();
        var (body, texture, background) = person.Person;
        using var stream = new MemoryStream();
        var writer = new ByteWriter(stream);
        stream.Write(Magic);
        writer.UInt32(Version);
        writer.UInt32(0); // the length, below
        writer.UInt32(Fingerprint(body.Model));
        writer.Singles(body.Coefficients);
        WriteDisplacements(writer, body);
        foreach (var joint in person.Pose)
            writer.Singles(stackalloc[] { joint.Translation.X, joint.Translation.Y, joint.Translation.Z, joint.Rotation.X, joint.Rotation.Y, joint.Rotation.Z,
                joint.Rotation.W });
        writer.Singles(person.Expression);
        var camera = person.Camera;
        writer.Singles(stackalloc[] { camera.Position.X, camera.Position.Y, camera.Position.Z, camera.Orientation.X, camera.Orientation.Y,
            camera.Orientation.Z, camera.Orientation.W, camera.FocalLength, camera.Near, camera.Far, person.Coverage, person.FitError });
        writer.UInt16(texture.Side, "the texture's side");
        writer.UInt16(person.Picture.Width, "the picture's width");
        writer.UInt16(person.Picture.Height, "the picture's height");
        WritePacked(writer, stream, texture.Level(0));
        WritePacked(writer, stream, person.Picture.Bytes);
        writer.UInt16(person.Matte.Length == 0 ? 0 : 1, "whether there is a matte");
        if (person.Matte.Length > 0)
            WritePacked(writer, stream, person.Matte);
        writer.UInt16(background.Width, "the background's width");
        writer.UInt16(background.Height, "the background's height");
        WritePacked(writer, stream, background.Bytes);
        stream.Position = Magic.Length + 4;
        writer.UInt32((uint)stream.Length + 4);
        stream.Position = stream.Length;
        writer.UInt32(Crc32.Of(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <summary>In steps of 16 bits.</summary>
    static void WriteDisplacements(ByteWriter writer, ShapedBody body)
    {
        var displacements = body.Displacements;
        var largest = 0f;
        foreach (var displacement in displacements)
            largest = Math.Max(largest, MathF.Abs(displacement));
        var step = largest / short.MaxValue;
        writer.Singles(stackalloc[] { step });
        for (var i = 0; i < body.Model.VertexCount; i++)
            writer.UInt16((ushort)(short)(step > 0 ? MathF.Round(displacements[i] / step) : 0), "a displacement");
    }

    static void WritePacked(ByteWriter writer, Stream stream, byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(bytes, 0, bytes.Length);
        writer.UInt32((uint)packed.Length);
        packed.WriteTo(stream);
    }
}
