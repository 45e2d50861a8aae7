namespace Avatars.Fuzzing.Mutation;

/// <summary>Changes a file: the same source of randomness gives the same bytes.</summary>
/// <param name="bytes">Of the file.</param>
/// <param name="other">Of another seed of the same reader, for splices.</param>
delegate byte[] Mutator(byte[] bytes, byte[] other, Random random);

/// <summary>Mutations of whole cases.</summary>
static class CaseMutation
{
    /// <summary>No mutation makes more than this of a small seed: the bound on time holds below 1 MB.</summary>
    public const int MostBytes = 900_000;

    /// <summary>One to three changes of the files, and now and then of what they are.</summary>
    /// <param name="mutatorOf">By file name.</param>
    public static CaseFiles Of(CaseFiles seed, CaseFiles other, Func<string, Mutator> mutatorOf, Random random)
    {
        var files = new Dictionary<string, Entry>(seed.Files, StringComparer.Ordinal);
        var names = files.Keys.Order(StringComparer.Ordinal).ToArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var name = seed.Main.Length > 0 && random.Next(5) < 3 ? seed.Main : names[random.Next(names.Length)];
            if (files[name].Kind != EntryKind.File)
                continue;
            if (name != seed.Main && random.Next(8) == 0)
                files[name] = InPlaceOf(files[name], random);
            else
            {
                var others = other.Files.Where(file => file.Value.Kind == EntryKind.File && System.IO.Path.GetExtension(file.Key)
                    == System.IO.Path.GetExtension(name)).Select(file => file.Value.Bytes).ToArray();
                var spliced = others.Length > 0 ? others[random.Next(others.Length)] : files[name].Bytes;
                var mutator = random.Next(6) == 0 ? ByteMutation.Of : mutatorOf(name);
                var changed = mutator(files[name].Bytes, spliced, random);
                files[name] = changed.Length <= MostBytes ? changed : changed[..MostBytes];
            }
        }
        return seed with { Files = files };
    }

    static Entry InPlaceOf(Entry file, Random random) => random.Next(8) switch
    {
        0 => new Entry(EntryKind.SymbolicLink, System.Text.Encoding.UTF8.GetBytes(Running.Canary.FullPath)),
        1 => new Entry(EntryKind.SymbolicLink, System.Text.Encoding.UTF8.GetBytes("../" + Hostile.CanaryName)),
        2 => new Entry(EntryKind.SymbolicLink, "/dev/zero"u8.ToArray()),
        3 => new Entry(EntryKind.SymbolicLink, "."u8.ToArray()),
        4 => new Entry(EntryKind.Pipe, []),
        5 => new Entry(EntryKind.Folder, []),
        6 => Array.Empty<byte>(),
        _ => new Entry(EntryKind.SymbolicLink, "nowhere"u8.ToArray()),
    };
}
