using System;
using System.IO;
using System.Text;
using System.Text.Json;

namespace Avatars.Files;

/// <summary>JSON of unknown origin, validated so that every value and text of the result can be read.</summary>
public static class JsonText
{
    static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads and parses a file; the caller disposes the document. Throws as <see cref="WholeFile.Read"/> and <see cref="Parse"/> do.</summary>
    public static JsonDocument Read(string path, long maximumBytes, string remedy = "Copy the file again.", JsonDocumentOptions options = default) =>
        Parse(WholeFile.Read(path, maximumBytes), path, remedy, options);

    /// <summary>Parses JSON in UTF-8, with or without a byte order mark; the caller disposes the document, which keeps <paramref name="utf8"/>.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="remedy">A sentence that ends each message.</param>
    /// <param name="options">What is allowed besides plain JSON; nesting is at most 64 levels deep by default.</param>
    /// <exception cref="FormatException">It is no JSON, no UTF-8, nested too deeply, or holds half of a surrogate pair; the message names source,
    /// line and byte.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string source, string remedy = "Copy the file again.", JsonDocumentOptions options = default)
    {
        if (utf8.Span.StartsWith(Encoding.UTF8.GetPreamble()))
            utf8 = utf8[3..];
        Require(utf8.Span, source, remedy, new JsonReaderOptions { AllowTrailingCommas = options.AllowTrailingCommas,
            CommentHandling = options.CommentHandling, MaxDepth = options.MaxDepth });
        try
        {
            return JsonDocument.Parse(utf8, options);
        }
        catch (JsonException error)
        {
            throw Damaged(error, source, remedy);
        }
    }

    /// <summary>The same checks, for readers that parse by themselves.</summary>
    /// <exception cref="FormatException">As <see cref="Parse"/>.</exception>
    public static void Require(ReadOnlySpan<byte> utf8, string source, string remedy = "Copy the file again.", JsonReaderOptions options = default)
    {
        RequireUtf8(utf8, source, remedy);
        var reader = new Utf8JsonReader(utf8, options);
        try
        {
            while (reader.Read())
                if (reader.ValueIsEscaped && reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    _ = reader.GetString();
        }
        catch (JsonException error)
        {
            throw Damaged(error, source, remedy);
        }
        catch (InvalidOperationException error) // of GetString: an escape such as \ud800 without its other half
        {
            throw new FormatException($"{source}, {Location(utf8, (int)reader.TokenStartIndex)}: a text holds half of a surrogate pair (\\ud800 to "
                + $"\\udfff). {remedy}", error);
        }
    }

    /// <summary>Converts an exception of System.Text.Json.</summary>
    public static FormatException Damaged(JsonException error, string source, string remedy)
    {
        var reason = error.Message;
        foreach (var tail in new[] { " Path: ", " LineNumber: " })
            if (reason.IndexOf(tail, StringComparison.Ordinal) is var at && at >= 0)
                reason = reason[..at];
        var location = error.LineNumber is { } line ? $", line {line + 1}, byte {(error.BytePositionInLine ?? 0) + 1}" : "";
        var isField = error.Path is { Length: > 1 };
        if (isField)
            location += $", field {ErrorLine.Quote(error.Path![1..].TrimStart('.'))}";
        if (reason.Contains("could not be converted", StringComparison.Ordinal))
            reason = "this value is of the wrong kind, or too large.";
        else if (reason.Contains("doesn't allow", StringComparison.Ordinal))
            reason = "this may not be null.";
        else if (reason.IndexOf("missing required properties", StringComparison.Ordinal) is var missing && missing >= 0)
            reason = "fields are missing: " + reason[missing..].Replace("missing required properties including: ", "", StringComparison.Ordinal);
        return new FormatException($"{source}{location}: {(isField ? "" : "the JSON is damaged: ")}{ErrorLine.Printable(reason, 200)} {remedy}", error);
    }

    static void RequireUtf8(ReadOnlySpan<byte> utf8, string source, string remedy)
    {
        try
        {
            _ = Strict.GetCharCount(utf8);
        }
        catch (DecoderFallbackException error)
        {
            throw new FormatException($"{source}, {Location(utf8, Math.Max(0, error.Index))}: the text is not UTF-8. Save it as UTF-8. {remedy}", error);
        }
    }

    static string Location(ReadOnlySpan<byte> utf8, int offset)
    {
        var (line, start) = (1, 0);
        for (var i = 0; i < offset; i++)
            if (utf8[i] == '\n')
                (line, start) = (line + 1, i + 1);
        return $"line {line}, byte {offset - start + 1}";
    }
}
