using System;
using System.IO;
using System.IO.Compression;
using System.Numerics;
using System.Threading.Tasks;
using Avatars.Files;
using Avatars.Formats;

namespace Avatars.Body;

public static partial class PersonFile
{
    /// <param name="withPicture">False leaves out picture, matte and embeddings: a small file that stands beside its picture, for
    /// <see cref="ReadBeside"/>.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, AnalysedPerson person, bool withPicture = true) => WholeFile.Write(path, ToBytes(person, withPicture));

    /// <inheritdoc cref="Write"/>
    public static byte[] ToBytes(AnalysedPerson person, bool withPicture = true)
    {
        person.Require();
        var (body, texture, background) = person.Person;
        var packedTexture = Pack(texture.Level(0), 4 * texture.Side, 4);
        var packedBackground = Pack(background.Bytes, 3 * background.Width, 3);
        var packedPicture = withPicture ? Pack(person.Picture.Bytes, 3 * person.Picture.Width, 3) : null;
        using var stream = new MemoryStream();
        var writer = new ByteWriter(stream);
        stream.Write(Magic);
        writer.UInt32(Version);
        writer.UInt32(0); // the length, below
        writer.UInt32(Fingerprint(body.Model));
        stream.Write(HashOf(person.Picture));
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
        WritePacked(writer, stream, packedTexture);
        writer.UInt16(withPicture ? 1 : 0, "whether there is a picture");
        if (packedPicture is not null)
            WritePacked(writer, stream, packedPicture);
        var hasMatte = withPicture && person.Matte.Length > 0;
        writer.UInt16(hasMatte ? 1 : 0, "whether there is a matte");
        if (hasMatte)
            WritePacked(writer, stream, Pack(person.Matte, person.Picture.Width, 1));
        writer.UInt16(background.Width, "the background's width");
        writer.UInt16(background.Height, "the background's height");
        WritePacked(writer, stream, packedBackground);
        if (withPicture && person.Embeddings.Count > 0)
            WriteEmbeddings(writer, person.Embeddings);
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

    /// <summary>Begins to deflate a block.</summary>
    static Task<MemoryStream> Pack(byte[] bytes, int stride, int channels) => Task.Run(() =>
    {
        var filtered = RowFilter.Forward(bytes, stride, channels);
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(filtered, 0, filtered.Length);
        return packed;
    });

    static void WritePacked(ByteWriter writer, Stream stream, Task<MemoryStream> block)
    {
        var packed = block.GetAwaiter().GetResult();
        writer.UInt32((uint)packed.Length);
        packed.WriteTo(stream);
    }
}
