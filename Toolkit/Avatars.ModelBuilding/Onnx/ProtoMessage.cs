using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>One small protobuf message, put together field by field in memory. Field numbers are those of onnx.proto3.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Both streams hold managed memory only.")]
sealed class ProtoMessage
{
    readonly MemoryStream _bytes = new();
    readonly CodedOutputStream _fields;

    public ProtoMessage() => _fields = new CodedOutputStream(_bytes, leaveOpen: true);

    public ProtoMessage Text(int field, string value)
    {
        _fields.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _fields.WriteString(value);
        return this;
    }

    public ProtoMessage Integer(int field, long value)
    {
        _fields.WriteTag(field, WireFormat.WireType.Varint);
        _fields.WriteInt64(value);
        return this;
    }

    public ProtoMessage Float(int field, float value)
    {
        _fields.WriteTag(field, WireFormat.WireType.Fixed32);
        _fields.WriteFloat(value);
        return this;
    }

    public ProtoMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        _fields.WriteTag(field, WireFormat.WireType.LengthDelimited);
        _fields.WriteBytes(ByteString.CopyFrom(value));
        return this;
    }

    public ProtoMessage Message(int field, ProtoMessage value) => Bytes(field, value.ToArray());

    public byte[] ToArray()
    {
        _fields.Flush();
        return _bytes.ToArray();
    }
}
