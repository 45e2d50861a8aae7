using Avatars.Fixtures;
using NUnit.Framework.Internal;

namespace Avatars.Architecture;

/// <summary>Without a shared folder tests are skipped with a reason, and with CI=true they fail.</summary>
[NonParallelizable]
public sealed class SharedFoldersTests
{
    static readonly Dictionary<SharedFolder, Func<string>> Properties = new()
    {
        [SharedFolder.Assets] = () => SharedFolders.Assets,
        [SharedFolder.Golden] = () => SharedFolders.Golden,
        [SharedFolder.Weights] = () => SharedFolders.Weights,
        [SharedFolder.Cases] = () => SharedFolders.Cases,
    };

    readonly Dictionary<string, string?> _before = [];

    [TearDown]
    public void Restore()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        _before.Clear();
    }

    [Test]
    public void Without_a_folder_a_test_is_skipped_with_the_remedy([Values] SharedFolder folder)
    {
        var variable = TakeAway(folder, ci: null);
        Assert.That(Inside(() => Properties[folder]()), Is.TypeOf<IgnoreException>().With.Message.Contains(variable));
        var only = SharedFolders.Files(folder, "", "*").Single();
        Assert.That(only.RunState, Is.EqualTo(NUnit.Framework.Interfaces.RunState.Ignored));
        Assert.That(only.Properties.Get(PropertyNames.SkipReason), Does.Contain(variable));
    }

    [Test]
    public void Without_a_folder_a_test_fails_where_CI_is_true([Values] SharedFolder folder)
    {
        var variable = TakeAway(folder, ci: "true");
        Assert.That(Inside(() => Properties[folder]()), Is.TypeOf<AssertionException>().With.Message.Contains(variable));
        Assert.That(() => SharedFolders.Files(folder, "", "*"), Throws.InvalidOperationException.With.Message.Contains(variable));
    }

    [Test]
    public void A_folder_that_has_no_case_for_a_test_counts_as_absent()
    {
        using var empty = new TemporaryFolder();
        Set("AVATAR_CASES", empty.Path);
        Set("CI", null);
        Assert.That(SharedFolders.Files(SharedFolder.Cases, "", "*.bvh").Single().RunState, Is.EqualTo(NUnit.Framework.Interfaces.RunState.Ignored));
        Set("CI", "true");
        Assert.That(() => SharedFolders.Files(SharedFolder.Cases, "", "*.bvh"), Throws.InvalidOperationException.With.Message.Contains(empty.Path));
    }

    [Test]
    public void A_test_whose_source_of_cases_throws_fails()
    {
        Set("AVATAR_CASES", "/nowhere");
        Set("CI", "true");
        var builder = new NUnit.Framework.Internal.Builders.DefaultTestCaseBuilder();
        var test = builder.BuildFrom(new MethodWrapper(typeof(Sourced), nameof(Sourced.Reads)));
        Assert.That(test.Tests.Single().RunState, Is.EqualTo(NUnit.Framework.Interfaces.RunState.NotRunnable), "which is reported as a failure");
    }

    /// <summary>The subject of the test above; abstract, so that it is not run.</summary>
    abstract class Sourced
    {
        public static IEnumerable<TestCaseData> Files() => SharedFolders.Files(SharedFolder.Cases, "", "*.bvh");

        [TestCaseSource(nameof(Files))]
        public void Reads(string path) => Assert.That(path, Is.Not.Empty);
    }

    /// <summary>What an action throws, without a failure that it reports becoming this test's own.</summary>
    static Exception? Inside(Action action)
    {
        using (new TestExecutionContext.IsolatedContext())
            try
            {
                action();
                return null;
            }
            catch (Exception thrown)
            {
                return thrown;
            }
    }

    /// <returns>The variable that names the folder.</returns>
    string TakeAway(SharedFolder folder, string? ci)
    {
        var variable = "AVATAR_" + folder.ToString().ToUpperInvariant();
        Set(variable, "/nowhere");
        Set("CI", ci);
        return variable;
    }

    void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
