using Avatars.Fixtures;

namespace Avatars.Tests.Bindings;

/// <summary>
/// The bindings add nothing of their own: their public members are those of a list kept here, and the list holds only members
/// that the real packages have (Silk.NET 2.22.0).
/// </summary>
public sealed class MemberListTests
{
    static readonly object[] Bindings =
    [
        new TestCaseData(typeof(Silk.NET.Windowing.IWindow), "silk-members.txt", "silk.net.md").SetArgDisplayNames("Silk"),
    ];

    [TestCaseSource(nameof(Bindings))]
    public void Public_members_are_those_of_the_list(Type any, string list, string published)
    {
        var expected = ReadList(list);
        var actual = MemberFormat.Of(any.Assembly).ToArray();
        Assert.That(actual, Has.Length.GreaterThan(10));
        Assert.That(actual.Except(expected), Is.Empty, $"members that {list} does not have: take them out, or look them up in the real package and add them");
        Assert.That(expected.Except(actual), Is.Empty, $"members of {list} that the bindings no longer have: take them off the list");
    }

    [TestCaseSource(nameof(Bindings)), Category("Assets")]
    public void The_list_holds_only_members_of_the_real_package(Type any, string list, string published)
    {
        var path = Path.Combine(SharedFolders.Assets, "..", "api", published);
        if (!File.Exists(path))
            Assert.Ignore($"No listing of the real package at {path}.");
        var real = PublishedApi.Read(path);
        Assert.That(ReadList(list).Where(member => !real.Contains(member)), Is.Empty);
    }

    static string[] ReadList(string name) => File.ReadAllLines(Path.Combine(SharedFolders.Repository, "Tests", "Bindings.Tests", name));
}
