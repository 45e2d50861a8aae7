using System;
using System.Buffers;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Avatars.Formats;

/// <summary>The binary chunk of a .glb, and the buffer views and accessors that describe it.</summary>
sealed class GlbBuffer
{
    public const int UnsignedShort = 5123;
    public const int UnsignedInt = 5125;
    const int Float = 5126;

    readonly ArrayBufferWriter<byte> _data = new();
    readonly List<Action<Utf8JsonWriter>> _views = [];
    readonly List<Action<Utf8JsonWriter>> _accessors = [];

    /// <summary>Bytes.</summary>
    public int Length => _data.WrittenCount;

    public byte[] ToArray() => _data.WrittenSpan.ToArray();

    /// <param name="width">Numbers of an element.</param>
    /// <param name="bounds">Whether the least and greatest values are told, as glTF asks of positions and of times.</param>
    /// <returns>The accessor.</returns>
    public int Add(ReadOnlySpan<float> values, string type, int width, bool bounds)
    {
        var count = values.Length / width;
        var (least, most) = (new float[width], new float[width]);
        for (var k = 0; k < width; k++)
        {
            (least[k], most[k]) = (float.MaxValue, float.MinValue);
            for (var i = k; i < values.Length; i += width)
                (least[k], most[k]) = (MathF.Min(least[k], values[i]), MathF.Max(most[k], values[i]));
        }
        return Add(values, type, Float, count, bounds ? json =>
        {
            WriteNumbers(json, "min", least);
            WriteNumbers(json, "max", most);
        } : null);
    }

    /// <param name="component">glTF's number of the components' type.</param>
    /// <param name="count">Of elements.</param>
    /// <param name="more">Writes further properties of the accessor.</param>
    /// <returns>The accessor.</returns>
    public int Add<T>(ReadOnlySpan<T> values, string type, int component, int count, Action<Utf8JsonWriter>? more = null) where T : unmanaged
    {
        var (offset, view) = (Length, _views.Count);
        var bytes = MemoryMarshal.AsBytes(values);
        var length = bytes.Length;
        _data.Write(bytes);
        _data.Write(stackalloc byte[-length & 3]); // accessors begin at multiples of four
        _views.Add(json =>
        {
            json.WriteNumber("buffer", 0);
            json.WriteNumber("byteOffset", offset);
            json.WriteNumber("byteLength", length);
        });
        _accessors.Add(json =>
        {
            json.WriteNumber("bufferView", view);
            json.WriteNumber("componentType", component);
            json.WriteNumber("count", count);
            json.WriteString("type", type);
            more?.Invoke(json);
        });
        return _accessors.Count - 1;
    }

    /// <summary>The properties <c>accessors</c>, <c>bufferViews</c> and <c>buffers</c> of the document.</summary>
    public void Describe(Utf8JsonWriter json)
    {
        WriteList(json, "accessors", _accessors);
        WriteList(json, "bufferViews", _views);
        WriteList(json, "buffers", [json => json.WriteNumber("byteLength", Length)]);
    }

    public static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<float> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    static void WriteList(Utf8JsonWriter json, string name, List<Action<Utf8JsonWriter>> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            item(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
