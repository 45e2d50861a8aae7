using System.Text.Json;
using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Avatars.Fixtures;

/// <summary>The cases of the golden manifest, found by kind, never by name: <c>[TestCaseSource(typeof(...))]</c> runs whatever is there.</summary>
public static partial class GoldenCases
{
    /// <summary>All cases of one kind that <paramref name="only"/> accepts, or what <see cref="SharedFolders"/> gives where there is none.</summary>
    public static IEnumerable<TestCaseData> Of(string kind, Func<GoldenCase, bool>? only = null) =>
        SharedFolders.TestCases(SharedFolder.Golden, folder => Read(folder)
        .Where(golden => golden.Kind == kind && (only is null || only(golden)))
        .Select(golden => new TestCaseData(golden).SetArgDisplayNames(golden.Name)));

    /// <summary>Python writes infinities and NaN as bare words, which JSON does not know; they become strings. Whole strings are passed over.</summary>
    [GeneratedRegex(@"(\G(?:[^""IN-]|""(?:[^""\\]|\\.)*""|-(?!I))*?)(-?Infinity|NaN)")]
    private static partial Regex PythonNumber();

    internal static JsonDocument Manifest(string folder) =>
        JsonDocument.Parse(PythonNumber().Replace(File.ReadAllText(Path.Combine(folder, "manifest.json")), "$1\"$2\""));

    static GoldenCase[] Read(string folder)
    {
        using var manifest = Manifest(folder);
        return manifest.RootElement.GetProperty("cases").EnumerateArray().Select(entry => new GoldenCase(folder, entry.Clone())).ToArray();
    }
}

/// <summary>One golden case: configuration, inputs, expected outputs and how near they have to be.</summary>
public sealed class GoldenCase(string folder, JsonElement entry)
{
    IReadOnlyDictionary<string, GoldenTensor>? _tensors;

    public string Name => entry.GetProperty("name").GetString()!;

    public string Kind => entry.GetProperty("kind").GetString()!;

    /// <summary>The published class or function behind the case; empty where the manifest names none.</summary>
    public string SourceClass => entry.GetProperty("source").TryGetProperty("class", out var name) ? name.GetString() ?? "" : "";

    /// <summary>"owner/name" of the published code.</summary>
    public string SourceRepository => entry.GetProperty("source").TryGetProperty("repository", out var name) ? name.GetString() ?? "" : "";

    /// <summary>Full path of the case's .safetensors file.</summary>
    public string File => Path.Combine(folder, entry.GetProperty("file").GetString()!);

    public JsonElement Config => entry.GetProperty("config");

    /// <summary>Asserts that the configuration has no value but those that a test reads.</summary>
    public void RequireConfig(params string[] known) => RequireNames(Config, known);

    /// <inheritdoc cref="RequireConfig"/>
    public void RequireNames(JsonElement part, params string[] known)
    {
        foreach (var value in part.EnumerateObject())
            Assert.That(known, Does.Contain(value.Name), $"{Name}: a value that this test does not read");
    }

    /// <summary>Every tensor, by full name (<c>weights.</c>, <c>input.</c>, <c>output.</c>, <c>debug.</c>).</summary>
    public IReadOnlyDictionary<string, GoldenTensor> Tensors =>
        _tensors ??= SafetensorsFile.Read(File);

    /// <summary>Names without the prefix, from the manifest alone.</summary>
    public IEnumerable<string> InputNames => NamesAfter("input.");

    /// <inheritdoc cref="InputNames"/>
    public IEnumerable<string> OutputNames => NamesAfter("output.");

    public GoldenTensor Input(string name) => Tensors["input." + name];

    public GoldenTensor Output(string name) => Tensors["output." + name];

    /// <summary>Weights by their state_dict name.</summary>
    public IReadOnlyDictionary<string, GoldenTensor> Weights() => Tensors
        .Where(pair => pair.Key.StartsWith("weights.", StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key["weights.".Length..], pair => pair.Value, StringComparer.Ordinal);

    /// <summary>Asserts <c>|actual - expected| &lt;= atol + rtol * |expected|</c> for every element of output <paramref name="name"/>, with the
    /// manifest's tolerance.</summary>
    public void Expect(string name, ReadOnlySpan<float> actual)
    {
        var wide = new double[actual.Length];
        for (var i = 0; i < wide.Length; i++)
            wide[i] = actual[i];
        Expect(name, wide);
    }

    /// <inheritdoc cref="Expect(string, ReadOnlySpan{float})"/>
    public void Expect(string name, ReadOnlySpan<byte> actual) => Expect(name, Array.ConvertAll(actual.ToArray(), value => (double)value));

    /// <inheritdoc cref="Expect(string, ReadOnlySpan{float})"/>
    public void Expect(string name, ReadOnlySpan<double> actual)
    {
        var expected = Output(name).ToDoubles();
        Assert.That(actual.Length, Is.EqualTo(expected.Length), $"{Name}, output '{name}': elements");
        var tolerance = entry.GetProperty("tolerance").GetProperty(name);
        var absolute = tolerance.GetProperty("atol").GetDouble();
        var relative = tolerance.GetProperty("rtol").GetDouble();
        var (wrong, worst, worstAt) = (0, -1.0, -1);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(actual[i] - expected[i]);
            if (difference <= absolute + relative * Math.Abs(expected[i]))
                continue;
            wrong++;
            if (difference > worst || double.IsNaN(difference))
                (worst, worstAt) = (difference, i);
        }
        if (wrong > 0)
            Assert.Fail($"{Name}, output '{name}': {wrong} of {expected.Length} elements are off; the worst is element {worstAt}: {actual[worstAt]:R}, "
                + $"expected {expected[worstAt]:R} (atol {absolute}, rtol {relative}).");
    }

    public override string ToString() => Name;

    IEnumerable<string> NamesAfter(string prefix) =>
        entry.GetProperty("tensors").EnumerateObject().Select(tensor => tensor.Name)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]);
}
