using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using Avatars.Files;

namespace Avatars.Solving;

/// <summary>
/// The named hand shapes that come with the library: <c>asl-a</c> to <c>asl-z</c>, <c>asl-0</c> to <c>asl-10</c>, HamNoSys's classes with their thumbs and
/// bends (<c>hns-finger2-thumb-across-hooked</c>), and everyday ones such as <c>fist</c>, <c>point</c> and <c>relaxed</c>.
/// </summary>
/// <remarks>The angles are in the text file <c>hand-shapes.txt</c> and were made for this library.</remarks>
public static class HandShapes
{
    const string Resource = "Avatars.Solving.hand-shapes.txt";

    static readonly HandShape[] Table = ReadResource();
    static readonly Dictionary<string, HandShape> ByName = Index();

    public static IReadOnlyList<HandShape> All => Table;

    /// <returns>Null when no shape has this name; case does not matter.</returns>
    public static HandShape? TryFind(string name) => ByName.TryGetValue(name, out var shape) ? shape : null;

    /// <exception cref="KeyNotFoundException">No shape has this name; the message lists similar ones.</exception>
    public static HandShape Find(string name) => TryFind(name) ?? throw new KeyNotFoundException(
        $"There is no hand shape '{name}'. Similar: {string.Join(", ", Similar(name))}. All of them are in Documentation/hand-shapes.md.");

    /// <summary>The shape that looks most like given angles, by <see cref="HandShape.Distance"/>.</summary>
    /// <param name="degrees">21.</param>
    /// <param name="among">Null for all shapes.</param>
    public static HandShape Nearest(ReadOnlySpan<float> degrees, IReadOnlyList<HandShape>? among = null)
    {
        among ??= Table;
        var nearest = among[0];
        var least = float.MaxValue;
        for (var i = 0; i < among.Count; i++)
        {
            var distance = HandShape.Distance(degrees, among[i].Degrees);
            if (distance < least)
                (least, nearest) = (distance, among[i]);
        }
        return nearest;
    }

    /// <summary>Reads shapes in the form of <c>hand-shapes.txt</c>.</summary>
    /// <param name="name">Of the text, for messages.</param>
    /// <exception cref="FormatException">A line has no name, or not 5 and four times 4 numbers; the message names the line.</exception>
    public static IReadOnlyList<HandShape> Parse(TextReader text, string name)
    {
        var shapes = new List<HandShape>();
        Span<float> degrees = stackalloc float[HandShape.AngleCount];
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            if (line.Trim().Length == 0 || line[0] == '#')
                continue;
            var columns = line.Split('|');
            if (columns.Length < 6 || columns[0].Trim().Length == 0)
                throw Wrong(name, number, $"{columns.Length} columns instead of a name, five columns of angles and a description");
            for (var finger = 0; finger < 5; finger++)
                ReadAngles(columns[1 + finger], finger == 0 ? HandShape.ThumbAngles : 4, degrees[HandShape.FirstAngle(finger)..], name, number);
            shapes.Add(new HandShape(columns[0].Trim(), degrees, columns.Length > 6 ? columns[6].Trim() : ""));
        }
        return shapes;
    }

    static void ReadAngles(string column, int count, Span<float> angles, string name, int line)
    {
        var words = column.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != count)
            throw Wrong(name, line, $"{words.Length} angles in {ErrorLine.Quote(column.Trim())} instead of {count}");
        for (var i = 0; i < count; i++)
            if (!float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out angles[i]) || !(MathF.Abs(angles[i]) <= 180))
                throw Wrong(name, line, $"{ErrorLine.Quote(words[i])} instead of degrees between -180 and 180");
    }

    static FormatException Wrong(string name, int line, string what) => new($"{name}, line {line}: {ErrorLine.Printable(what, 300)}.");

    static HandShape[] ReadResource()
    {
        using var stream = typeof(HandShapes).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the library.");
        using var reader = new StreamReader(stream);
        return [.. Parse(reader, "hand-shapes.txt")];
    }

    static Dictionary<string, HandShape> Index()
    {
        var index = new Dictionary<string, HandShape>(StringComparer.OrdinalIgnoreCase);
        foreach (var shape in Table)
            index.Add(shape.Name, shape);
        return index;
    }

    static List<string> Similar(string name)
    {
        var similar = new List<string>();
        var start = name.Length > 4 ? name[..4] : name;
        foreach (var shape in Table)
            if (shape.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase) && similar.Count < 12)
                similar.Add(shape.Name);
        return similar.Count > 0 ? similar : ["asl-a", "fist", "flat", "point", "relaxed"];
    }
}
