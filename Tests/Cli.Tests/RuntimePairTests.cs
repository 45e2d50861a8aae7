using Avatars.Fixtures;

namespace Avatars.Cli.Tests;

/// <summary>The command beside a native library of ONNX Runtime that is missing or no library at all.</summary>
public sealed class RuntimePairTests
{
    [TestCase(false), TestCase(true)]
    public void A_native_library_that_cannot_be_loaded_is_told_in_one_line(bool isThere)
    {
        using var folder = new TemporaryFolder();
        var program = CopyOfTheProgram(folder["program"]);
        if (isThere)
            File.WriteAllText(Path.Combine(program, "libonnxruntime.so"), "no library");
        var (code, _, errors) = CommandLine.RunFrom(program, "model", "verify", TinyFpdm.Write(folder));
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors.Trim().Split('\n'), Has.Length.EqualTo(1), errors);
        Assert.That(errors, Does.StartWith("avatar: ONNX Runtime's native library cannot be loaded").And.Contain(program)
            .And.Contain(isThere ? "file too short" : "it is missing"));
    }

    /// <summary>Without the native library; links would be followed back to the folder that has it.</summary>
    static string CopyOfTheProgram(string folder)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("The library is found by other names and rules on this system.");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory))
            if (!Path.GetFileName(file).StartsWith("libonnxruntime", StringComparison.Ordinal))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }
}
