using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Avatars.Files;

namespace Avatars.Datasets.MakeHuman;

/// <summary>Reads a text of words and numbers line by line, with the line number in errors. Empty lines and `#` comments are skipped.</summary>
ref struct LineScanner(string path, ReadOnlySpan<byte> text)
{
    /// <summary>Decimetres or shares: larger numbers are no body, and would overflow in products.</summary>
    const float Largest = 1e6f;

    readonly ReadOnlySpan<byte> _text = text;
    readonly string _path = path;
    int _next;
    ReadOnlySpan<byte> _rest;

    /// <summary>Number of the line under the scanner, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Moves to the next line with content; false at the end.</summary>
    public bool NextLine()
    {
        while (_next < _text.Length)
        {
            var line = _text[_next..];
            var end = line.IndexOf((byte)'\n');
            _next += end < 0 ? line.Length : end + 1;
            Number++;
            _rest = end < 0 ? line : line[..end];
            SkipBlanks();
            if (!_rest.IsEmpty && _rest[0] != '#')
                return true;
        }
        return false;
    }

    public readonly bool HasWord => !_rest.IsEmpty;

    /// <summary>The next word of this line; empty at its end.</summary>
    public ReadOnlySpan<byte> Word()
    {
        var end = _rest.IndexOfAny((byte)' ', (byte)'\t', (byte)'\r');
        var word = end < 0 ? _rest : _rest[..end];
        _rest = _rest[word.Length..];
        SkipBlanks();
        return word;
    }

    /// <exception cref="FormatException">The next word is not a number, or none that a body can have.</exception>
    public float Float()
    {
        var word = Word();
        if (float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && MathF.Abs(value) <= Largest)
            return value;
        throw Error($"'{Show(word)}' is not a number from -{Largest:0} to {Largest:0}");
    }

    /// <exception cref="FormatException">The next word is not a whole number in 0..<paramref name="count"/> - 1.</exception>
    public int Index(int count) => Index(Word(), count);

    public readonly int Index(ReadOnlySpan<byte> word, int count)
    {
        if (!Utf8Parser.TryParse(word, out int value, out var used) || used != word.Length)
            throw Error($"'{Show(word)}' is not a whole number");
        if (value < 0 || value >= count)
            throw Error($"number {value} is outside 0 to {count - 1}");
        return value;
    }

    public readonly FormatException Error(string what) =>
        new($"{_path}, line {Number}: {ErrorLine.Printable(what, 300)}. Copy the file again, or correct that line.");

    public static string Show(ReadOnlySpan<byte> word) => ErrorLine.Printable(Encoding.UTF8.GetString(word[..Math.Min(word.Length, 160)]), 40);

    void SkipBlanks()
    {
        var i = 0;
        while (i < _rest.Length && _rest[i] is (byte)' ' or (byte)'\t' or (byte)'\r')
            i++;
        _rest = _rest[i..];
    }
}
