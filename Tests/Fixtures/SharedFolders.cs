using NUnit.Framework;

namespace Avatars.Fixtures;

/// <summary>A folder that lies beside the project and is not part of it.</summary>
public enum SharedFolder
{
    /// <summary>Characters, motion, signing data.</summary>
    Assets,

    /// <summary>Tensors that published code produced.</summary>
    Golden,

    /// <summary>Small networks that others trained.</summary>
    Weights,

    /// <summary>Inputs that once failed.</summary>
    Cases,
}

/// <summary>
/// The shared folders, each where its variable says (<c>AVATAR_ASSETS</c> and so on), by default <c>../shared/NAME</c> beside the repository. What a
/// test does without one is decided here alone: it is skipped with a reason, and with <c>CI=true</c> it fails.
/// </summary>
public static class SharedFolders
{
    public static string Assets => Require(SharedFolder.Assets);

    public static string Golden => Require(SharedFolder.Golden);

    public static string Weights => Require(SharedFolder.Weights);

    public static string Cases => Require(SharedFolder.Cases);

    /// <summary>The folder with the solution in it.</summary>
    public static string Repository { get; } = FindRepository();

    static bool IsContinuousIntegration => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Skips the test because something that it needs is absent; with CI=true the test fails instead.</summary>
    public static void Missing(string reason)
    {
        if (IsContinuousIntegration)
            Assert.Fail(reason + " With CI=true nothing is skipped.");
        Assert.Ignore(reason);
    }

    /// <summary>For a source of test cases: one case that is skipped because something is absent.</summary>
    /// <param name="parameters">Of the test.</param>
    /// <exception cref="InvalidOperationException">With CI=true, by which every test that takes its cases from there fails.</exception>
    public static IEnumerable<TestCaseData> MissingCase(string name, string reason, int parameters = 1)
    {
        if (IsContinuousIntegration)
            throw new InvalidOperationException(reason + " With CI=true nothing is skipped.");
        return [new TestCaseData(new object?[parameters]).SetArgDisplayNames([.. Enumerable.Repeat(name, parameters)]).Ignore(reason)];
    }

    /// <summary>For a source of test cases: what <paramref name="casesIn"/> finds in the folder; never nothing.</summary>
    /// <param name="parameters">Of the test.</param>
    /// <exception cref="InvalidOperationException">The folder is absent or has no case for the test, with CI=true.</exception>
    public static IEnumerable<TestCaseData> TestCases(SharedFolder folder, Func<string, IEnumerable<TestCaseData>> casesIn, int parameters = 1)
    {
        if (Locate(folder) is not { } path)
            return MissingCase(NameOf(folder), Absent(folder), parameters);
        var cases = casesIn(path).ToArray();
        return cases.Length > 0 ? cases : MissingCase(NameOf(folder), $"'{path}' has no case for this test.", parameters);
    }

    /// <summary>For a source of test cases: the full path of each file below <paramref name="under"/> in the folder.</summary>
    /// <inheritdoc cref="TestCases"/>
    public static IEnumerable<TestCaseData> Files(SharedFolder folder, string under, params string[] patterns) => TestCases(folder, path => patterns
        .SelectMany(pattern => Directory.GetFiles(Path.Combine(path, under), pattern, SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal)
        .Select(file => new TestCaseData(file)));

    static string Require(SharedFolder folder)
    {
        var path = Locate(folder);
        if (path is null)
            Missing(Absent(folder));
        return path!;
    }

    static string NameOf(SharedFolder folder) => folder.ToString().ToLowerInvariant();

    static string VariableOf(SharedFolder folder) => folder switch
    {
        SharedFolder.Assets => "AVATAR_ASSETS",
        SharedFolder.Golden => "AVATAR_GOLDEN",
        SharedFolder.Weights => "AVATAR_WEIGHTS",
        _ => "AVATAR_CASES",
    };

    static string Absent(SharedFolder folder) => $"No folder of {NameOf(folder)}: set {VariableOf(folder)}, or put it at ../shared/{NameOf(folder)}.";

    static string? Locate(SharedFolder folder)
    {
        var path = Environment.GetEnvironmentVariable(VariableOf(folder));
        if (string.IsNullOrEmpty(path))
            path = Path.Combine(Repository, "..", "shared", NameOf(folder));
        return Directory.Exists(path) ? Path.GetFullPath(path) : null;
    }

    static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Avatar.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("Avatar.sln was not found above the test assembly. Run the tests from the repository.");
    }
}
