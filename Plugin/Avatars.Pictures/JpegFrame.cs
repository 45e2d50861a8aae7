using System;
using System.Linq;

namespace Avatars.Pictures;

/// <summary>The frame header of a JPEG file, and what its scans have shown so far.</summary>
/// <remarks>ITU-T T.81, B.2.2, B.2.3 and G.1.1.</remarks>
sealed class JpegFrame
{
    const byte Progressive = 0xC2;
    const int LastCoefficient = 63, MostBits = 13, MostBlocksTogether = 10;

    readonly (byte Id, int Across, int Down, int Quantization)[] _components;
    readonly bool[] _shown;
    readonly bool _isProgressive;

    JpegFrame(int width, int height, bool isProgressive, (byte, int, int, int)[] components)
    {
        (Width, Height, _isProgressive, _components) = (width, height, isProgressive, components);
        _shown = new bool[components.Length];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Lower bound of the bits of the last scan: one per block, or 0 where runs may skip blocks.</summary>
    public long LeastBits { get; private set; }

    /// <summary>Whether every component has been in a scan that begins it.</summary>
    public bool IsComplete => _shown.All(shown => shown);

    public static JpegFrame Read(byte marker, ReadOnlySpan<byte> segment, JpegReader reader)
    {
        if (marker is >= 0xC9)
            throw reader.Unread("arithmetic coding");
        if (marker is 0xC3 or 0xC7)
            throw reader.Unread("lossless coding");
        if (marker is 0xC5 or 0xC6)
            throw reader.Unread("hierarchical coding");
        if (segment.Length < 6)
            throw reader.Damaged("its frame header ends early");
        if (segment[0] != 8)
            throw segment[0] is 12 or 16 ? reader.Unread($"{segment[0]} bits a colour") : reader.Damaged($"it says {segment[0]} bits a colour");
        var (height, width, count) = (segment[1] << 8 | segment[2], segment[3] << 8 | segment[4], segment[5]);
        if (count is not (1 or 3 or 4))
            throw reader.Unread($"{count} colour components");
        if (segment.Length != 6 + 3 * count)
            throw reader.Damaged("its frame header has a wrong length");
        var components = new (byte Id, int Across, int Down, int Quantization)[count];
        for (var i = 0; i < count; i++)
        {
            var field = segment.Slice(6 + 3 * i, 3);
            components[i] = (field[0], field[1] >> 4, field[1] & 15, field[2]);
            if (components[i].Across is < 1 or > 4 || components[i].Down is < 1 or > 4 || components[i].Quantization > 3)
                throw reader.Damaged("its frame header has impossible sampling factors or tables");
        }
        if (components.Select(component => component.Id).Distinct().Count() != count)
            throw reader.Damaged("its frame header has a colour component twice");
        return new JpegFrame(width, height, marker == Progressive, components);
    }

    public void TakeScan(ReadOnlySpan<byte> segment, JpegTables tables, JpegReader reader)
    {
        var count = segment.Length > 0 ? segment[0] : 0;
        if (count < 1 || count > _components.Length || segment.Length != 4 + 2 * count)
            throw reader.Damaged("a scan header has a wrong length");
        var (first, last, high, low) = (segment[1 + 2 * count], segment[2 + 2 * count], segment[3 + 2 * count] >> 4, segment[3 + 2 * count] & 15);
        var isPossible = !_isProgressive ? first == 0 && high == 0 && low == 0
            : first <= last && last <= LastCoefficient && high <= MostBits && low <= MostBits && (first == 0 ? last == 0 : count == 1);
        if (!isPossible)
            throw reader.Damaged("a scan header asks for impossible coefficients");
        var (readsDc, readsAc) = _isProgressive ? (first == 0 && high == 0, first > 0) : (true, true);
        var blocks = 0L;
        var together = 0;
        var seen = 0;
        for (var i = 0; i < count; i++)
        {
            var (id, table) = (segment[1 + 2 * i], segment[2 + 2 * i]);
            var index = Array.FindIndex(_components, component => component.Id == id);
            if (index < 0 || (seen & 1 << index) != 0)
                throw reader.Damaged("a scan header names a colour component that is not there, or one twice");
            seen |= 1 << index;
            if (readsDc && !tables.HasDc(table >> 4) || readsAc && !tables.HasAc(table & 15) || !tables.HasQuantization(_components[index].Quantization)
                && !_isProgressive)
                throw reader.Damaged("a scan uses a table that is not defined");
            if (readsAc && _isProgressive && !_shown[index])
                throw reader.Damaged("a scan refines a colour component that has not begun");
            _shown[index] |= readsDc;
            blocks += BlocksOf(_components[index]);
            together += _components[index].Across * _components[index].Down;
        }
        if (count > 1 && together > MostBlocksTogether)
            throw reader.Damaged("a scan interleaves more blocks than a decoder takes");
        LeastBits = readsAc && _isProgressive ? 0 : blocks;
    }

    /// <summary>At the end of the file, where a progressive picture is first multiplied with its tables.</summary>
    public void RequireQuantization(JpegTables tables, JpegReader reader)
    {
        foreach (var component in _components)
            if (!tables.HasQuantization(component.Quantization))
                throw reader.Damaged("a quantisation table is not defined");
    }

    long BlocksOf((byte Id, int Across, int Down, int Quantization) component)
    {
        var (mostAcross, mostDown) = (_components.Max(other => other.Across), _components.Max(other => other.Down));
        long Blocks(int size, int factor, int most) => ((long)size * factor + 8 * most - 1) / (8 * most);
        return Blocks(Width, component.Across, mostAcross) * Blocks(Height, component.Down, mostDown);
    }
}
