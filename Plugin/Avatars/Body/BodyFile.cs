using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>
/// The body model's file (`.body`): little endian, sections in a fixed order, described in Documentation/body.md. The same model gives the same bytes.
/// </summary>
public static partial class BodyFile
{
    const int Version = 1;
    const int MaximumBytes = 16 << 20;
    const int MostDirections = 512, MostPoints = 4096, MostSets = 64;
    const string Remedy = "Copy the file again, or build it with `avatar body build`.";

    static ReadOnlySpan<byte> Magic => "AVATBODY"u8;

    /// <summary>Where the body that ships is, below the program's folder or one above it.</summary>
    public static string ShippedPath { get; } = Path.Combine("Models", "body", "human.body");

    /// <exception cref="FormatException">The file is damaged, of another version or no body; the message names the byte.</exception>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    public static BodyModel Read(string path) => Read(WholeFile.Read(path, MaximumBytes), path);

    /// <summary>The body that ships with this program.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    /// <exception cref="FormatException">The file is damaged.</exception>
    public static BodyModel ReadShipped()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, ShippedPath) is var file && File.Exists(file))
                return Read(file);
        throw new FileNotFoundException($"There is no {ShippedPath} beside this program or in a folder above. Copy it from the repository, or build one with "
            + "'avatar body build'.");
    }

    /// <param name="source">Named in messages.</param>
    /// <exception cref="FormatException">The bytes are damaged, of another version or no body; the message names the byte.</exception>
    public static BodyModel Read(ReadOnlySpan<byte> bytes, string source)
    {
        var reader = new ByteReader(bytes, source);
        if (reader.Left < Magic.Length || !reader.Take(Magic.Length, "the magic number").SequenceEqual(Magic))
            throw new FormatException($"{source}: this is not a body file (it does not begin with 'AVATBODY'). {Remedy}");
        if (reader.UInt32("the version") is not Version and var version)
            throw new FormatException($"{source}: version {version} of the format; this program reads version {Version}. {Remedy}");
        if (reader.UInt32("the length") is var length && length != bytes.Length)
            throw new FormatException($"{source}: the file says that it has {length} bytes, but has {bytes.Length}. It was cut off or changed. {Remedy}");
        if (bytes.Length < reader.Offset + 4 || Crc32.Of(bytes[..^4]) != new ByteReader(bytes[^4..], source).UInt32("the checksum"))
            throw new FormatException($"{source}: the checksum at the end does not fit the content: the file is damaged. {Remedy}");
        try
        {
            return ReadSections(ref reader, source);
        }
        catch (ArgumentException error)
        {
            throw new FormatException($"{source}: {ErrorLine.Of(error)} {Remedy}", error);
        }
    }

    static BodyModel ReadSections(ref ByteReader reader, string source)
    {
        var mesh = ReadMesh(ref reader);
        var average = ReadVectors(ref reader, mesh.VertexCount, "average positions");
        var shapes = ReadDirections(ref reader, "shape directions");
        var joints = ReadJoints(ref reader, shapes.Length);
        var expressions = ReadDirections(ref reader, "expressions");
        var sliders = ReadSliders(ref reader, shapes.Length);
        var landmarks = ReadLandmarks(ref reader);
        if (reader.Left != 4)
            throw new FormatException($"{source}, byte {reader.Offset}: {reader.Left - 4} bytes follow the last section. {Remedy}");
        return new BodyModel(mesh, joints, average, shapes, expressions, sliders, landmarks);
    }

    static BodyMesh ReadMesh(ref ByteReader reader)
    {
        var (vertices, textureVertices, triangles) = (reader.UInt16("vertices"), reader.UInt16("texture vertices"), reader.UInt16("triangles"));
        var origins = ReadShorts(ref reader, textureVertices, "the vertices of texture vertices");
        var places = new Vector2[textureVertices];
        var packed = ReadShorts(ref reader, 2 * textureVertices, "texture coordinates");
        for (var i = 0; i < places.Length; i++)
            places[i] = new Vector2(packed[2 * i], packed[2 * i + 1]) / ushort.MaxValue;
        return new BodyMesh
        {
            VertexCount = vertices,
            Origins = origins,
            TextureCoordinates = places,
            Triangles = ReadShorts(ref reader, 3 * triangles, "triangles"),
            Parts = Array.ConvertAll(reader.Take(triangles, "parts").ToArray(), part => (BodyPart)part),
            Joints = reader.Take(BodyMesh.InfluencesPerVertex * vertices, "joints of vertices").ToArray(),
            Weights = reader.Take(BodyMesh.InfluencesPerVertex * vertices, "weights of vertices").ToArray(),
            Mirror = ReadShorts(ref reader, vertices, "mirror images"),
        };
    }

    static BodyJoints ReadJoints(ref ByteReader reader, int shapes)
    {
        var count = Count(ref reader, byte.MaxValue, "joints");
        var (names, parents, bones) = (new string[count], new int[count], new HumanBodyBones[count]);
        for (var i = 0; i < count; i++)
        {
            names[i] = reader.Text("the name of a joint");
            parents[i] = reader.Int16("the parent of a joint");
            bones[i] = (HumanBodyBones)reader.UInt16("the bone of a joint");
        }
        return new BodyJoints
        {
            Names = names,
            Parents = parents,
            Bones = bones,
            Average = ReadVectors(ref reader, count, "joint positions"),
            Directions = ReadVectors(ref reader, shapes * count, "directions of joints"),
        };
    }

    static BodyDirection[] ReadDirections(ref ByteReader reader, string what)
    {
        var directions = new BodyDirection[Count(ref reader, MostDirections, what)];
        for (var k = 0; k < directions.Length; k++)
        {
            var name = reader.Text("the name of a direction");
            var step = reader.Single("the step of a direction");
            var count = reader.UInt16("the vertices of a direction");
            var vertices = ReadShorts(ref reader, count, "the vertices of a direction");
            var values = new short[3 * count];
            var bytes = reader.Take(2 * values.Length, "the values of a direction");
            for (var i = 0; i < values.Length; i++)
                values[i] = (short)(bytes[2 * i] | bytes[2 * i + 1] << 8);
            directions[k] = new BodyDirection(name, step, vertices, values);
        }
        return directions;
    }

    static BodySlider[] ReadSliders(ref ByteReader reader, int shapes)
    {
        var sliders = new BodySlider[Count(ref reader, MostSets, "sliders")];
        for (var i = 0; i < sliders.Length; i++)
        {
            sliders[i] = new BodySlider(reader.Text("the name of a slider"), new float[shapes], new float[shapes]);
            reader.Singles(sliders[i].Low, "a slider");
            reader.Singles(sliders[i].High, "a slider");
        }
        return sliders;
    }

    static BodyLandmarks[] ReadLandmarks(ref ByteReader reader)
    {
        var sets = new BodyLandmarks[Count(ref reader, MostSets, "sets of landmarks")];
        for (var i = 0; i < sets.Length; i++)
        {
            var name = reader.Text("the name of landmarks");
            var points = new BodyPoint[Count(ref reader, MostPoints, "landmarks")];
            for (var k = 0; k < points.Length; k++)
            {
                var joint = reader.Int16("the joint of a landmark");
                points[k] = new BodyPoint(joint, reader.UInt16("a vertex of a landmark"), reader.UInt16("a vertex of a landmark"),
                    reader.UInt16("a vertex of a landmark"), new Vector3(reader.Single("a weight"), reader.Single("a weight"), reader.Single("a weight")));
            }
            sets[i] = new BodyLandmarks(name, points);
        }
        return sets;
    }

    static int Count(ref ByteReader reader, int most, string what) => reader.UInt16(what) is var count && count <= most ? count
        : throw reader.Wrong($"{count} {what}; at most {most} are possible. {Remedy}");

    static ushort[] ReadShorts(ref ByteReader reader, int count, string what)
    {
        var bytes = reader.Take(2L * count, what);
        var values = new ushort[count];
        for (var i = 0; i < count; i++)
            values[i] = (ushort)(bytes[2 * i] | bytes[2 * i + 1] << 8);
        return values;
    }

    static Vector3[] ReadVectors(ref ByteReader reader, int count, string what)
    {
        if (12L * count > reader.Left)
            reader.Take(12L * count, what); // throws before memory is taken
        var numbers = new float[3 * count];
        reader.Singles(numbers, what);
        var vectors = new Vector3[count];
        for (var i = 0; i < count; i++)
            vectors[i] = new Vector3(numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]);
        return vectors;
    }
}
