using Avatars.Fuzzing.Running;

namespace Avatars.Fuzzing;

/// <summary>Every reader over its share of mutations, always the same ones: as many as a minute of processor time allows for all together.</summary>
public sealed class ReaderTests
{
    const int Seed = 20;

    public static IEnumerable<string> Names => Readers.All.Select(reader => reader.Name);

    [TestCaseSource(nameof(Names))]
    public void Reads_or_refuses_every_mutation(string name)
    {
        var reader = Readers.Find(name);
        using var campaign = new Campaign(Seed, keep: null);
        campaign.Run([reader], times: 1);
        Assert.That(campaign.Findings.Select(finding => $"{finding.Verdict.Outcome} at {finding.Verdict.Location}: {finding.Verdict.Detail} "
            + $"(./avatar-fuzz --readers {name} --seed {Seed} --mutation {finding.Index})"), Is.Empty);
        Assert.That(campaign.Tallies[name].Read + campaign.Tallies[name].Refused, Is.EqualTo(reader.TestMutations));
    }

    [TestCaseSource(nameof(Names))]
    public void Its_seeds_are_valid(string name)
    {
        using var child = new ChildProcess();
        var reader = Readers.Find(name);
        Assert.That(reader.Seeds, Is.Not.Empty);
        Assert.That(child.Judge(reader, reader.Seeds[0]).Outcome, Is.EqualTo(reader.SeedsAreRefused ? Outcome.Refused : Outcome.Read));
    }
}
