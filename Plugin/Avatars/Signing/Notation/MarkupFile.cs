using System;
using System.IO;
using System.Text;
using System.Xml;
using Avatars.Files;

namespace Avatars.Signing.Notation;

/// <summary>Reads XML of unknown origin: no DTD, no entities but the five of XML, nothing fetched, sizes and depth bounded.</summary>
static class MarkupFile
{
    /// <summary>Largest file, bytes.</summary>
    public const long MaximumBytes = 64L << 20;

    const int MaximumDepth = 64;
    const int MaximumElements = 4_000_000;

    /// <exception cref="FormatException">It is no XML, declares a DTD or an entity, or is too large or nested too deeply; with line and place.</exception>
    public static MarkupElement Read(string path) => Parse(WholeFile.Read(path, MaximumBytes), path);

    /// <param name="source">The file, for messages.</param>
    /// <inheritdoc cref="Read"/>
    public static MarkupElement Parse(byte[] bytes, string source) => Parse(reader => XmlReader.Create(new MemoryStream(bytes, writable: false), reader),
        source);

    /// <inheritdoc cref="Parse(byte[], string)"/>
    public static MarkupElement ParseText(string text, string source) => Parse(reader => XmlReader.Create(new StringReader(text), reader), source);

    static MarkupElement Parse(Func<XmlReaderSettings, XmlReader> open, string source)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            MaxCharactersInDocument = MaximumBytes,
        };
        try
        {
            using var reader = open(settings);
            return ReadRoot(reader, source);
        }
        catch (XmlException error)
        {
            var reason = error.Message.Contains("DTD", StringComparison.Ordinal)
                ? "it declares a document type (DTD) or entities, which are never loaded. Remove the line that begins with <!DOCTYPE."
                : $"this is no well-formed XML ({Reason(error)}). Export or save the file again.";
            throw new FormatException($"{source}, line {Math.Max(1, error.LineNumber)}, column {Math.Max(1, error.LinePosition)}: {reason}", error);
        }
        catch (Exception error) when (error is DecoderFallbackException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"{source}: the text's encoding cannot be read ({ErrorLine.Printable(error.Message, 120)}). Save it as UTF-8.", error);
        }
    }

    static string Reason(XmlException error)
    {
        var reason = error.Message;
        var at = reason.IndexOf(" Line ", StringComparison.Ordinal);
        return ErrorLine.Printable((at > 0 ? reason[..at] : reason).TrimEnd('.'), 160);
    }

    static MarkupElement ReadRoot(XmlReader reader, string source)
    {
        var lines = (IXmlLineInfo)reader;
        var open = new MarkupElement[MaximumDepth];
        var (depth, elements) = (0, 0);
        MarkupElement? root = null;
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && depth > 0)
                open[depth - 1].Text += reader.Value;
            else if (reader.NodeType == XmlNodeType.EndElement)
                depth--;
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (depth == MaximumDepth || ++elements > MaximumElements)
                throw new FormatException($"{source}, line {lines.LineNumber}: the elements are nested more than {MaximumDepth} deep, or there are more than "
                    + $"{MaximumElements:N0}. Split the file.");
            var element = new MarkupElement(reader.LocalName, lines.LineNumber);
            root ??= element;
            if (depth > 0)
                open[depth - 1].Add(element);
            var isEmpty = reader.IsEmptyElement;
            while (reader.MoveToNextAttribute())
                if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
                    element[reader.LocalName] = reader.Value;
            if (!isEmpty)
                open[depth++] = element;
        }
        return root ?? throw new FormatException($"{source}: the file holds no XML element. Give a file with signs.");
    }
}
