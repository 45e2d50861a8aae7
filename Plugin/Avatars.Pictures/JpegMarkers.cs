using System;

namespace Avatars.Pictures;

/// <summary>The segments of a JPEG file, walked from start to end without decoding anything.</summary>
/// <remarks>ITU-T T.81, annex B.</remarks>
static class JpegMarkers
{
    const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, FirstRestart = 0xD0, LastRestart = 0xD7, Temporary = 0x01;

    internal static bool StartsHere(ReadOnlySpan<byte> file) => file.Length > 2 && file[0] == 0xFF && file[1] == StartOfImage;

    /// <summary>Whether the segments lead to the end-of-image marker; <paramref name="position"/> is where they stop.</summary>
    internal static bool ReachTheEnd(ReadOnlySpan<byte> file, out int position)
    {
        position = 2;
        while (TryReadMarker(file, ref position, out var marker))
        {
            if (marker == EndOfImage)
                return true;
            if (marker is Temporary or (>= FirstRestart and <= LastRestart))
                continue;
            if (position + 2 > file.Length)
                return false;
            var length = file[position] << 8 | file[position + 1];
            if (length < 2 || position + length > file.Length)
                return false;
            position += length;
            if (marker == StartOfScan)
                SkipScan(file, ref position);
        }
        return false;
    }

    static bool TryReadMarker(ReadOnlySpan<byte> file, ref int position, out byte marker)
    {
        marker = 0;
        if (position >= file.Length || file[position] != 0xFF)
            return false;
        while (position < file.Length && file[position] == 0xFF) // fill bytes
            position++;
        if (position >= file.Length)
            return false;
        marker = file[position++];
        return true;
    }

    /// <summary>Leaves <paramref name="position"/> at the first marker behind the entropy-coded data, or at the end of the file.</summary>
    static void SkipScan(ReadOnlySpan<byte> file, ref int position)
    {
        while (position < file.Length)
        {
            var isMarker = file[position] == 0xFF && position + 1 < file.Length && file[position + 1] is not (0x00 or 0xFF or (>= FirstRestart and <= LastRestart));
            if (isMarker)
                return;
            position++;
        }
    }
}
