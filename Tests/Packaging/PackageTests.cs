using System.Diagnostics;
using System.IO.Compression;
using Avatars.Fixtures;
using Avatars.Pictures;

namespace Avatars.Packaging;

/// <summary>The NuGet packages: what is in them, and a fresh project that restores them from a local feed and makes a picture.</summary>
public sealed class PackageTests
{
    readonly TemporaryFolder _folder = new();
    readonly string _version = $"0.1.0-test.{Environment.ProcessId}.{DateTime.UtcNow:yyyyMMddHHmmss}"; // NuGet's cache keeps a version for ever

    string Feed => _folder["feed"];

    [OneTimeSetUp]
    public void Pack() => Run(SharedFolders.Repository, Path.Combine(SharedFolders.Repository, "Plugin", "pack.sh"), Feed, "--no-build",
        $"-p:PackageVersion={_version}");

    [OneTimeTearDown]
    public void Remove()
    {
        _folder.Dispose();
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var package in Directory.GetDirectories(cache, "avatars*"))
            if (Directory.Exists(Path.Combine(package, _version)))
                Directory.Delete(Path.Combine(package, _version), true);
    }

    [TestCase("Avatars"), TestCase("Avatars.Pictures"), TestCase("Avatars.Diffusion"), TestCase("Avatars.Graphics")]
    public void A_package_has_its_assembly_documentation_readme_icon_and_symbols(string name)
    {
        var files = FilesOf($"{name}.{_version}.nupkg");
        var target = name is "Avatars.Graphics" or "Avatars.Pictures" && files.Exists(file => file.StartsWith("lib/net10.0/", StringComparison.Ordinal))
            ? "net10.0" : "netstandard2.1";
        Assert.That(files, Is.SupersetOf(new[] { $"lib/{target}/{name}.dll", $"lib/{target}/{name}.xml", "PACKAGE.md", "icon.png" }));
        Assert.That(files, Has.None.Contains("onnxruntime.so"));
        Assert.That(FilesOf($"{name}.{_version}.snupkg"), Does.Contain($"lib/{target}/{name}.pdb"));
    }

    [Test]
    public void The_templates_are_a_project_with_a_script() => Assert.That(FilesOf($"Avatars.Templates.{_version}.nupkg"), Is.SupersetOf(new[]
    {
        "content/templates/avatar-script/.template.config/template.json", "content/templates/avatar-script/AvatarScript.csproj",
        "content/templates/avatar-script/AvatarScript.cs", "content/templates/avatar-script/Usings.cs", "PACKAGE.md", "icon.png",
    }));

    [Test]
    public void A_fresh_project_restores_the_packages_and_makes_a_picture()
    {
        var project = _folder["fresh"];
        Directory.CreateDirectory(project);
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <configuration><packageSources><add key="local" value="{Feed}" /></packageSources></configuration>
            """);
        File.WriteAllText(Path.Combine(project, "Directory.Build.props"), "<Project />");
        File.WriteAllText(Path.Combine(project, "fresh.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Avatars" Version="{_version}" />
                <PackageReference Include="Avatars.Pictures" Version="{_version}" />
                <PackageReference Include="Avatars.Diffusion" Version="{_version}" />
              </ItemGroup>
            </Project>
            """);
        File.Copy(Path.Combine(SharedFolders.Repository, "Samples", "OneFrame", "Program.cs"), Path.Combine(project, "Program.cs"));
        Run(project, "dotnet", "build", "-c", "Release", "-v", "quiet", "--nologo", "-o", _folder["built"]);

        // The native library, which a user takes from ONNX Runtime's own package, is the one beside this repository's build.
        var native = Directory.GetFiles(Path.Combine(SharedFolders.Repository, "artifacts", "bin", "Avatars.Diffusion"), "libonnxruntime.so",
            SearchOption.AllDirectories);
        Assert.That(native, Is.Not.Empty);
        File.Copy(native[0], _folder["built/libonnxruntime.so"]);
        var picture = _folder["frame.png"];
        Run(SharedFolders.Repository, "dotnet", _folder["built/fresh.dll"], picture);
        var frame = PictureFile.ReadRgb(picture);
        Assert.That((frame.Width, frame.Height), Is.EqualTo((256, 256)));
        Assert.That(frame.Bytes.Distinct().Count(), Is.GreaterThan(100), "a picture, not a plain surface");
    }

    List<string> FilesOf(string package)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(Feed, package));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    static void Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{output}{errors.Result}");
    }
}
