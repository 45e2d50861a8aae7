using System;
using System.Buffers.Binary;

namespace Avatars.Pictures;

/// <summary>The one thing of Exif that changes how a picture is seen. Damaged Exif is passed over with a warning: the picture is there all the same.</summary>
/// <remarks>Exif 2.32, 4.6; TIFF 6.0, section 2.</remarks>
static class Exif
{
    const int OrientationTag = 0x0112, Entry = 12, Byte = 1, Short = 3, Long = 4;

    /// <summary>What an APP1 segment with Exif begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [(byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0];

    /// <param name="tiff">From the byte order on.</param>
    public static Orientation OrientationOf(ReadOnlySpan<byte> tiff, string name, Action<string>? onWarning)
    {
        if (TryFind(tiff, out var value))
            return value is >= 1 and <= 8 ? (Orientation)value : Passed(value == 0 ? null : $"says orientation {value}, and 1 to 8 are known");
        return Passed("is damaged");

        Orientation Passed(string? why)
        {
            if (why is not null)
                onWarning?.Invoke($"'{name}': its Exif data {why}; the picture is taken as it is stored. Turn it in a picture program if it lies on its "
                    + "side.");
            return Orientation.TopLeft;
        }
    }

    /// <returns>False where the structure is broken; a picture without the tag has orientation 1.</returns>
    static bool TryFind(ReadOnlySpan<byte> tiff, out uint value)
    {
        value = 1;
        if (tiff.Length < 8 || tiff[0] != tiff[1] || tiff[0] is not ((byte)'I' or (byte)'M'))
            return false;
        var isBig = tiff[0] == (byte)'M';
        var directory = Four(tiff, 4, isBig);
        if (Two(tiff, 2, isBig) != 42 || directory > tiff.Length - 2)
            return false;
        var count = Two(tiff, (int)directory, isBig);
        for (var i = 0; i < count; i++)
        {
            var at = (int)directory + 2 + i * Entry;
            if (at + Entry > tiff.Length)
                return false;
            if (Two(tiff, at, isBig) != OrientationTag)
                continue;
            var type = Two(tiff, at + 2, isBig);
            value = type switch { Byte => tiff[at + 8], Short => Two(tiff, at + 8, isBig), Long => Four(tiff, at + 8, isBig), _ => uint.MaxValue };
            return Four(tiff, at + 4, isBig) == 1 && value != uint.MaxValue;
        }
        return true;
    }

    static uint Two(ReadOnlySpan<byte> bytes, int at, bool isBig) => isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..])
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    static uint Four(ReadOnlySpan<byte> bytes, int at, bool isBig) => isBig ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..])
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
