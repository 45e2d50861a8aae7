using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;

namespace Avatars.Cli.Generating;

/// <summary>The processor that figures were measured on: its name, and which of the instructions it has that decide how fast float32 and 8-bit
/// networks run.</summary>
/// <param name="Name">From the operating system, else the architecture.</param>
/// <param name="Features">For example AVX2, AVX-512, AVX-512 VNNI; dotprod on ARM.</param>
sealed record Processor(string Name, IReadOnlyList<string> Features)
{
    const string LinuxFile = "/proc/cpuinfo";

    public static Processor Current { get; } = Find();

    public JsonObject ToJson() => new() { ["name"] = Name, ["features"] = new JsonArray([.. Features.Select(feature => (JsonNode)feature)]),
        ["threads"] = Environment.ProcessorCount };

    public override string ToString() => Features.Count == 0 ? Name : $"{Name} ({string.Join(", ", Features)})";

    static Processor Find()
    {
        string[] lines = File.Exists(LinuxFile) ? File.ReadAllLines(LinuxFile) : [];
        var name = Field("model name") ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
        return new(name, [.. X86Base.IsSupported ? X86() : Arm((Field("Features") ?? "").Split(' '))]);

        string? Field(string key) => lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2) is [_, var value]
            ? value.Trim() : null;
    }

    /// <summary>By CPUID's leaf 7, where the system lets programs use the registers.</summary>
    static IEnumerable<string> X86()
    {
        if (!Avx2.IsSupported)
            yield break;
        yield return "AVX2";
        var (most, _, ecx, edx) = X86Base.CpuId(7, 0);
        var eax = most >= 1 ? X86Base.CpuId(7, 1).Eax : 0;
        if (Has(eax, 4))
            yield return "AVX-VNNI";
        if (!Avx512F.IsSupported)
            yield break;
        yield return "AVX-512";
        foreach (var (has, name) in new[] { (Has(ecx, 11), "AVX-512 VNNI"), (Has(eax, 5), "AVX-512 BF16"), (Has(edx, 25), "AMX INT8"),
            (Has(edx, 22), "AMX BF16") })
            if (has)
                yield return name;

        static bool Has(int register, int bit) => (register >> bit & 1) != 0;
    }

    /// <param name="system">Names of processor features in Linux.</param>
    static IEnumerable<string> Arm(string[] system)
    {
        if (AdvSimd.IsSupported)
            yield return "NEON";
        if (Dp.IsSupported)
            yield return "dotprod";
        foreach (var name in new[] { "i8mm", "bf16", "sve", "sme" })
            if (system.Contains(name))
                yield return name;
    }
}
