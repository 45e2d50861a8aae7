using System.Globalization;
using System.Text;

namespace Avatars.Fuzzing.Running;

/// <summary>One fault that was found, by its first input.</summary>
sealed record Finding(string Reader, int Seed, int Index, Verdict Verdict)
{
    public int Count { get; set; } = 1;
}

/// <summary>What became of all inputs of a reader.</summary>
sealed class Tally
{
    public int Read { get; set; }

    public int Refused { get; set; }

    public int Findings { get; set; }

    public double Milliseconds { get; set; }

    public double MostMilliseconds { get; set; }

    public long MostBytes { get; set; }
}

/// <summary>Feeds mutations to readers in turn and keeps what it finds.</summary>
/// <param name="keep">Folder for inputs that showed a fault; null keeps none and makes none smaller.</param>
sealed class Campaign(int seed, string? keep) : IDisposable
{
    const int Turns = 12; // in so many pieces a reader's mutations of the tests are divided: readers have their turns one after another

    readonly ChildProcess _child = new();
    readonly Dictionary<string, Finding> _findings = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    public Dictionary<string, Tally> Tallies { get; } = new(StringComparer.Ordinal);

    /// <summary>Called with each new finding.</summary>
    public Action<Finding>? Found { get; init; }

    public void Dispose() => _child.Dispose();

    /// <summary>Gives every reader <paramref name="times"/> as many mutations as it has in the tests, unless <paramref name="isOver"/> before.</summary>
    /// <param name="from">The first mutation's number.</param>
    public void Run(IReadOnlyList<Reader> readers, double times, Func<bool>? isOver = null, int from = 0)
    {
        for (var turn = 0; turn < times * Turns; turn++)
            foreach (var reader in readers)
            {
                var most = (long)Math.Round(reader.TestMutations * times);
                for (var index = reader.TestMutations * (long)turn / Turns; index < Math.Min(most, reader.TestMutations * (turn + 1L) / Turns); index++)
                {
                    if (isOver?.Invoke() == true)
                        return;
                    Try(reader, (int)(from + index));
                }
            }
    }

    /// <summary>One mutation.</summary>
    public void Try(Reader reader, int index) => Add(reader, index, _child.Judge(reader, seed, index));

    void Add(Reader reader, int index, Verdict verdict)
    {
        if (!Tallies.TryGetValue(reader.Name, out var tally))
            Tallies[reader.Name] = tally = new Tally();
        tally.Read += verdict.Outcome == Outcome.Read ? 1 : 0;
        tally.Refused += verdict.Outcome == Outcome.Refused ? 1 : 0;
        tally.Findings += verdict.IsFinding ? 1 : 0;
        tally.Milliseconds += verdict.Milliseconds;
        tally.MostMilliseconds = Math.Max(tally.MostMilliseconds, verdict.Milliseconds);
        tally.MostBytes = Math.Max(tally.MostBytes, verdict.Bytes);
        if (!verdict.IsFinding)
            return;
        var signature = verdict.Signature(reader.Name);
        if (_findings.TryGetValue(signature, out var known))
        {
            known.Count++;
            return;
        }
        var finding = _findings[signature] = new Finding(reader.Name, seed, index, verdict);
        if (keep is not null)
            Keep(reader, finding, signature);
        Found?.Invoke(finding);
    }

    /// <summary>The input as small as it becomes, in one file to replay it and in files to look at.</summary>
    void Keep(Reader reader, Finding finding, string signature)
    {
        var name = string.Concat(signature.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_'));
        var folder = Directory.CreateDirectory(Path.Combine(keep!, name)).FullName;
        var whole = reader.Case(seed, finding.Index);
        CaseJson.Write(Path.Combine(folder, "case.json"), reader.Name, whole);
        var small = new Minimiser(_child, reader).Run(whole, finding.Verdict);
        CaseJson.Write(Path.Combine(folder, "small.json"), reader.Name, small);
        foreach (var (file, entry) in small.Files.Where(file => file.Value.Kind == EntryKind.File && !file.Key.Contains('/', StringComparison.Ordinal)))
            File.WriteAllBytes(Path.Combine(folder, "small-" + file.Replace('/', '_')), entry.Bytes);
        File.WriteAllText(Path.Combine(folder, "finding.txt"), new StringBuilder()
            .AppendLine(CultureInfo.InvariantCulture, $"{finding.Verdict.Outcome} of '{reader.Name}': {finding.Verdict.Detail}")
            .AppendLine(CultureInfo.InvariantCulture, $"at {finding.Verdict.Location}")
            .AppendLine(CultureInfo.InvariantCulture, $"seed {seed}, mutation {finding.Index}: {whole.Length} bytes, made smaller: {small.Length} bytes")
            .AppendLine(CultureInfo.InvariantCulture, $"./avatar-fuzz --replay {Path.Combine(folder, "small.json")}").ToString());
    }
}
