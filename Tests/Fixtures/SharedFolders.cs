namespace Avatars.Fixtures;

/// <summary>
/// The folders that lie beside the project and are not part of it: assets, golden data, others' weights. Tests that need one call
/// <see cref="Assets"/>, <see cref="Golden"/> or <see cref="Weights"/>, which skips the test with a reason where the folder is absent.
/// </summary>
public static class SharedFolders
{
    /// <summary>The folder of <c>AVATAR_ASSETS</c>, by default <c>../shared/assets</c> beside the repository.</summary>
    public static string Assets => Find("AVATAR_ASSETS", "assets");

    /// <summary>The folder of <c>AVATAR_GOLDEN</c>, by default <c>../shared/golden</c> beside the repository.</summary>
    public static string Golden => Find("AVATAR_GOLDEN", "golden");

    /// <summary>The folder of <c>AVATAR_WEIGHTS</c>, by default <c>../shared/weights</c> beside the repository.</summary>
    public static string Weights => Find("AVATAR_WEIGHTS", "weights");

    /// <summary>The folder of <c>AVATAR_CASES</c>, by default <c>../shared/cases</c> beside the repository: inputs that once failed.</summary>
    public static string Cases => Find("AVATAR_CASES", "cases");

    /// <summary>The folder with the solution in it.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The same folder, or null where it is absent: for test case sources, which may not skip.</summary>
    public static string? AssetsOrNull => Locate("AVATAR_ASSETS", "assets");

    /// <summary>The same folder, or null where it is absent: for test case sources, which may not skip.</summary>
    public static string? GoldenOrNull => Locate("AVATAR_GOLDEN", "golden");

    /// <summary>The same folder, or null where it is absent: for test case sources, which may not skip.</summary>
    public static string? CasesOrNull => Locate("AVATAR_CASES", "cases");

    static string Find(string variable, string name)
    {
        var folder = Locate(variable, name);
        if (folder is null && Environment.GetEnvironmentVariable("CI") == "true" && name == "cases")
            NUnit.Framework.Assert.Fail($"No folder of {name}: set {variable}, or put it at ../shared/{name}.");
        if (folder is null)
            Missing($"No folder of {name}: set {variable}, or put it at ../shared/{name}.");
        return folder!;
    }

    /// <summary>Skips the test because something that it needs is absent; with CI=true the test fails instead.</summary>
    public static void Missing(string reason)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            NUnit.Framework.Assert.Fail(reason + " With CI=true nothing is skipped.");
        NUnit.Framework.Assert.Ignore(reason);
    }

    static string? Locate(string variable, string name)
    {
        var folder = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrEmpty(folder))
            folder = Path.Combine(Repository, "..", "shared", name);
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }

    static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Avatar.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException("Avatar.sln was not found above the test assembly. Run the tests from the repository.");
    }
}
