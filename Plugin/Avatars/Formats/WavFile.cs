using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;
using Avatars.Files;

namespace Avatars.Formats;

/// <summary>A recording's shape over time: the lowest and highest sample of each hundredth of a second, over all channels. Immutable.</summary>
public sealed class WavSound
{
    /// <summary>Of <see cref="Low"/> and <see cref="High"/>.</summary>
    public const int PeaksPerSecond = 100;

    readonly float[] _low, _high;

    internal WavSound(int sampleRate, int channels, long frames, float[] low, float[] high) =>
        (SampleRate, Channels, Seconds, _low, _high) = (sampleRate, channels, (double)frames / sampleRate, low, high);

    public int SampleRate { get; }

    public int Channels { get; }

    public double Seconds { get; }

    /// <summary>-1 to 1.</summary>
    public ReadOnlySpan<float> Low => _low;

    /// <summary>-1 to 1.</summary>
    public ReadOnlySpan<float> High => _high;

    /// <summary>Lowest and highest sample between two times; 0 outside the recording. Looks at each peak between them.</summary>
    public (float Low, float High) Between(double from, double to)
    {
        var first = (int)Math.Clamp(Math.Floor(from * PeaksPerSecond), 0, _low.Length);
        var last = (int)Math.Clamp(Math.Ceiling(to * PeaksPerSecond), 0, _low.Length);
        var (low, high) = (0f, 0f);
        for (var i = first; i < last; i++)
            (low, high) = (MathF.Min(low, _low[i]), MathF.Max(high, _high[i]));
        return (low, high);
    }
}

/// <summary>WAV recordings (RIFF, and RF64 for large ones): PCM of 8 to 32 bits, float of 32 and 64, A-law and mu-law.</summary>
/// <remarks>Microsoft, "Multiple channel audio data and WAVE files"; EBU Tech 3306 for RF64; ITU-T G.711 for the two laws.</remarks>
public static class WavFile
{
    public const string Ending = ".wav";

    const long MaximumBytes = 8L << 30;
    const double MaximumSeconds = 24 * 3600;
    const string Remedy = "Convert it, for example with: ffmpeg -i IN -c:a pcm_s16le OUT.wav";

    enum Coding
    {
        Pcm = 1,
        Float = 3,
        ALaw = 6,
        MuLaw = 7,
        Extensible = 0xFFFE,
    }

    /// <summary>Reads the whole file once; a recording that was cut off gives what is there.</summary>
    /// <exception cref="FormatException">It is no WAV file, damaged, or coded in another way; the message names the byte and the remedy.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WavSound Read(string path)
    {
        using var stream = WholeFile.Open(path, MaximumBytes);
        return Read(stream, path);
    }

