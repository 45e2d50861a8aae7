using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Avatars.ScriptHost;

/// <summary>Syntax trees of the files that were parsed last. A file that is parsed again is parsed where it changed.</summary>
/// <remarks>
/// Roslyn keeps small syntax nodes in a table of its own for the life of the process: a literal is a new node in each parse, so that the same script
/// parsed a thousand times leaves a thousand copies. Nodes of the last tree that did not change are used again here.
/// </remarks>
static class ParsedFiles
{
    const int MostFiles = 32; // the one that was used longest ago goes

    static readonly LinkedList<SyntaxTree> Trees = new(); // the last used first

    public static SyntaxTree Parse(string file, string text, CSharpParseOptions options)
    {
        lock (Trees)
        {
            var known = Trees.FirstOrDefault(tree => tree.FilePath == file);
            if (known is not null)
                Trees.Remove(known);
            var parsed = known is null ? CSharpSyntaxTree.ParseText(SourceText.From(text, Encoding.UTF8), options, file)
                : known.WithChangedText(Changed(known.GetText(), text));
            Trees.AddFirst(parsed);
            if (Trees.Count > MostFiles)
                Trees.RemoveLast();
            return parsed;
        }
    }

    /// <summary>The old text with its middle exchanged: what both have at the beginning and at the end stays.</summary>
    static SourceText Changed(SourceText old, string text)
    {
        var before = old.ToString();
        var shorter = Math.Min(before.Length, text.Length);
        var start = before.AsSpan().CommonPrefixLength(text);
        var end = 0;
        while (end < shorter - start && before[^(end + 1)] == text[^(end + 1)])
            end++;
        var change = new TextChange(TextSpan.FromBounds(start, before.Length - end), text[start..^end]);
        return change.Span.IsEmpty && change.NewText!.Length == 0 ? old : old.WithChanges(change);
    }
}
