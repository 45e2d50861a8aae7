namespace Avatars.Fuzzing.Running;

/// <summary>Makes an input smaller while it shows the same fault: delta debugging (Zeller and Hildebrandt 2002) over the bytes of each file.</summary>
sealed class Minimiser(ChildProcess child, Reader reader)
{
    const int MostTries = 400, MostSlowTries = 25;

    int _tries;

    /// <param name="verdict">Of <paramref name="input"/>.</param>
    public CaseFiles Run(CaseFiles input, Verdict verdict)
    {
        if (verdict.Outcome == Outcome.Hang)
            return input;
        _tries = verdict.Outcome is Outcome.Slow or Outcome.Memory or Outcome.Death ? MostSlowTries : MostTries;
        var signature = verdict.Signature(reader.Name);
        foreach (var (name, entry) in input.Files.OrderByDescending(file => file.Value.Bytes.Length).ToArray())
            if (entry.Kind == EntryKind.File && name != input.Main && Shows(Without(input, name), signature))
                input = Without(input, name);
        foreach (var (name, entry) in input.Files.ToArray())
            if (entry.Kind == EntryKind.File)
                input = Smaller(input, name, signature);
        return input;
    }

    CaseFiles Smaller(CaseFiles input, string name, string signature)
    {
        var bytes = input.Files[name].Bytes;
        for (var pieces = 2; bytes.Length > 1 && _tries > 0;)
        {
            var length = Math.Max(1, (bytes.Length + pieces - 1) / pieces);
            var isSmaller = false;
            for (var at = 0; at < bytes.Length && _tries > 0; at += length)
            {
                byte[] left = [.. bytes.AsSpan(0, at), .. bytes.AsSpan(Math.Min(bytes.Length, at + length))];
                if (!Shows(input.With(name, left), signature))
                    continue;
                (bytes, isSmaller) = (left, true);
                input = input.With(name, left);
                break;
            }
            if (!isSmaller && length == 1)
                break;
            pieces = isSmaller ? Math.Max(2, pieces - 1) : Math.Min(bytes.Length, pieces * 2);
        }
        return input;
    }

    bool Shows(CaseFiles input, string signature) => _tries-- > 0 && child.Judge(reader, input).Signature(reader.Name) == signature;

    static CaseFiles Without(CaseFiles input, string name) =>
        input with { Files = input.Files.Where(file => file.Key != name).ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal) };
}
