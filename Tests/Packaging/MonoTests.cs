using System.Diagnostics;
using System.Runtime.InteropServices;
using Avatars.Fixtures;
using Mono.Cecil;

namespace Avatars.Packaging;

/// <summary>Avatars.dll under Mono, on which Unity's editor and many players run: the same numbers as under .NET.</summary>
/// <remarks>
/// Debian's Mono is built with a compiler that leaves out the modifier of read-only references in the signatures of Span, so that no assembly of Roslyn
/// can index a ReadOnlySpan on it. The test takes that modifier out of copies of the assemblies; Unity's Mono needs no such thing.
/// </remarks>
public sealed class MonoTests
{
    const float Tolerance = 5e-6f; // metres, and parts of a quaternion: the two runtimes' sines differ in the last bits, which a chain of joints adds up

    readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void RunBoth()
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "mono"))))
            Assert.Ignore("Mono is not installed. On Debian: apt-get install --no-install-recommends mono-devel.");
        var built = Path.Combine(SharedFolders.Repository, "artifacts", "bin", "MonoProbe", "release");
        var copies = Directory.CreateDirectory(_folder["mono"]).FullName;
        foreach (var file in Directory.GetFiles(built, "*.dll"))
            WriteForDebian(file, Path.Combine(copies, Path.GetFileName(file)));
        File.WriteAllText(_folder["net.json"], """{"runtimeOptions":{"framework":{"name":"Microsoft.NETCore.App","version":"10.0.0"}}}""");
        var motion = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");
        foreach (var name in new[] { "of-mono", "of-net" })
            Directory.CreateDirectory(_folder[name]);
        Run("mono", Path.Combine(copies, "MonoProbe.dll"), motion, _folder["of-mono"]);
        Run("dotnet", "exec", "--runtimeconfig", _folder["net.json"], Path.Combine(built, "MonoProbe.dll"), motion, _folder["of-net"]);
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [TestCase("motion"), TestCase("solving"), TestCase("scripts")]
    public void Joints_are_where_they_are_under_NET(string part)
    {
        var (mono, net) = (Floats($"of-mono/{part}.floats"), Floats($"of-net/{part}.floats"));
        Assert.That(net, Is.Not.Empty);
        TestContext.Out.WriteLine($"{part}: largest difference {mono.Zip(net, (a, b) => MathF.Abs(a - b)).Max():G3} of {net.Length} numbers");
        Assert.That(mono, Is.EqualTo(net).Within(Tolerance));
    }

    [TestCase("avatar"), TestCase("fpdm-deepfashion"), TestCase("imagpose-dwpose")]
    public void A_pose_map_has_the_same_bytes(string style)
    {
        var map = File.ReadAllBytes(_folder[$"of-net/{style}.map"]);
        Assert.That(map.Distinct().Count(), Is.GreaterThan(3));
        Assert.That(File.ReadAllBytes(_folder[$"of-mono/{style}.map"]), Is.EqualTo(map));
    }

    float[] Floats(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_folder[file])).ToArray();

    static void WriteForDebian(string from, string to)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(from);
        foreach (var method in assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
            foreach (var instruction in method.Body.Instructions)
                if (instruction.Operand is MethodReference { ReturnType: RequiredModifierType { ModifierType.Name: "InAttribute" } modified } called
                    && called.DeclaringType.Namespace.StartsWith("System", StringComparison.Ordinal))
                    called.ReturnType = modified.ElementType;
        assembly.Write(to);
    }

    static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors);
    }
}
