using System.Buffers.Binary;
using System.Text;

namespace Avatars.Live;

/// <summary>OSC bytes by the letter of the specification, independent of the library's own writer.</summary>
static class OscPackets
{
    public static byte[] Message(string address, params object[] arguments)
    {
        var bytes = new List<byte>(Padded(address));
        bytes.AddRange(Padded("," + string.Concat(arguments.Select(argument => argument switch { int => "i", float => "f", _ => "s" }))));
        foreach (var argument in arguments)
            bytes.AddRange(argument switch
            {
                int number => BigEndian(number),
                float number => BigEndian(BitConverter.SingleToInt32Bits(number)),
                _ => Padded((string)argument),
            });
        return [.. bytes];
    }

    public static byte[] Bundle(params byte[][] elements) =>
        [.. "#bundle\0"u8, 0, 0, 0, 0, 0, 0, 0, 1, .. elements.SelectMany(element => BigEndian(element.Length).Concat(element))];

    public static byte[] Bone(string name, float x, float y, float z, float qx, float qy, float qz, float qw) =>
        Message("/VMC/Ext/Bone/Pos", name, x, y, z, qx, qy, qz, qw);

    static byte[] Padded(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. bytes, .. new byte[4 - bytes.Length % 4]];
    }

    static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
