using System;
using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Threading.Tasks;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>A person in one file (`.person`): little endian, described in Documentation/body.md.</summary>
public static partial class PersonFile
{
    /// <summary>Of such a file's name.</summary>
    public const string Ending = ".person";

    const int Version = 2;
    const long MaximumBytes = 256L << 20;
    const int LargestSide = 8192;
    const int HashBytes = 32; // SHA-256
    const int ChecksumBytes = 4;
    const string Remedy = "Make it again with `avatar source`.";

    static readonly ConditionalWeakTable<BodyModel, Checksum> Fingerprints = new(); // a model is never changed

    static ReadOnlySpan<byte> Magic => "AVATPERS"u8;

    /// <param name="model">The body model that the person was fitted with; borrowed.</param>
    /// <exception cref="FormatException">The file is damaged, of another version or made with another body model.</exception>
    /// <exception cref="IOException">The file is absent or cannot be read.</exception>
    public static AnalysedPerson Read(string path, BodyModel model) => Read(WholeFile.Read(path, MaximumBytes), path, model);

    /// <summary>The file of the same name beside a picture, if it was made from that very picture first; else null, and with a warning where it is of
    /// another version or was made with another body model.</summary>
    /// <param name="path">Of the picture.</param>
    /// <param name="picture">What it shows.</param>
    /// <param name="model">The body model that the person should have been fitted with; borrowed.</param>
    /// <param name="warn">Gets one sentence or two; null ignores them.</param>
    /// <exception cref="FormatException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static AnalysedPerson? ReadBeside(string path, RgbImage picture, BodyModel model, Action<string>? warn = null)
    {
        var beside = Path.ChangeExtension(path, Ending);
        if (!File.Exists(beside))
            return null;
        var bytes = WholeFile.Read(beside, MaximumBytes);
        var version = AtVersion(bytes, beside).UInt32("the version");
        if (version != Version)
            return Ignored(OtherVersion(beside, version));
        var head = AtModel(bytes, beside);
        var fitsModel = head.UInt32("the body model") == Fingerprint(model);
        if (!head.Take(HashBytes, "the picture's hash").SequenceEqual(HashOf(picture)))
            return null;
        return fitsModel ? Read(bytes, beside, model, picture) : Ignored(OtherModel(beside));

        AnalysedPerson? Ignored(string reason)
        {
            warn?.Invoke($"{reason} The file is ignored, as if it were not beside the picture. {Remedy}");
            return null;
        }
    }

    /// <param name="source">Named in messages.</param>
    /// <inheritdoc cref="Read(string, BodyModel)"/>
    public static AnalysedPerson Read(ReadOnlySpan<byte> bytes, string source, BodyModel model) => Read(bytes, source, model, null);

    /// <param name="picture">Of the person, for files that do not hold it; null where it is not known.</param>
    static AnalysedPerson Read(ReadOnlySpan<byte> bytes, string source, BodyModel model, RgbImage? picture)
    {
        var reader = AtModel(bytes, source);
        if (reader.UInt32("the body model") != Fingerprint(model))
            throw new FormatException($"{OtherModel(source)} {Remedy}");
        reader.Take(HashBytes, "the picture's hash");
        try
        {
            var person = ReadPerson(ref reader, model, picture);
            if (reader.Left > ChecksumBytes)
                person = person with { Embeddings = ReadEmbeddings(ref reader) };
            person.Require();
            return reader.Left == ChecksumBytes ? person : throw reader.Wrong($"{reader.Left - ChecksumBytes} bytes follow the last section. {Remedy}");
        }
        catch (Exception error) when (error is ArgumentException or InvalidDataException)
        {
            throw new FormatException($"{source}: {ErrorLine.Of(error)} {Remedy}", error);
        }
    }

    static string OtherVersion(string source, uint version) => $"{source}: version {version} of the format; this program reads version {Version}.";

    static string OtherModel(string source) => $"{source}: the person was made with another body model than this program's.";

    static ByteReader AtVersion(ReadOnlySpan<byte> bytes, string source)
    {
        var reader = new ByteReader(bytes, source);
        if (reader.Left < Magic.Length || !reader.Take(Magic.Length, "the magic number").SequenceEqual(Magic))
            throw new FormatException($"{source}: this is not a person file (it does not begin with 'AVATPERS'). {Remedy}");
        return reader;
    }

    /// <summary>A checked file's reader before the body model's checksum.</summary>
    static ByteReader AtModel(ReadOnlySpan<byte> bytes, string source)
    {
        var reader = AtVersion(bytes, source);
        if (reader.UInt32("the version") is not Version and var version)
            throw new FormatException($"{OtherVersion(source, version)} {Remedy}");
        if (reader.UInt32("the length") is var length && length != bytes.Length)
            throw new FormatException($"{source}: the file says that it has {length} bytes, but has {bytes.Length}. It was cut off or changed. {Remedy}");
        if (bytes.Length < reader.Offset + ChecksumBytes || Crc32.Of(bytes[..^4]) != new ByteReader(bytes[^4..], source).UInt32("the checksum"))
            throw new FormatException($"{source}: the checksum at the end does not fit the content: the file is damaged. {Remedy}");
        return reader;
    }

