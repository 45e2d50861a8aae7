using System.Diagnostics;
using System.Globalization;
using Avatars.Fuzzing.Running;

namespace Avatars.Fuzzing;

/// <summary>The command ./avatar-fuzz, and the child process that it and the tests start.</summary>
static class Program
{
    const string Usage = """
        ./avatar-fuzz [--minutes N | --times N] [--seed S] [--readers NAME,NAME] [--from N | --mutation N] [--keep FOLDER]
            Feeds mutated files to every reader, or to those that are named, for N minutes (default 1) or N times as many as in the tests. The
            same seed makes the same mutations; --from begins with a later one, --mutation makes one alone. Inputs that show a fault are made
            small and kept in FOLDER (default out/fuzz).
        ./avatar-fuzz --replay CASE.JSON
            Runs one kept input again.
        ./avatar-fuzz --list
            Names the readers.
        """;

    static int Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return args switch
            {
                ["child", var outside] => Child.Run(outside),
                ["--replay", var path] => Replay(path),
                ["--list"] => List(),
                _ => Fuzz(Options(args)),
            };
        }
        catch (Exception error) when (error is ArgumentException or FormatException or IOException)
        {
            Console.Error.WriteLine($"avatar-fuzz: {error.Message}");
            return 2;
        }
    }

    static Dictionary<string, string> Options(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
            if (args[i] is "--minutes" or "--times" or "--mutation" or "--seed" or "--readers" or "--keep" or "--from" && i + 1 < args.Length)
                options[args[i]] = args[i + 1];
            else
                throw new ArgumentException($"'{args[i]}' is not known or lacks its value.\n{Usage}");
        return options;
    }

    static int Fuzz(Dictionary<string, string> options)
    {
        double Number(string name, double otherwise) =>
            options.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        var seed = (int)Number("--seed", 1);
        var minutes = Number("--minutes", options.ContainsKey("--times") ? double.PositiveInfinity : 1);
        var keep = Path.GetFullPath(options.GetValueOrDefault("--keep", Path.Combine("out", "fuzz")));
        var readers = options.TryGetValue("--readers", out var names) ? [.. names.Split(',').Select(Readers.Find)] : Readers.All;
        var clock = Stopwatch.StartNew();
        using var campaign = new Campaign(seed, keep)
        {
            Found = finding => Console.WriteLine($"{finding.Verdict.Outcome} of {finding.Reader}, mutation {finding.Index}, at {finding.Verdict.Location}: "
                + finding.Verdict.Detail),
        };
        if (options.ContainsKey("--mutation"))
            foreach (var reader in readers)
                campaign.Try(reader, (int)Number("--mutation", 0));
        else
            campaign.Run(readers, Number("--times", 1_000_000), () => clock.Elapsed.TotalMinutes >= minutes, (int)Number("--from", 0));
        Print(campaign);
        if (campaign.Findings.Count > 0)
            Console.WriteLine($"{campaign.Findings.Count} faults; their inputs are in {keep}");
        return campaign.Findings.Count == 0 ? 0 : 1;
    }

    static void Print(Campaign campaign)
    {
        Console.WriteLine($"{"reader",-18}{"mutations",10}{"read",9}{"refused",9}{"findings",9}{"mean, ms",10}{"longest, ms",13}{"most, MB",10}");
        foreach (var (name, tally) in campaign.Tallies)
            Console.WriteLine($"{name,-18}{tally.Read + tally.Refused + tally.Findings,10}{tally.Read,9}{tally.Refused,9}{tally.Findings,9}"
                + $"{tally.Milliseconds / (tally.Read + tally.Refused + tally.Findings),10:F2}"
                + $"{tally.MostMilliseconds,13:F0}{tally.MostBytes / 1048576.0,10:F1}");
        Console.WriteLine($"{"all",-18}{campaign.Tallies.Values.Sum(tally => tally.Read + tally.Refused + tally.Findings),10}");
    }

    static int Replay(string path)
    {
        var (name, input) = CaseJson.Read(path);
        using var child = new ChildProcess();
        var verdict = child.Judge(Readers.Find(name), input);
        Console.WriteLine($"{verdict.Outcome} of {name}, at {verdict.Location}: {verdict.Detail} ({verdict.Milliseconds:F0} ms, {verdict.Bytes:N0} bytes)");
        return verdict.IsFinding ? 1 : 0;
    }

    static int List()
    {
        foreach (var reader in Readers.All)
            Console.WriteLine(reader.Name);
        return 0;
    }
}
