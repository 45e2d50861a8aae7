using System;
using System.Buffers;

namespace Avatars.Pictures;

/// <summary>
/// The segments of a JPEG file, checked completely before decoding: tables are complete, scans are few and refer to existing tables, and there is
/// enough data for the declared size. The result is the same picture with only the necessary segments: no bytes between segments, no comments,
/// thumbnails or trailers.
/// </summary>
/// <remarks>ITU-T T.81, annexes B and F; Exif 2.32, 4.5.2 (APP1); Adobe Technical Note 5116 (APP14).</remarks>
sealed class JpegReader
{
    /// <summary>A progressive photograph has about ten.</summary>
    const int MostScans = 100;

    /// <summary>Pixels times scans: the work of a decoder.</summary>
    const long MostWork = 1L << 31;

    const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, QuantizationTables = 0xDB, HuffmanTables = 0xC4, ArithmeticTables = 0xCC,
        RestartInterval = 0xDD, FirstRestart = 0xD0, LastRestart = 0xD7, Temporary = 0x01;
    const byte App0 = 0xE0, App1 = 0xE1, App14 = 0xEE;

    readonly byte[] _file;
    readonly string _name;
    readonly Action<string>? _onWarning;
    readonly ArrayBufferWriter<byte> _clean;
    readonly JpegTables _tables = new();
    JpegFrame? _frame;
    int _position = 2;
    int _orientation; // 0 until an Exif segment is read
    int _scans;

    JpegReader(byte[] file, string name, Action<string>? onWarning)
    {
        (_file, _name, _onWarning) = (file, name, onWarning);
        _clean = new ArrayBufferWriter<byte>(file.Length);
        _clean.Write(file.AsSpan(0, 2));
    }

    public static bool HasSignature(ReadOnlySpan<byte> file) => file.Length > 2 && file[0] == 0xFF && file[1] == StartOfImage;

    /// <summary>The picture without unnecessary segments, and its orientation.</summary>
    /// <exception cref="FormatException">It is damaged, of a kind that is not read, or larger than is read.</exception>
    public static (byte[] Clean, Orientation Orientation) Read(byte[] file, string name, Action<string>? onWarning)
    {
        var reader = new JpegReader(file, name, onWarning);
        reader.Walk();
        return (reader._clean.WrittenSpan.ToArray(), (Orientation)Math.Max(reader._orientation, 1));
    }

    void Walk()
    {
        while (true)
        {
            var marker = NextMarker();
            if (marker == EndOfImage)
                break;
            if (marker is Temporary or StartOfImage or (>= FirstRestart and <= LastRestart))
                continue;
            var start = _position;
            var segment = Segment();
            if (!Take(marker, segment))
                continue;
            Keep(marker, _file.AsSpan(start, _position - start));
            if (marker == StartOfScan)
                TakeScanData();
        }
        if (_frame is null || !_frame.IsComplete)
            throw Damaged("it has no picture data for all of its colours");
        _frame.RequireQuantization(_tables, this);
        Keep(EndOfImage, []);
    }

    /// <summary>Skips bytes that are no marker, as every decoder in use does, and fill bytes.</summary>
    byte NextMarker()
    {
        while (_position + 1 < _file.Length)
        {
            var offset = _file.AsSpan(_position).IndexOf((byte)0xFF);
            if (offset < 0)
                break;
            _position += offset;
            while (_position < _file.Length && _file[_position] == 0xFF)
                _position++;
            if (_position < _file.Length && _file[_position++] is not 0 and var marker)
                return marker;
        }
        _position = _file.Length;
        throw Truncated();
    }

    /// <summary>The content of a segment, behind its length.</summary>
    ReadOnlySpan<byte> Segment()
    {
        if (_position + 2 > _file.Length)
            throw Truncated();
        var length = _file[_position] << 8 | _file[_position + 1];
        if (length < 2)
            throw Damaged("a segment has no length");
        if (_position + length > _file.Length)
            throw Truncated();
        _position += length;
        return _file.AsSpan(_position - length + 2, length - 2);
    }

    /// <returns>Whether the decoder needs the segment.</returns>
    bool Take(byte marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case QuantizationTables:
                _tables.TakeQuantization(segment, this);
                return true;
            case HuffmanTables:
                _tables.TakeHuffman(segment, this);
                return true;
            case ArithmeticTables:
                throw Unread("arithmetic coding");
            case RestartInterval:
                return segment.Length == 2 ? true : throw Damaged("its restart interval has a wrong length");
            case >= 0xC0 and <= 0xCF and not 0xC8:
                if (_frame is not null)
                    throw Damaged("it has a second frame header");
                _frame = JpegFrame.Read(marker, segment, this);
                PictureLimits.Require((uint)_frame.Width, (uint)_frame.Height, _name);
                return true;
            case StartOfScan:
                if (++_scans > MostScans || _frame is not null && _scans * (long)_frame.Width * _frame.Height > MostWork)
                    throw new FormatException($"'{_name}' has more than {_scans - 1} scans, which no program writes and which would take too long. Save "
                        + "the picture again as PNG or JPEG.");
                (_frame ?? throw Damaged("a scan comes before the frame header")).TakeScan(segment, _tables, this);
                return true;
            case App0:
                return segment.StartsWith(Jfif);
            case App1 when _orientation == 0 && segment.StartsWith(Exif.Signature):
                _orientation = (int)Exif.OrientationOf(segment[Exif.Signature.Length..], _name, _onWarning);
                return false;
            case App14:
                return segment.StartsWith(Adobe);
            default:
                return false;
        }
    }

    void TakeScanData()
    {
        var start = _position;
        while (_position < _file.Length)
        {
            var offset = _file.AsSpan(_position).IndexOf((byte)0xFF);
            _position = offset < 0 ? _file.Length : _position + offset;
            if (_position + 1 < _file.Length && _file[_position + 1] is not (0x00 or 0xFF or (>= FirstRestart and <= LastRestart)))
                break;
            _position = Math.Min(_position + 1, _file.Length);
        }
        if (_position >= _file.Length)
            throw Truncated();
        var data = _file.AsSpan(start, _position - start);
        if (8L * data.Length < _frame!.LeastBits)
            throw new FormatException($"'{_name}' breaks off: at byte {start} there are {data.Length} bytes of picture data, "
                + $"where {_frame.Width}x{_frame.Height} pixels need {_frame.LeastBits / 8} or more. Copy or save it again.");
        _clean.Write(data);
    }

    void Keep(byte marker, ReadOnlySpan<byte> lengthAndSegment)
    {
        ReadOnlySpan<byte> start = [0xFF, marker];
        _clean.Write(start);
        _clean.Write(lengthAndSegment);
    }

    static ReadOnlySpan<byte> Jfif => [(byte)'J', (byte)'F', (byte)'I', (byte)'F', 0];

    static ReadOnlySpan<byte> Adobe => [(byte)'A', (byte)'d', (byte)'o', (byte)'b', (byte)'e'];

    public FormatException Damaged(string what) =>
        new($"'{_name}' is a JPEG picture that is damaged at or before byte {_position} of {_file.Length}: {what}. Copy or save it again.");

    public FormatException Unread(string kind) =>
        new($"'{_name}' is a JPEG picture with {kind}, which is not read. Open it in a picture program, and save it as a usual JPEG or as PNG.");

    FormatException Truncated() =>
        new($"'{_name}' is a JPEG picture that breaks off or is damaged at byte {_position} of {_file.Length}. Copy or save it again.");
}
