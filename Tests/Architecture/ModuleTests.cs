using ArchUnitNET.Domain;
using Avatars.Fixtures;

namespace Avatars.Architecture;

/// <summary>Modules use only what stands above them: <see cref="Modules"/> is the table, and what the compiled types use obeys it.</summary>
public sealed class ModuleTests
{
    [Test]
    public void Arrows_between_modules_point_down()
    {
        Assert.That(Product.All.Select(Modules.Of).Distinct().Count(), Is.GreaterThan(20), "modules that were read");
        Assert.That(Modules.WrongUses(Product.All), Is.Empty);
    }

    [Test]
    public void The_table_knows_exactly_the_modules_that_there_are()
    {
        var known = Modules.Table.Select(module => module.Name).Concat(Modules.Applications.Select(application => application.Name));
        Assert.That(Product.All.Select(Modules.Of).OfType<string>().Distinct(), Is.EquivalentTo(known));
    }

    [Test]
    public void The_table_has_no_cycle()
    {
        var above = new HashSet<string>();
        foreach (var (name, mayUse) in Modules.Table)
        {
            Assert.That(mayUse, Is.SubsetOf(above), $"'{name}' uses what stands below it");
            above.Add(name);
        }
    }

    [Test]
    public void The_three_systems_do_not_use_each_other()
    {
        string[] systems = ["Systems.Fpdm", "Systems.ImagPose", "Systems.Pcdms"];
        foreach (var (name, mayUse) in Modules.Table.Where(module => systems.Contains(module.Name)))
            Assert.That(mayUse.Intersect(systems), Is.Empty, name);
        Assert.That(Modules.Table.Single(module => module.Name == "Systems").MayUse.Intersect(systems), Is.Empty, "what they share knows none of them");
    }

    [Test]
    public void Every_project_is_read()
    {
        string[] folders = ["Plugin", "Toolkit", "RealtimeViewer", "Samples"];
        var projects = folders.SelectMany(folder => Directory.GetFiles(Path.Combine(SharedFolders.Repository, folder), "*.csproj",
            SearchOption.AllDirectories)).Count(project => !project.Contains("Avatars.Templates", StringComparison.Ordinal)); // no code of its own
        Assert.That(Product.Plugin.Length + Product.Toolkit.Length + Product.Applications.Length, Is.EqualTo(projects));
    }

    static readonly Lazy<string[]> WrongUses = new(() => [.. Modules.WrongUses(Product.Load("Architecture", "Avatars"))]);

    static IEnumerable<Type> Wrong() => typeof(ModuleTests).Assembly.GetTypes()
        .Where(type => type.Namespace == "Avatars.Imaging.Wrong" && type is { IsNested: false });

    /// <summary>The test of the tests above: each kind of use is seen, without a using line.</summary>
    [TestCaseSource(nameof(Wrong))]
    public void A_wrong_use_is_found(Type type)
    {
        var wrong = WrongUses.Value.Where(line => line.StartsWith(type.FullName!, StringComparison.Ordinal)).ToArray();
        Assert.That(wrong, Has.Some.Contains("(Imaging) uses Avatars.PoseMaps."));
    }
}
