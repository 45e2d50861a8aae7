using System.IO.Compression;
using System.Text;

namespace Avatars.ModelBuilding.Weights;

/// <summary>Whole checkpoints of one tensor, "x" with the values 1 to 4, in each of the three formats.</summary>
static class TinyCheckpoints
{
    static readonly byte[] Values = [.. new[] { 1f, 2, 3, 4 }.SelectMany(BitConverter.GetBytes)];

    public static byte[] Safetensors
    {
        get
        {
            var header = Encoding.UTF8.GetBytes("""{"__metadata__":{"format":"pt"},"x":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}"""
                + """,  "y":{"dtype":"F16","shape":[],"data_offsets":[16,18]}}""");
            return [.. BitConverter.GetBytes((long)header.Length), .. header, .. Values, 0, 60];
        }
    }

    public static byte[] Zip
    {
        get
        {
            using var file = new MemoryStream();
            using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
                foreach (var (name, content) in new[] { ("archive/data.pkl", Latin("\u0080\u0002" + Dictionary(isOld: false) + ".")),
                    ("archive/byteorder", Latin("little")), ("archive/data/0", Values), ("archive/version", Latin("3\n")) })
                {
                    using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                    entry.Write(content);
                }
            return file.ToArray();
        }
    }

    public static byte[] OldStream =>
    [
        .. Latin("\u0080\u0002\u008a\u000a"), 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19,
        .. Latin(".\u0080\u0002M\u00e9\u0003.\u0080\u0002}."),
        .. Latin("\u0080\u0002" + Dictionary(isOld: true) + ".\u0080\u0002]" + Text("0") + "a."), .. BitConverter.GetBytes(4L), .. Values,
    ];

    static string Dictionary(bool isOld) =>
        "}q\u0000(" + Text("x") + "ctorch._utils\n_rebuild_tensor_v2\n((" + Text("storage") + "ctorch\nFloatStorage\n" + Text("0") + Text("cpu")
        + "K\u0004" + (isOld ? "N" : "")
        + "tQK\u0000K\u0002K\u0002\u0086K\u0002K\u0001\u0086\u0089ccollections\nOrderedDict\n)RtR" + Text("epoch") + "K\u0003u";

    static string Text(string text) => "X" + (char)text.Length + "\0\0\0" + text;

    static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
