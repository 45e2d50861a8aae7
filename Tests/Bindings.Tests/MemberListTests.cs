using Avatars.Fixtures;

namespace Avatars.Tests.Bindings;

/// <summary>
/// The bindings add nothing of their own: their public members are those of a list kept here, and the list holds only members
/// that the real packages have (Silk.NET.Windowing and .Input 2.22.0). So a program that builds on Linux builds on the packages too.
/// </summary>
[Platform("Linux")] // elsewhere the packages themselves are used
public sealed class MemberListTests
{
    static string[] List => File.ReadAllLines(Path.Combine(SharedFolders.Repository, "Tests", "Bindings.Tests", "silk-members.txt"));

    [Test]
    public void Public_members_are_those_of_the_list()
    {
        var actual = MemberFormat.Of(typeof(Silk.NET.Windowing.IWindow).Assembly).ToArray();
        Assert.That(actual, Has.Length.GreaterThan(10));
        Assert.That(actual.Except(List),
            Is.Empty, "members that silk-members.txt does not have: take them out, or look them up in the real package and add them");
        Assert.That(List.Except(actual), Is.Empty, "members of silk-members.txt that the bindings no longer have: take them off the list");
    }

    [Test, Category("Assets")]
    public void The_list_holds_only_members_of_the_real_package()
    {
        var path = Path.Combine(SharedFolders.Assets, "..", "api", "silk.net.md");
        if (!File.Exists(path))
            Assert.Ignore($"No listing of the real package at {path}.");
        var real = PublishedApi.Read(path);
        Assert.That(List.Where(member => !real.Contains(member)), Is.Empty);
    }
}
