using System.Text;

namespace Avatars.Inference;

/// <summary>ONNX models by the letter of protobuf, so that they may be wrong in any way.</summary>
/// <remarks>Field numbers: onnx.proto3.</remarks>
static class OnnxBytes
{
    public static byte[] Model(byte[] functions, byte[] nodes) => [.. Field(7, nodes), .. functions];

    public static byte[] Function(string name, int inputs, int outputs, params byte[] nodes) =>
        Field(25, [.. Text(1, name), .. Repeat(4, inputs), .. Repeat(5, outputs), .. Renumbered(nodes), .. Text(10, "d")]);

    public static byte[] Node(string name, string domain, int inputs, int outputs) =>
        Field(1, [.. Repeat(1, inputs), .. Repeat(2, outputs), .. Text(4, name), .. Text(7, domain)]);

    /// <summary>Nodes are field 1 of a graph and field 7 of a function.</summary>
    public static byte[] Renumbered(byte[] nodes)
    {
        var bytes = (byte[])nodes.Clone();
        for (var at = 0; at < bytes.Length; at += 2 + bytes[at + 1])
            bytes[at] = 7 << 3 | 2;
        return bytes;
    }

    public static byte[] Repeat(int field, int count) => [.. Enumerable.Range(0, count).SelectMany(i => Text(field, $"v{i}"))];

    public static byte[] Text(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    public static byte[] Field(int field, byte[] content) => [.. Number((ulong)field << 3 | 2), .. Number((ulong)content.Length), .. content];

    /// <summary>A model of one graph.</summary>
    /// <param name="graph">Its fields.</param>
    public static byte[] Graph(params byte[][] graph) => Field(7, [.. graph.SelectMany(field => field)]);

    /// <summary>An operation with named inputs.</summary>
    public static byte[] Operation(string name, string[] inputs, string output) =>
        Field(1, [.. inputs.SelectMany(input => Text(1, input)), .. Text(2, output), .. Text(4, name)]);

    /// <summary>The content of a tensor.</summary>
    /// <param name="type">1 for float32, 7 for integers of 64 bits.</param>
    public static byte[] Tensor(string name, int type, long[] sides, byte[] raw) =>
        [.. sides.SelectMany(side => Plain(1, (ulong)side)), .. Plain(2, (ulong)type), .. Text(8, name), .. Field(9, raw)];

    /// <summary>The content of a tensor whose values lie in a file.</summary>
    public static byte[] External(string name, string location, string offset = "0", string length = "8") =>
        [.. Plain(1, 2), .. Plain(2, 1), .. Text(8, name), .. Entry("location", location), .. Entry("offset", offset), .. Entry("length", length),
            .. Plain(14, 1)];

    /// <summary>The content of an input, an output or a value inside.</summary>
    public static byte[] Port(string name, params long[] sides) => [.. Text(1, name), .. Field(2, Field(1,
        [.. Plain(1, 1), .. Field(2, [.. sides.SelectMany(side => Field(1, Plain(1, (ulong)side)))])]))];

    public static byte[] Plain(int field, ulong value) => [.. Number((ulong)field << 3), .. Number(value)];

    static byte[] Entry(string key, string value) => Field(13, [.. Text(1, key), .. Text(2, value)]);

    static byte[] Number(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