    static AnalysedPerson ReadPerson(ref ByteReader reader, BodyModel model, RgbImage? known)
    {
        var coefficients = Numbers(ref reader, model.Shapes.Count, "shape coefficients");
        var step = Numbers(ref reader, 1, "the step of displacements")[0];
        var displacements = new float[model.VertexCount];
        for (var i = 0; i < displacements.Length; i++)
            displacements[i] = step * reader.Int16("displacements");
        var pose = new JointTransform[model.Joints.Count];
        for (var i = 0; i < pose.Length; i++)
        {
            var joint = Numbers(ref reader, 7, "the pose");
            pose[i] = new JointTransform(new Vector3(joint[0], joint[1], joint[2]), new Quaternion(joint[3], joint[4], joint[5], joint[6]));
        }
        var expression = Numbers(ref reader, model.Expressions.Count, "the expression");
        var numbers = Numbers(ref reader, 10, "the camera");
        var (coverage, error) = (Numbers(ref reader, 1, "the coverage")[0], Numbers(ref reader, 1, "the fit error")[0]);
        var (side, width, height) = (Size(ref reader), Size(ref reader), Size(ref reader));
        var camera = new Camera
        {
            Position = new Vector3(numbers[0], numbers[1], numbers[2]),
            Orientation = new Quaternion(numbers[3], numbers[4], numbers[5], numbers[6]),
            FocalLength = numbers[7],
            Near = numbers[8],
            Far = numbers[9],
            Width = width,
            Height = height,
        }.Checked();
        var texture = Unpack(ref reader, 4 * side, side, 4, "the texture");
        var picture = reader.UInt16("whether there is a picture") != 0 ? Unpack(ref reader, 3 * width, height, 3, "the picture")
            : known is null ? throw new ArgumentException("the file belongs beside a picture and does not hold it. Give the picture of the same name.") : null;
        var matte = reader.UInt16("whether there is a matte") == 0 ? null : Unpack(ref reader, width, height, 1, "the matte");
        var (backgroundWidth, backgroundHeight) = (Size(ref reader), Size(ref reader));
        var background = Unpack(ref reader, 3 * backgroundWidth, backgroundHeight, 3, "the background");
        var body = new ShapedBody(model, coefficients, displacements);
        return new AnalysedPerson
        {
            Person = new TexturedPerson(body, new BodyTexture(new RgbaImage(side, side, Result(texture))),
                new RgbImage(backgroundWidth, backgroundHeight, Result(background))),
            Picture = picture is null ? known! : new RgbImage(width, height, Result(picture)),
            Matte = matte is null ? [] : Result(matte),
            Camera = camera,
            Pose = pose,
            Expression = expression,
            Coverage = coverage,
            FitError = error,
        };
    }

    static float[] Numbers(ref ByteReader reader, int count, string what)
    {
        var numbers = new float[count];
        reader.Singles(numbers, what);
        foreach (var number in numbers)
            if (!(MathF.Abs(number) < 1e6f))
                throw reader.Wrong($"{what}: {number} is not possible. {Remedy}");
        return numbers;
    }

    static int Size(ref ByteReader reader)
    {
        var size = reader.UInt16("a size");
        return size is >= 1 and <= LargestSide ? size : throw reader.Wrong($"a picture of {size} pixels; 1 to {LargestSide} are possible. {Remedy}");
    }

    /// <summary>Begins to unpack a deflated block, which must be long enough to hold what it should: little data cannot take much memory.</summary>
    static Task<byte[]> Unpack(ref ByteReader reader, int stride, int rows, int channels, string what)
    {
        var count = stride * rows;
        const int bestRatio = 1040; // of Deflate
        var packed = reader.Take(reader.UInt32("the length of a block"), what);
        if (count > (long)packed.Length * bestRatio)
            throw reader.Wrong($"{what} is too short. {Remedy}");
        var (copy, wrong) = (packed.ToArray(), reader.Wrong($"{what} has another length than it should. {Remedy}"));
        return Task.Run(() =>
        {
            var bytes = new byte[count];
            using var stream = new DeflateStream(new MemoryStream(copy), CompressionMode.Decompress);
            var filled = 0;
            while (filled < count && stream.Read(bytes, filled, count - filled) is var read && read > 0)
                filled += read;
            if (filled != count || stream.ReadByte() >= 0)
                throw wrong;
            RowFilter.Backward(bytes, stride, channels);
            return bytes;
        });
    }

    static byte[] Result(Task<byte[]> block) => block.GetAwaiter().GetResult();

    /// <summary>SHA-256 of the size, two int32, and the pixels.</summary>
    static byte[] HashOf(RgbImage picture)
    {
        var size = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(size, picture.Width);
        BinaryPrimitives.WriteInt32LittleEndian(size.AsSpan(4), picture.Height);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(size);
        hash.AppendData(picture.Bytes);
        return hash.GetHashAndReset();
    }

    /// <summary>Tells body models apart: the checksum of the body's file, which is its last four bytes.</summary>
    static uint Fingerprint(BodyModel model) =>
        Fingerprints.GetValue(model, body => new Checksum(BitConverter.ToUInt32(BodyFile.ToBytes(body).AsSpan()[^4..]))).Value;

    sealed record Checksum(uint Value);
}
