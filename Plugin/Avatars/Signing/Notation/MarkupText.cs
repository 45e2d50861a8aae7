using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Xml;

namespace Avatars.Signing.Notation;

/// <summary>Markup elements as XML text on one line.</summary>
static class MarkupText
{
    public static string Of(string root, IEnumerable<MarkupElement> children)
    {
        using var text = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            writer.WriteStartElement(root);
            foreach (var child in children)
                Write(writer, child);
            writer.WriteEndElement();
        }
        return text.ToString();
    }

    static void Write(XmlWriter writer, MarkupElement element)
    {
        writer.WriteStartElement(element.Name);
        foreach (var (name, value) in element.Attributes)
            writer.WriteAttributeString(name, Printable(value));
        if (element.Text.Length > 0)
            writer.WriteString(Printable(element.Text));
        foreach (var child in element.Children)
            Write(writer, child);
        writer.WriteEndElement();
    }

    /// <summary>Without characters that XML does not have.</summary>
    static string Printable(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (XmlConvert.IsXmlChar(text[i]))
                kept.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                kept.Append(text[i]).Append(text[++i]);
        return kept.ToString();
    }
}
