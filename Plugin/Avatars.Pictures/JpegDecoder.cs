using System;
using System.IO;
using System.Linq;
using Avatars.Imaging;

namespace Avatars.Pictures;

/// <summary>
/// Decodes a JPEG picture of one or three components to the same bytes as libjpeg with its default settings: integer transform, triangle filter for
/// colours with fewer samples, its colour conversion. Networks that find people move their points by up to several pixels when a decoder rounds otherwise.
/// </summary>
/// <remarks>ITU-T T.81; JFIF 1.02. The file was checked by <see cref="JpegReader"/>.</remarks>
sealed partial class JpegDecoder
{
    const byte StartOfScan = 0xDA, QuantizationTables = 0xDB, HuffmanTables = 0xC4, RestartInterval = 0xDD, EndOfImage = 0xD9, App0 = 0xE0, App14 = 0xEE,
        Progressive = 0xC2;

    static readonly byte[] ZigZag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36,
        29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    readonly byte[] _file;
    readonly JpegHuffman?[] _dc = new JpegHuffman?[4], _ac = new JpegHuffman?[4];
    readonly int[][] _quantization = new int[4][];
    JpegPlane[] _planes = [];
    int _width, _height, _mostAcross, _mostDown, _restart, _adobeTransform = -1;
    bool _isProgressive, _isJfif;

    JpegDecoder(byte[] file) => _file = file;

    /// <returns>Null for a picture of four components.</returns>
    /// <exception cref="InvalidDataException">The picture data is damaged.</exception>
    public static RgbImage? Decode(byte[] clean)
    {
        var decoder = new JpegDecoder(clean);
        return decoder.ReadSegments() ? decoder.ToPicture() : null;
    }

    bool ReadSegments()
    {
        for (var position = 2; position + 4 <= _file.Length && _file[position + 1] != EndOfImage;)
        {
            var marker = _file[position + 1];
            var length = _file[position + 2] << 8 | _file[position + 3];
            var segment = _file.AsSpan(position + 4, length - 2);
            position += 2 + length;
            switch (marker)
            {
                case QuantizationTables:
                    ReadQuantization(segment);
                    break;
                case HuffmanTables:
                    ReadHuffman(segment);
                    break;
                case RestartInterval:
                    _restart = segment[0] << 8 | segment[1];
                    break;
                case App0:
                    _isJfif = true;
                    break;
                case App14 when segment.Length >= 12:
                    _adobeTransform = segment[11];
                    break;
                case >= 0xC0 and <= 0xC2:
                    ReadFrame(segment, marker == Progressive);
                    if (_planes.Length is not (1 or 3))
                        return false;
                    break;
                case StartOfScan:
                    position = ReadScan(segment, position);
                    break;
            }
        }
        return true;
    }

