using System.Reflection;

namespace Avatars.Fuzzing;

/// <summary>Every public method that reads what comes from outside has a row in the table of readers, or a reason for having none.</summary>
public sealed partial class CompletenessTests
{
    static readonly string[] Verbs = ["Read", "Open", "Parse", "TryParse", "TryRead", "Load", "Decode"];

    static readonly Type[] Inputs = [typeof(string), typeof(byte[]), typeof(ReadOnlySpan<byte>), typeof(ReadOnlyMemory<byte>), typeof(Stream),
        typeof(TextReader)];

    [Test]
    public void Every_public_reader_is_fuzzed()
    {
        var known = Covered.Concat(Others).Select(row => row.Type).ToHashSet(StringComparer.Ordinal);
        Assert.That(string.Join(" ", ReadingTypes().Where(type => !known.Contains(type))), Is.Empty, "Add a reader to Tests/Fuzzing/Readers, and a row here.");
    }

    [Test]
    public void Every_row_is_of_a_type_and_a_reader_that_are_there()
    {
        var types = ReadingTypes().ToHashSet(StringComparer.Ordinal);
        Assert.That(Covered.Concat(Others).Select(row => row.Type).Where(type => !types.Contains(type)), Is.Empty, "types that read nothing any more");
        Assert.That(Covered.SelectMany(row => row.Readers.Split(' ')).Except(Readers.All.Select(reader => reader.Name)), Is.Empty, "unknown readers");
        Assert.That(Covered.Select(row => row.Type), Is.Unique);
    }

    static IEnumerable<string> ReadingTypes() => Directory.GetFiles(AppContext.BaseDirectory, "Avatars*.dll")
        .Where(file => !Path.GetFileName(file).StartsWith("Avatars.Fixtures", StringComparison.Ordinal) && !file.Contains("Tests", StringComparison.Ordinal))
        .Select(Assembly.LoadFrom).SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Any(Reads))
        .Select(type => type.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    static bool Reads(MethodInfo method) => Verbs.Any(verb => method.Name.StartsWith(verb, StringComparison.Ordinal))
        && method.GetParameters() is [var first, ..] && Inputs.Contains(first.ParameterType);
}
