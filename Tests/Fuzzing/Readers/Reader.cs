using Avatars.Fuzzing.Mutation;

namespace Avatars.Fuzzing;

/// <summary>A row of the table: one reader of outside input, what it is fed with, and what it promises.</summary>
/// <param name="Name">On the command line.</param>
/// <param name="Read">Given the main file, or the folder where the case has no main file: reads it and uses what it read.</param>
/// <param name="MakeSeeds">Valid inputs, small; the first ones are made in code, so that there are always some.</param>
/// <param name="MutatorOf">For a file's name.</param>
/// <param name="TestMutations">In every run of the tests.</param>
sealed record Reader(string Name, Action<string> Read, Func<IEnumerable<CaseFiles>> MakeSeeds, Func<string, Mutator> MutatorOf, int TestMutations)
{
    IReadOnlyList<CaseFiles>? _seeds;

    public Reader(string name, Action<string> read, Func<IEnumerable<CaseFiles>> seeds, Mutator mutator, int testMutations)
        : this(name, read, seeds, _ => mutator, testMutations)
    {
    }

    /// <summary>Besides <see cref="Fixtures.MutatedFile.IsRefusal"/>: format, input and output, access, support.</summary>
    public Type[] AlsoThrows { get; init; } = [];

    /// <summary>Whether each refusal names the file.</summary>
    public bool NamesFile { get; init; } = true;

    /// <summary>Whether each refusal is one line; else it lists what is missing, a line each.</summary>
    public bool IsOneLine { get; init; } = true;

    /// <summary>Whether whoever shows a refusal makes its message fit, as the command line does.</summary>
    public bool IsShortenedLater { get; init; }

    /// <summary>Links beside the main file are followed, as caches of downloads keep files as links; what is read is checked by hash or name.</summary>
    public bool FollowsLinks { get; init; }

    /// <summary>Reading may rename files in the folder: a journal that does not fit is put aside.</summary>
    public bool MovesFiles { get; init; }

    /// <summary>No input small enough for a seed is whole: what is tried is how far reading gets.</summary>
    public bool SeedsAreRefused { get; init; }

    /// <summary>Memory is judged by what is alive at one time, not by all allocations together: for readers that work piece by piece.</summary>
    public bool CountsPeak { get; init; }

    public IReadOnlyList<CaseFiles> Seeds => _seeds ??= [.. MakeSeeds()];

    public bool Documents(Exception error) => Fixtures.MutatedFile.IsRefusal(error) || AlsoThrows.Any(type => type.IsInstanceOfType(error));

    /// <summary>One mutation: the same seed and index always give the same, while the seeds are the same.</summary>
    public CaseFiles Case(int seed, int index)
    {
        var random = new Random(HashOf(seed, Name, index));
        var (first, other) = (Seeds[random.Next(Seeds.Count)], Seeds[random.Next(Seeds.Count)]);
        return CaseMutation.Of(first, other, MutatorOf, random);
    }

    static int HashOf(int seed, string name, int index)
    {
        var hash = 2166136261u; // FNV-1a, so that it is the same in every process
        foreach (var part in $"{seed}/{name}/{index}")
            hash = (hash ^ part) * 16777619;
        return (int)hash;
    }
}

/// <summary>What was read breaks a law, although nothing was thrown.</summary>
sealed class LawException(string message) : Exception(message)
{
    public static void Require(bool holds, string law)
    {
        if (!holds)
            throw new LawException(law);
    }
}
