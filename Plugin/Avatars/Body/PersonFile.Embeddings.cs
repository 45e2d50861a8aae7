using System.Collections.Generic;
using Avatars.Formats;

namespace Avatars.Body;

public static partial class PersonFile
{
    static void WriteEmbeddings(ByteWriter writer, IReadOnlyList<SourceEmbedding> embeddings)
    {
        writer.UInt16(embeddings.Count, "the number of embeddings");
        foreach (var (name, networks, values) in embeddings)
        {
            writer.Text(name);
            writer.Text(networks);
            writer.UInt32((uint)values.Length);
            writer.Singles(values);
        }
    }

    static List<SourceEmbedding> ReadEmbeddings(ref ByteReader reader)
    {
        var count = reader.UInt16("the number of embeddings");
        var embeddings = new List<SourceEmbedding>();
        for (var i = 0; i < count; i++)
        {
            var name = reader.Text("the name of an embedding");
            var networks = reader.Text("the hash of the networks");
            var length = reader.UInt32("the length of an embedding");
            if (length > reader.Left / sizeof(float))
                throw reader.Wrong($"an embedding of {length} numbers, but only {reader.Left} bytes are left. {Remedy}");
            var values = new float[length];
            reader.Singles(values, "an embedding");
            embeddings.Add(new SourceEmbedding(name, networks, values));
        }
        return embeddings;
    }
}
