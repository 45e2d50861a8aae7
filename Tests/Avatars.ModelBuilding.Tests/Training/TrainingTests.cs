using Avatars.Fixtures;

namespace Avatars.ModelBuilding.Tests.Training;

/// <summary>The trainer's own tests, which are Python's.</summary>
public sealed class TrainingTests
{
    static IEnumerable<string> Modules =>
        Directory.EnumerateFiles(Path.Combine(SharedFolders.Repository, "Training", "tests"), "test_*.py")
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Modules))]
    public void Python_tests_pass(string module) => Python.RunTests($"tests.{module}");
}
