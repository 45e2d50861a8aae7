using System;
using System.Collections.Generic;
using System.Text;

namespace Avatars.Signing;

/// <summary>Comma-separated values (RFC 4180), with the line on which each row begins.</summary>
static class CsvRows
{
    /// <exception cref="FormatException">A quote is not closed, or there are too many rows.</exception>
    public static List<(List<string> Fields, int Line)> Parse(string text, string source, int maximumRows)
    {
        var rows = new List<(List<string>, int)>();
        var (fields, field, line, start, isQuoted) = (new List<string>(), new StringBuilder(), 1, 1, false);
        void EndRow()
        {
            fields.Add(field.ToString());
            field.Clear();
            if (fields.Count > 1 || fields[0].Length > 0)
                rows.Add((fields, start));
            if (rows.Count > maximumRows)
                throw new FormatException($"{source}: more than {maximumRows:N0} rows. Split the lexicon.");
            fields = [];
            start = line;
        }
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (letter == '\n')
                line++;
            if (isQuoted)
            {
                if (letter != '"')
                    field.Append(letter);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    field.Append(text[++i]);
                else
                    isQuoted = false;
            }
            else if (letter == '"' && field.Length == 0)
                isQuoted = true;
            else if (letter == ',')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else if (letter == '\n')
                EndRow();
            else if (letter != '\r')
                field.Append(letter);
        }
        if (isQuoted)
            throw new FormatException($"{source}, line {start}: a quotation mark is not closed.");
        if (field.Length > 0 || fields.Count > 0)
            EndRow();
        return rows;
    }
}
