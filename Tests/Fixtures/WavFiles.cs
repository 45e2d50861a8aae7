using System.Buffers.Binary;
using System.Text;

namespace Avatars.Fixtures;

/// <summary>WAV files byte by byte.</summary>
public static class WavFiles
{
    /// <summary>A tone of 440 Hz at half of full scale, from 0.5 s on; silence before.</summary>
    public static float Tone(double seconds) => seconds < 0.5 ? 0 : 0.5f * (float)Math.Sin(2 * Math.PI * 440 * seconds);

    /// <param name="coding">1 PCM, 3 float, 0xFFFE PCM named by an extensible format.</param>
    public static byte[] Make(double seconds, int coding = 1, int bits = 16, int channels = 1, int rate = 8000, Func<double, float>? sample = null)
    {
        var frames = (int)(seconds * rate);
        var data = new byte[frames * channels * bits / 8];
        for (var i = 0; i < frames * channels; i++)
            Put(data.AsSpan(i * bits / 8), (sample ?? Tone)((double)(i / channels) / rate), coding, bits);
        return [.. Text("RIFF"), .. Number(36 + data.Length), .. Text("WAVE"), .. Format(coding, bits, channels, rate), .. Text("data"),
            .. Number(data.Length), .. data];
    }

    public static byte[] Format(int coding, int bits, int channels, int rate)
    {
        var block = channels * bits / 8;
        byte[] format = [.. Short(coding), .. Short(channels), .. Number(rate), .. Number(rate * block), .. Short(block), .. Short(bits)];
        if (coding == 0xFFFE)
            format = [.. format, .. Short(22), .. Short(bits), .. Number(0), .. Short(1), .. Convert.FromHexString("000000001000800000AA00389B71")];
        return [.. Text("fmt "), .. Number(format.Length), .. format];
    }

    public static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    public static byte[] Number(int value) => BitConverter.GetBytes(value);

    static byte[] Short(int value) => BitConverter.GetBytes((ushort)value);

    static void Put(Span<byte> to, float sample, int coding, int bits)
    {
        if (coding == 3 && bits == 64)
            BinaryPrimitives.WriteDoubleLittleEndian(to, sample);
        else if (coding == 3)
            BinaryPrimitives.WriteSingleLittleEndian(to, sample);
        else if (bits == 8)
            to[0] = (byte)Math.Round(128 + 127 * sample);
        else
        {
            var whole = (long)Math.Round(sample * ((1L << bits - 1) - 1));
            for (var i = 0; i < bits / 8; i++)
                to[i] = (byte)(whole >> 8 * i);
        }
    }
}
