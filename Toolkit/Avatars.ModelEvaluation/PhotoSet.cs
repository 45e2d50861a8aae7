using Avatars.Files;

namespace Avatars.ModelEvaluation;

/// <summary>A photograph of a folder, and what its person wears.</summary>
/// <param name="Path">The picture's file.</param>
/// <param name="Outfit">Equal for pictures of one person in the same clothes.</param>
public sealed record PhotoFile(string Path, string Outfit)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);
}

/// <summary>A folder of photographs with a table <c>index.csv</c>, whose columns <c>file</c> and <c>outfit</c> are read.</summary>
public static class PhotoSet
{
    public const string TableName = "index.csv";

    const long MaximumBytes = 1 << 24;

    /// <exception cref="FileNotFoundException">The table or one of its pictures is not there.</exception>
    /// <exception cref="FormatException">The table lacks a column, or a row is damaged.</exception>
    public static IReadOnlyList<PhotoFile> Read(string folder)
    {
        var table = Path.Combine(folder, TableName);
        if (!File.Exists(table))
            throw new FileNotFoundException($"'{table}' is not there. Write it: a line \"file,outfit\", then a line for each photograph; those of one "
                + "person in the same clothes have the same outfit.", table);
        var lines = WholeFile.ReadText(table, MaximumBytes).Split('\n');
        var names = Fields(lines[0].TrimStart('\uFEFF'), table, 1);
        var (file, outfit) = (names.IndexOf("file"), names.IndexOf("outfit"));
        if (file < 0 || outfit < 0)
            throw new FormatException($"'{table}', line 1: the columns \"file\" and \"outfit\" are needed, and it has "
                + $"{ErrorLine.Printable(string.Join(", ", names.Take(20)), 200)}.");
        var photos = new List<PhotoFile>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            var fields = Fields(lines[i], table, i + 1);
            if (fields.Count != names.Count)
                throw new FormatException($"'{table}', line {i + 1}: {fields.Count} fields where the first line has {names.Count}.");
            if (Path.GetFileName(fields[file]) != fields[file])
                throw new FormatException($"'{table}', line {i + 1}: {ErrorLine.Quote(fields[file])} is no name of a file in the folder.");
            var path = Path.Combine(folder, fields[file]);
            if (!File.Exists(path))
                throw new FileNotFoundException($"'{table}', line {i + 1}: there is no picture {ErrorLine.Quote(fields[file])} in the folder.", path);
            photos.Add(new PhotoFile(path, fields[outfit]));
        }
        return photos;
    }

    /// <summary>Every ordered pair of two photographs of one outfit.</summary>
    public static IEnumerable<(PhotoFile Source, PhotoFile Target)> Pairs(IReadOnlyList<PhotoFile> photos) =>
        from source in photos
        from target in photos
        where source != target && source.Outfit.Length > 0 && source.Outfit == target.Outfit
        select (source, target);

    /// <summary>The fields of a line: separated by commas, in double quotes where they hold one.</summary>
    static List<string> Fields(string line, string table, int number)
    {
        var (fields, field, isQuoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        line = line.TrimEnd('\r');
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[i++]);
            else if (line[i] == '"')
                isQuoted = !isQuoted;
            else if (line[i] == ',' && !isQuoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
                field.Append(line[i]);
        }
        if (isQuoted)
            throw new FormatException($"'{table}', line {number}: a quotation mark is not closed.");
        fields.Add(field.ToString().Trim());
        return fields;
    }
}
