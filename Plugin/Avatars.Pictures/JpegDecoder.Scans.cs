using System;
using System.IO;
using System.Linq;

namespace Avatars.Pictures;

/// <summary>The entropy-coded data.</summary>
sealed partial class JpegDecoder
{
    int _skippedBlocks; // that a progressive scan still leaves out

    /// <summary>Reads a scan's data.</summary>
    /// <returns>The position behind it.</returns>
    int ReadScan(ReadOnlySpan<byte> header, int position)
    {
        var planes = new JpegPlane[header[0]];
        for (var i = 0; i < planes.Length; i++)
        {
            var (id, table) = (header[1 + 2 * i], header[2 + 2 * i]);
            planes[i] = Array.Find(_planes, plane => plane.Id == id)!;
            (planes[i].DcTable, planes[i].AcTable) = (_dc[table >> 4 & 3], _ac[table & 3]);
        }
        var end = header[(1 + 2 * planes.Length)..];
        var (first, last, high, low) = (end[0], end[1], end[2] >> 4, end[2] & 15);
        var bits = new JpegBits(_file, position);
        Reset(planes);
        var isSingle = planes.Length == 1;
        var (across, down) = isSingle
            ? (Divided(planes[0].Width, 8), Divided(planes[0].Height, 8))
            : (Divided(_width, 8 * _mostAcross), Divided(_height, 8 * _mostDown));
        var block = new int[64];
        for (var unit = 0; unit < across * down; unit++)
        {
            if (_restart > 0 && unit > 0 && unit % _restart == 0)
            {
                bits.Restart();
                Reset(planes);
            }
            foreach (var plane in planes)
            {
                var (columns, rows) = isSingle ? (1, 1) : (plane.Across, plane.Down);
                for (var i = 0; i < columns * rows; i++)
                {
                    var (column, row) = (unit % across * columns + i % columns, unit / across * rows + i / columns);
                    if (_isProgressive)
                        ReadPart(ref bits, plane, plane.Coefficients.AsSpan(64 * (row * plane.BlocksAcross + column), 64), first, last, high, low);
                    else
                    {
                        ReadWhole(ref bits, plane, block);
                        JpegTransform.Run(block, plane.Samples.AsSpan(8 * row * plane.Stride + 8 * column), plane.Stride);
                    }
                }
            }
        }
        return ToMarker(bits.Position);
    }

    void Reset(JpegPlane[] planes)
    {
        _skippedBlocks = 0;
        foreach (var plane in planes)
            plane.Predictor = 0;
    }

    /// <summary>Where the next segment begins.</summary>
    int ToMarker(int position)
    {
        while (position + 1 < _file.Length && !(_file[position] == 0xFF && _file[position + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7))))
            position++;
        return position;
    }

    /// <summary>A block of a baseline scan, dequantised.</summary>
    void ReadWhole(ref JpegBits bits, JpegPlane plane, Span<int> block)
    {
        var table = _quantization[plane.Quantization];
        block.Clear();
        plane.Predictor = (short)(plane.Predictor + bits.ReadSigned(SizeOf(plane.DcTable!.Decode(ref bits))));
        block[0] = plane.Predictor * table[0];
        for (var i = 1; i < 64; i++)
        {
            var (run, size) = RunAndSize(plane.AcTable!.Decode(ref bits));
            if (size == 0)
            {
                if (run != 15)
                    break;
                i += 15;
                continue;
            }
            i += run;
            var value = bits.ReadSigned(size);
            if (i > 63)
                throw new InvalidDataException("a block of more than 64 numbers");
            block[ZigZag[i]] = (short)value * table[ZigZag[i]];
        }
    }

    /// <summary>What a progressive scan adds to a block.</summary>
    void ReadPart(ref JpegBits bits, JpegPlane plane, Span<short> block, int first, int last, int high, int low)
    {
        if (first == 0 && high == 0)
        {
            plane.Predictor = (short)(plane.Predictor + bits.ReadSigned(SizeOf(plane.DcTable!.Decode(ref bits))));
            block[0] = (short)(plane.Predictor << low);
        }
        else if (first == 0)
            block[0] |= (short)(bits.Read(1) << low);
        else if (high == 0)
            ReadFirst(ref bits, plane.AcTable!, block, first, last, low);
        else
            ReadRefinement(ref bits, plane.AcTable!, block, first, last, low);
    }

    void ReadFirst(ref JpegBits bits, JpegHuffman table, Span<short> block, int first, int last, int low)
    {
        if (_skippedBlocks > 0)
        {
            _skippedBlocks--;
            return;
        }
        for (var i = first; i <= last; i++)
        {
            var (run, size) = RunAndSize(table.Decode(ref bits));
            if (size == 0)
            {
                if (run < 15)
                {
                    _skippedBlocks = (1 << run) - 1 + bits.Read(run);
                    return;
                }
                i += 15;
                continue;
            }
            i += run;
            var value = bits.ReadSigned(size);
            if (i > 63)
                throw new InvalidDataException("a block of more than 64 numbers");
            block[ZigZag[i]] = (short)(value << low);
        }
    }

    void ReadRefinement(ref JpegBits bits, JpegHuffman table, Span<short> block, int first, int last, int low)
    {
        var (plus, i) = ((short)(1 << low), first);
        while (_skippedBlocks == 0 && i <= last)
        {
            var (run, size) = RunAndSize(table.Decode(ref bits));
            var value = (short)0;
            if (size != 0)
                value = bits.Read(1) == 1 ? plus : (short)-plus;
            else if (run < 15)
            {
                _skippedBlocks = (1 << run) + bits.Read(run);
                break;
            }
            // Goes over known numbers, which get their next bit, and as many zeros as the run has.
            for (; i <= last; i++)
            {
                ref var known = ref block[ZigZag[i]];
                if (known != 0)
                    Refine(ref bits, ref known, plus);
                else if (run-- == 0)
                {
                    known = value;
                    i++;
                    break;
                }
            }
        }
        if (_skippedBlocks == 0)
            return;
        for (; i <= last; i++)
            if (block[ZigZag[i]] != 0)
                Refine(ref bits, ref block[ZigZag[i]], plus);
        _skippedBlocks--;
    }

    static void Refine(ref JpegBits bits, ref short known, short plus)
    {
        if (bits.Read(1) == 1 && (known & plus) == 0)
            known += known > 0 ? plus : (short)-plus;
    }

    static int SizeOf(int symbol) => symbol <= 15 ? symbol : throw new InvalidDataException("a difference of more than 15 bits");

    static (int Run, int Size) RunAndSize(int symbol) => (symbol >> 4, symbol & 15);
}
