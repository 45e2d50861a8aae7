using System;

namespace Avatars.Pictures;

/// <summary>Which Huffman and quantisation tables a JPEG file has defined so far. Tables that a decoder could not work with are refused.</summary>
/// <remarks>ITU-T T.81, B.2.4.1, B.2.4.2 and annex C.</remarks>
sealed class JpegTables
{
    const int Slots = 4, LongestCode = 16, MostSymbols = 256, Coefficients = 64;

    readonly bool[] _dc = new bool[Slots], _ac = new bool[Slots], _quantization = new bool[Slots];

    public bool HasDc(int slot) => slot < Slots && _dc[slot];

    public bool HasAc(int slot) => slot < Slots && _ac[slot];

    public bool HasQuantization(int slot) => slot < Slots && _quantization[slot];

    public void TakeHuffman(ReadOnlySpan<byte> segment, JpegReader reader)
    {
        while (segment.Length > 0)
        {
            var (type, slot) = (segment[0] >> 4, segment[0] & 15);
            if (type > 1 || slot >= Slots)
                throw reader.Damaged($"a Huffman table of class {type} and number {slot}");
            if (segment.Length < 1 + LongestCode)
                throw reader.Damaged("a Huffman table ends early");
            var (symbols, code) = (0, 0);
            for (var length = 1; length <= LongestCode; length++)
            {
                code = (code << 1) + segment[length];
                symbols += segment[length];
                if (code > 1 << length)
                    throw reader.Damaged($"a Huffman table has more codes of {length} bits than there are");
            }
            if (symbols > MostSymbols)
                throw reader.Damaged($"a Huffman table of {symbols} symbols");
            if (segment.Length < 1 + LongestCode + symbols)
                throw reader.Damaged("a Huffman table ends early");
            (type == 0 ? _dc : _ac)[slot] = symbols > 0;
            segment = segment[(1 + LongestCode + symbols)..];
        }
    }

    public void TakeQuantization(ReadOnlySpan<byte> segment, JpegReader reader)
    {
        while (segment.Length > 0)
        {
            var (isWide, slot) = (segment[0] >> 4, segment[0] & 15);
            if (isWide > 1 || slot >= Slots)
                throw reader.Damaged($"a quantisation table of precision {isWide} and number {slot}");
            var length = 1 + Coefficients * (1 + isWide);
            if (segment.Length < length)
                throw reader.Damaged("a quantisation table ends early");
            _quantization[slot] = true;
            segment = segment[length..];
        }
    }
}
