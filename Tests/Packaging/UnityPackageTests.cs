using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Avatars.Fixtures;

namespace Avatars.Packaging;

/// <summary>The Unity package that Plugin/Unity/pack.sh makes, against the rules of Unity's package manager.</summary>
public sealed class UnityPackageTests
{
    readonly TemporaryFolder _folder = new();

    string Package => _folder["com.avatar.avatars"];

    [OneTimeSetUp]
    public void Pack()
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(SharedFolders.Repository, "Plugin", "Unity", "pack.sh"), _folder.Path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors.Result);
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement;

    IEnumerable<string> Seen() => Directory.EnumerateFileSystemEntries(Package, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Package, path).Replace('\\', '/')).Where(path => !path.Contains('~', StringComparison.Ordinal));

    [TestCase("README.md"), TestCase("CHANGELOG.md"), TestCase("LICENSE.md"), TestCase("Third Party Notices.md"), TestCase("Runtime/Avatars.Unity.asmdef")]
    [TestCase("Runtime/link.xml"), TestCase("Editor/Avatars.Unity.Editor.asmdef"), TestCase("Documentation~/index.md")]
    [TestCase("Runtime/Assemblies/Avatars.dll"), TestCase("Runtime/Assemblies/Avatars.Diffusion.dll")]
    [TestCase("Runtime/Assemblies/Microsoft.ML.OnnxRuntime.dll")]
    public void A_file_of_the_layout_is_there(string file) => Assert.That(File.Exists(Path.Combine(Package, file)), Is.True);

    [Test]
    public void The_manifest_has_what_Unity_asks_for_and_its_samples_are_there()
    {
        var manifest = Json(Path.Combine(Package, "package.json"));
        Assert.That(manifest.GetProperty("name").GetString(), Does.Match(@"^[a-z0-9-]+(\.[a-z0-9-]+){2,}$"));
        Assert.That(manifest.GetProperty("version").GetString(), Does.Match(@"^\d+\.\d+\.\d+$"));
        Assert.That(manifest.GetProperty("unity").GetString(), Is.EqualTo("2022.3"));
        Assert.That(manifest.GetProperty("dependencies").TryGetProperty("com.github.asus4.onnxruntime", out _), Is.True);
        var samples = manifest.GetProperty("samples").EnumerateArray().Select(sample => sample.GetProperty("path").GetString()!).ToArray();
        Assert.That(samples, Has.Length.EqualTo(4));
        foreach (var sample in samples)
            Assert.That(Directory.GetFiles(Path.Combine(Package, sample), "*.cs"), Is.Not.Empty, sample);
    }

    [Test]
    public void Everything_that_Unity_sees_has_a_meta_file_with_a_GUID_of_its_own()
    {
        var guids = new HashSet<string>();
        foreach (var path in Seen().Where(path => !path.EndsWith(".meta", StringComparison.Ordinal)))
        {
            var meta = File.ReadAllLines(Path.Combine(Package, path + ".meta"));
            Assert.That(meta[0], Is.EqualTo("fileFormatVersion: 2"), path);
            Assert.That(meta[1], Does.Match("^guid: [0-9a-f]{32}$"), path);
            Assert.That(guids.Add(meta[1]), Is.True, path);
        }
        Assert.That(guids, Has.Count.GreaterThan(15));
        Assert.That(Seen().Where(path => path.EndsWith(".meta", StringComparison.Ordinal)).Select(path => path[..^5])
            .Where(path => !Path.Exists(Path.Combine(Package, path))), Is.Empty, "metas without their file");
    }

    [Test]
    public void Each_code_folder_has_one_assembly_definition_and_the_editors_is_for_the_editor()
    {
        foreach (var folder in new[] { "Runtime", "Editor" })
            Assert.That(Directory.GetFiles(Path.Combine(Package, folder), "*.asmdef", SearchOption.AllDirectories), Has.Length.EqualTo(1), folder);
        var editor = Json(Path.Combine(Package, "Editor", "Avatars.Unity.Editor.asmdef"));
        Assert.That(editor.GetProperty("includePlatforms").EnumerateArray().Select(one => one.GetString()), Is.EqualTo(new[] { "Editor" }));
        var runtime = Json(Path.Combine(Package, "Runtime", "Avatars.Unity.asmdef"));
        foreach (var assembly in runtime.GetProperty("precompiledReferences").EnumerateArray())
            Assert.That(File.Exists(Path.Combine(Package, "Runtime", "Assemblies", assembly.GetString()!)), Is.True, assembly.GetString());
    }

    /// <summary>Users' scripts must not see the types of ONNX Runtime twice: ours and those of the package that brings the native library.</summary>
    [Test]
    public void ONNX_Runtimes_assembly_is_seen_by_the_package_alone()
    {
        var meta = File.ReadAllText(Path.Combine(Package, "Runtime", "Assemblies", "Microsoft.ML.OnnxRuntime.dll.meta"));
        Assert.That(meta, Does.Contain("isExplicitlyReferenced: 1"));
        using var context = new MetadataLoadContext(new PathAssemblyResolver(Directory.GetFiles(Path.Combine(Package, "Runtime", "Assemblies"), "*.dll")
            .Concat(Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")).DistinctBy(Path.GetFileName)));
        var library = context.LoadFromAssemblyPath(Path.Combine(Package, "Runtime", "Assemblies", "Avatars.Diffusion.dll"));
        bool IsForeign(Type type) => type.Namespace?.StartsWith("Microsoft.ML", StringComparison.Ordinal) == true
            || type.GetGenericArguments().Any(IsForeign) || type.GetElementType() is { } element && IsForeign(element);
        var exposed = from type in library.GetExportedTypes()
                      from member in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                      let used = member switch
                      {
                          MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
                          ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
                          PropertyInfo property => [property.PropertyType],
                          FieldInfo field => [field.FieldType],
                          _ => [],
                      }
                      where used.Any(IsForeign)
                      select $"{type.FullName}.{member.Name}";
        Assert.That(exposed, Is.Empty);
    }

    [Test]
    public void No_assembly_of_ours_makes_code_at_run_time()
    {
        foreach (var name in new[] { "Avatars.dll", "Avatars.Diffusion.dll" })
        {
            using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(Path.Combine(Package, "Runtime", "Assemblies", name)));
            var metadata = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(file);
            var used = metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Select(type => metadata.GetString(type.Namespace) + "." + metadata.GetString(type.Name));
            Assert.That(used.Where(type => type.StartsWith("System.Reflection.Emit", StringComparison.Ordinal)
                || type is "System.Linq.Expressions.Expression" or "System.Runtime.CompilerServices.CallSite"), Is.Empty, name);
        }
    }

    [Test]
    public void The_tarball_holds_the_same_package()
    {
        using var tar = new System.IO.Compression.GZipStream(File.OpenRead(Directory.GetFiles(_folder.Path, "*.tgz").Single()),
            System.IO.Compression.CompressionMode.Decompress);
        using var reader = new System.Formats.Tar.TarReader(tar);
        var names = new List<string>();
        while (reader.GetNextEntry() is { } entry)
            names.Add(entry.Name.TrimEnd('/'));
        Assert.That(names, Is.SupersetOf(Seen().Select(path => "package/" + path)));
    }
}