    /// <param name="stream">Seekable, at its start.</param>
    /// <param name="source">The file, for messages.</param>
    /// <inheritdoc cref="Read(string)"/>
    public static WavSound Read(Stream stream, string source)
    {
        var head = new byte[12];
        if (Fill(stream, head) < 12 || Text(head, 0) is not ("RIFF" or "RF64") || Text(head, 8) != "WAVE")
            throw new FormatException($"{source}: this is no WAV file: it does not begin with RIFF and WAVE. {Remedy}");
        (Coding Coding, int Channels, int Rate, int Bits)? format = null;
        var size64 = 0L;
        while (true)
        {
            var at = stream.Position;
            if (Fill(stream, head.AsSpan(0, 8)) < 8)
                throw new FormatException($"{source}, byte {at}: the file ends before its samples (the chunk 'data'). Record or copy it again.");
            var (name, size) = (Text(head, 0), (long)BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)));
            if (name == "data")
                return Samples(stream, source, format ?? throw new FormatException($"{source}, byte {at}: the samples come before their format (the chunk "
                    + $"'fmt '). {Remedy}"), size == uint.MaxValue && size64 > 0 ? size64 : size);
            var next = at + 8 + size + (size & 1);
            if (name == "fmt ")
                format = Format(stream, source, at, size);
            else if (name == "ds64" && size >= 16)
            {
                var sizes = new byte[16];
                Fill(stream, sizes);
                size64 = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(sizes.AsSpan(8)), long.MaxValue / 2);
            }
            if (next > stream.Length)
                throw new FormatException($"{source}, byte {at}: the chunk {ErrorLine.Quote(name)} says {size} bytes, and only "
                    + $"{Math.Max(0, stream.Length - at - 8)} follow. Record or copy the file again.");
            stream.Position = next;
        }
    }

    static (Coding Coding, int Channels, int Rate, int Bits) Format(Stream stream, string source, long at, long size)
    {
        var bytes = new byte[Math.Min(size, 40)];
        if (size < 16 || Fill(stream, bytes) < bytes.Length)
            throw new FormatException($"{source}, byte {at}: the format has {size} bytes; 16 or more belong there. Record or copy the file again.");
        int Word(int index) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(index));
        var coding = (Coding)Word(0);
        if (coding == Coding.Extensible && bytes.Length >= 26)
            coding = (Coding)Word(24); // the first word of the sub-format's GUID
        var (channels, rate, bits) = (Word(2), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)), Word(14));
        var isKnown = coding switch
        {
            Coding.Pcm => bits is 8 or 16 or 24 or 32,
            Coding.Float => bits is 32 or 64,
            Coding.ALaw or Coding.MuLaw => bits == 8,
            _ => false,
        };
        if (!isKnown)
            throw new FormatException($"{source}, byte {at}: samples of {bits} bits in coding {(int)coding} are not read; PCM of 8 to 32 bits, float, "
                + $"A-law and mu-law are. {Remedy}");
        if (channels is < 1 or > 64 || rate is < 1000 or > 768_000)
            throw new FormatException($"{source}, byte {at}: {channels} channels at {rate} samples a second; 1 to 64 channels at 1,000 to 768,000 are "
                + $"possible. {Remedy}");
        var block = Word(12);
        if (block != channels * bits / 8)
            throw new FormatException($"{source}, byte {at}: a frame of {channels} samples of {bits} bits is said to have {block} bytes; "
                + $"{channels * bits / 8} is right. {Remedy}");
        return (coding, channels, (int)rate, bits);
    }

    static WavSound Samples(Stream stream, string source, (Coding Coding, int Channels, int Rate, int Bits) format, long size)
    {
        var block = format.Channels * format.Bits / 8;
        var frames = Math.Min(size, stream.Length - stream.Position) / block; // programs that write to a pipe leave the size at 0 or at its largest
        if (size == 0)
            frames = (stream.Length - stream.Position) / block;
        if (frames == 0)
            throw new FormatException($"{source}: the recording has no samples. Record it again.");
        if (frames / (double)format.Rate > MaximumSeconds)
            throw new FormatException($"{source}: the recording lasts {frames / (double)format.Rate / 3600:0} hours; up to {MaximumSeconds / 3600:0} are "
                + "possible. Cut out the part that is needed.");
        var peaks = (int)(((frames - 1) * WavSound.PeaksPerSecond) / format.Rate) + 1;
        var (low, high) = (new float[peaks], new float[peaks]);
        var buffer = new byte[block * Math.Max(1, (1 << 16) / block)];
        var frame = 0L;
        while (frame < frames)
        {
            var wanted = (int)Math.Min(buffer.Length, (frames - frame) * block);
            var read = Fill(stream, buffer.AsSpan(0, wanted)) / block;
            if (read == 0)
                break;
            for (var i = 0; i < read; i++, frame++)
            {
                var peak = (int)(frame * WavSound.PeaksPerSecond / format.Rate);
                for (var channel = 0; channel < format.Channels; channel++)
                {
                    var sample = Sample(buffer.AsSpan((i * format.Channels + channel) * format.Bits / 8), format.Coding, format.Bits);
                    low[peak] = MathF.Min(low[peak], sample);
                    high[peak] = MathF.Max(high[peak], sample);
                }
            }
        }
        return new WavSound(format.Rate, format.Channels, frames, low, high);
    }

    /// <summary>-1 to 1; what is no number is silence.</summary>
    static float Sample(ReadOnlySpan<byte> bytes, Coding coding, int bits)
    {
        var sample = (coding, bits) switch
        {
            (Coding.ALaw, _) => ALaw(bytes[0]),
            (Coding.MuLaw, _) => MuLaw(bytes[0]),
            (Coding.Float, 32) => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt32LittleEndian(bytes)),
            (Coding.Float, _) => (float)BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
            (_, 8) => (bytes[0] - 128) / 128f,
            (_, 16) => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768f,
            (_, 24) => (bytes[0] << 8 | bytes[1] << 16 | bytes[2] << 24) / 2147483648f,
            _ => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648f,
        };
        return float.IsNaN(sample) ? 0 : Math.Clamp(sample, -1, 1);
    }

    static float MuLaw(byte code)
    {
        var value = ~code & 0xFF;
        var magnitude = (((value & 0x0F) << 3) + 0x84 << (value >> 4 & 7)) - 0x84;
        return ((value & 0x80) != 0 ? -magnitude : magnitude) / 32768f;
    }

    static float ALaw(byte code)
    {
        var value = code ^ 0x55;
        var exponent = value >> 4 & 7;
        var magnitude = exponent == 0 ? ((value & 0x0F) << 4) + 8 : ((value & 0x0F) << 4) + 0x108 << exponent - 1;
        return ((value & 0x80) != 0 ? magnitude : -magnitude) / 32768f;
    }

    static string Text(byte[] bytes, int at) => Encoding.ASCII.GetString(bytes, at, 4);

    static int Fill(Stream stream, Span<byte> bytes)
    {
        var filled = 0;
        while (filled < bytes.Length && stream.Read(bytes[filled..]) is var read && read > 0)
            filled += read;
        return filled;
    }
}