    void ReadQuantization(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var (wide, slot) = (segment[0] >> 4, segment[0] & 15);
            var table = new int[64];
            for (var i = 0; i < 64; i++)
                table[ZigZag[i]] = wide == 0 ? segment[1 + i] : segment[1 + 2 * i] << 8 | segment[2 + 2 * i];
            _quantization[slot] = table;
            segment = segment[(1 + 64 * (1 + wide))..];
        }
    }

    void ReadHuffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            var symbols = 0;
            for (var i = 1; i <= 16; i++)
                symbols += segment[i];
            (segment[0] >> 4 == 0 ? _dc : _ac)[segment[0] & 15] = new JpegHuffman(segment.Slice(1, 16), segment.Slice(17, symbols));
            segment = segment[(17 + symbols)..];
        }
    }

    void ReadFrame(ReadOnlySpan<byte> segment, bool isProgressive)
    {
        (_height, _width, _isProgressive) = (segment[1] << 8 | segment[2], segment[3] << 8 | segment[4], isProgressive);
        var fields = segment.Slice(6, 3 * segment[5]).ToArray();
        _mostAcross = Enumerable.Range(0, segment[5]).Max(i => fields[3 * i + 1] >> 4);
        _mostDown = Enumerable.Range(0, segment[5]).Max(i => fields[3 * i + 1] & 15);
        _planes = [.. Enumerable.Range(0, segment[5]).Select(i => MakePlane(fields.AsSpan(3 * i, 3)))];
    }

    JpegPlane MakePlane(ReadOnlySpan<byte> field)
    {
        var (across, down) = (field[1] >> 4, field[1] & 15);
        if (_mostAcross % across != 0 || _mostDown % down != 0)
            throw new InvalidDataException("sampling factors that are no multiples of each other");
        var plane = new JpegPlane
        {
            Id = field[0],
            Across = across,
            Down = down,
            Quantization = field[2],
            Width = Divided(_width * across, _mostAcross),
            Height = Divided(_height * down, _mostDown),
            BlocksAcross = Divided(_width, 8 * _mostAcross) * across,
            BlocksDown = Divided(_height, 8 * _mostDown) * down,
        };
        plane.Samples = new byte[64 * plane.BlocksAcross * plane.BlocksDown];
        if (_isProgressive)
            plane.Coefficients = new short[64 * plane.BlocksAcross * plane.BlocksDown];
        return plane;
    }

    RgbImage ToPicture()
    {
        if (_isProgressive)
            foreach (var plane in _planes)
                Transform(plane);
        var picture = new RgbImage(_width, _height);
        var rows = _planes.Select(plane => new byte[plane.Width * (_mostAcross / plane.Across)]).ToArray();
        var sums = new int[_planes.Max(plane => plane.Width)];
        for (var y = 0; y < _height; y++)
        {
            for (var i = 0; i < _planes.Length; i++)
                JpegUpsampling.Row(_planes[i], _mostAcross / _planes[i].Across, _mostDown / _planes[i].Down, y, sums, rows[i]);
            var row = picture.Row(y);
            if (_planes.Length == 1)
                for (var x = 0; x < _width; x++)
                    row[3 * x] = row[3 * x + 1] = row[3 * x + 2] = rows[0][x];
            else if (IsRgb)
                for (var x = 0; x < _width; x++)
                    (row[3 * x], row[3 * x + 1], row[3 * x + 2]) = (rows[0][x], rows[1][x], rows[2][x]);
            else
                ToRgb(rows[0], rows[1], rows[2], row);
        }
        return picture;
    }

    /// <summary>Whether three components are no YCbCr, as libjpeg guesses it.</summary>
    bool IsRgb => !_isJfif
        && (_adobeTransform == 0 || (_adobeTransform < 0 && (_planes[0].Id, _planes[1].Id, _planes[2].Id) == ('R', 'G', 'B')));

    void Transform(JpegPlane plane)
    {
        Span<int> block = stackalloc int[64];
        var table = _quantization[plane.Quantization];
        for (var down = 0; down < plane.BlocksDown; down++)
            for (var across = 0; across < plane.BlocksAcross; across++)
            {
                var coefficients = plane.Coefficients.AsSpan(64 * (down * plane.BlocksAcross + across), 64);
                for (var i = 0; i < 64; i++)
                    block[i] = coefficients[i] * table[i];
                JpegTransform.Run(block, plane.Samples.AsSpan(8 * down * plane.Stride + 8 * across), plane.Stride);
            }
    }

    /// <summary>JFIF's YCbCr with 16 bits behind the point, rounded as libjpeg rounds.</summary>
    static void ToRgb(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> blue, ReadOnlySpan<byte> red, Span<byte> row)
    {
        const int half = 1 << 15, redFromRed = 91881, blueFromBlue = 116130, greenFromRed = 46802, greenFromBlue = 22554;
        for (var x = 0; 3 * x < row.Length; x++)
        {
            var (y, cb, cr) = (luma[x], blue[x] - 128, red[x] - 128);
            row[3 * x] = Limited(y + ((redFromRed * cr + half) >> 16));
            row[3 * x + 1] = Limited(y + ((-greenFromBlue * cb - greenFromRed * cr + half) >> 16));
            row[3 * x + 2] = Limited(y + ((blueFromBlue * cb + half) >> 16));
        }
    }

    static byte Limited(int value) => (byte)Math.Clamp(value, 0, 255);

    static int Divided(int value, int by) => (value + by - 1) / by;
}
