using System;
using System.IO;

namespace Avatars.Pictures;

/// <summary>A Huffman table of a JPEG file, for decoding.</summary>
/// <remarks>ITU-T T.81, annex C and F.2.2.3.</remarks>
sealed class JpegHuffman
{
    const int FastBits = 9, LongestCode = 16;

    readonly byte[] _symbols;
    readonly short[] _fast = new short[1 << FastBits]; // length << 8 | symbol; 0 for longer codes
    readonly int[] _lastCode = new int[LongestCode + 2], _offset = new int[LongestCode + 1];

    /// <param name="counts">[16]: codes of each length.</param>
    public JpegHuffman(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        _symbols = symbols.ToArray();
        var (code, index) = (0, 0);
        for (var length = 1; length <= LongestCode; length++)
        {
            _offset[length] = index - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
                if (length <= FastBits)
                    _fast.AsSpan(code << (FastBits - length), 1 << (FastBits - length)).Fill((short)(length << 8 | _symbols[index]));
            _lastCode[length] = code; // one past the last code of this length
            code <<= 1;
        }
    }

    public int Decode(ref JpegBits bits)
    {
        var ahead = bits.Peek(LongestCode);
        var fast = _fast[ahead >> (LongestCode - FastBits)];
        if (fast != 0)
        {
            bits.Skip(fast >> 8);
            return fast & 255;
        }
        for (var length = FastBits + 1; length <= LongestCode; length++)
        {
            var code = ahead >> (LongestCode - length);
            if (code < _lastCode[length])
            {
                bits.Skip(length);
                return _symbols[code + _offset[length]];
            }
        }
        throw new InvalidDataException("a code that no Huffman table has");
    }
}

/// <summary>The bits of a scan; zeros behind its end, as other decoders give.</summary>
ref struct JpegBits
{
    readonly ReadOnlySpan<byte> _data;
    uint _buffer; // the next bits, left-aligned
    int _count;

    public JpegBits(ReadOnlySpan<byte> data, int position)
    {
        _data = data;
        (Position, _buffer, _count) = (position, 0, 0);
    }

    /// <summary>Of the next byte to read.</summary>
    public int Position { get; private set; }

    /// <summary>The next bits, which stay.</summary>
    /// <param name="count">Up to 16.</param>
    public int Peek(int count)
    {
        while (_count < count)
        {
            _buffer |= (uint)NextByte() << (24 - _count);
            _count += 8;
        }
        return (int)(_buffer >> (32 - count));
    }

    public void Skip(int count)
    {
        _buffer <<= count;
        _count -= count;
    }

    public int Read(int count)
    {
        if (count == 0)
            return 0;
        var value = Peek(count);
        Skip(count);
        return value;
    }

    /// <summary>A number of so many bits whose first bit tells its sign.</summary>
    public int ReadSigned(int count)
    {
        var value = Read(count);
        return count > 0 && value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /// <summary>Goes behind the next restart marker.</summary>
    public void Restart()
    {
        (_buffer, _count) = (0, 0);
        while (Position + 1 < _data.Length && !(_data[Position] == 0xFF && _data[Position + 1] is >= 0xD0 and <= 0xD7))
        {
            if (_data[Position] == 0xFF && _data[Position + 1] is not 0 and not 0xFF)
                return; // another marker: the scan has ended
            Position++;
        }
        Position = Math.Min(Position + 2, _data.Length);
    }

    int NextByte()
    {
        if (Position >= _data.Length)
            return 0;
        var value = _data[Position];
        if (value != 0xFF)
        {
            Position++;
            return value;
        }
        var next = Position + 1;
        while (next < _data.Length && _data[next] == 0xFF)
            next++;
        if (next >= _data.Length || _data[next] != 0)
            return 0; // a marker: stay before it
        Position = next + 1;
        return 0xFF;
    }
}
