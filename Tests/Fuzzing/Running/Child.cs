using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Avatars.Fuzzing.Running;

/// <summary>
/// The process that readers run in. Requests come as lines on standard input, <c>case READER SEED INDEX</c> or <c>file CASE.JSON</c>; a verdict in
/// JSON is the answer to each.
/// </summary>
static class Child
{
    /// <param name="outside">A folder of its own: the case's folder is made in it, beside the canary.</param>
    public static int Run(string outside)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using var requests = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
        using var answers = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        Console.SetOut(TextWriter.Null); // answers have the stream for themselves
        var inside = Directory.CreateDirectory(Path.Combine(outside, "inside")).FullName;
        var measurement = new Measurement(inside, new Canary(inside));
        var warm = new HashSet<string>(StringComparer.Ordinal);
        while (requests.ReadLine() is { } line)
        {
            var words = line.Split('\t');
            var (name, input) = words[0] == "file" ? CaseJson.Read(words[1]) : (words[1], null!);
            var reader = Readers.Find(name);
            if (warm.Add(name))
                measurement.Judge(reader, reader.Seeds[0]); // what is compiled at the first call does not count
            input ??= reader.Case(int.Parse(words[2], CultureInfo.InvariantCulture), int.Parse(words[3], CultureInfo.InvariantCulture));
            answers.WriteLine(JsonSerializer.Serialize(measurement.Judge(reader, input)));
        }
        return 0;
    }
}
