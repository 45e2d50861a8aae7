using System;
using System.Globalization;

namespace Avatars.Formats;

/// <summary>Words and numbers of a BVH text, and the line where the reader stands.</summary>
ref struct BvhReader
{
    const float LargestNumber = 1e7f; // beyond any angle, place or offset of a person in any unit

    readonly string _text;
    readonly string _source;
    int _at;
    int _line;

    public BvhReader(string text, string source)
    {
        _text = text;
        _source = source;
        _at = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        _line = 1;
    }

    /// <summary>Characters that were not read yet.</summary>
    public readonly int Left => _text.Length - _at;

    /// <exception cref="FormatException">The text ends here.</exception>
    public ReadOnlySpan<char> Word(string expected)
    {
        SkipSpace();
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]))
            _at++;
        if (_at == start)
            throw Wrong($"the file ends where {expected} was expected. It was cut off; fetch it again.");
        return _text.AsSpan(start, _at - start);
    }

    public void Expect(string word)
    {
        var found = Word($"'{word}'");
        if (!found.Equals(word, StringComparison.OrdinalIgnoreCase))
            throw Wrong($"'{Shorten(found)}' where '{word}' was expected.");
    }

    public float Number(string what)
    {
        var word = Word(what);
        if (!float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !float.IsFinite(value))
            throw Wrong($"'{Shorten(word)}' where {what} was expected. Write a finite number with a decimal point.");
        if (Math.Abs(value) > LargestNumber)
            throw Wrong($"{what} of {value}: numbers up to {LargestNumber} are taken.");
        return value;
    }

    public int Integer(string what)
    {
        var word = Word(what);
        return int.TryParse(word, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong($"'{Shorten(word)}' where {what} was expected. Write a whole number.");
    }

    /// <summary>What stands behind the last word on its line, without the space around it: names may hold spaces.</summary>
    public string RestOfLine()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is not ('\n' or '\r' or '{'))
            _at++;
        return _text[start.._at].Trim();
    }

    public void ExpectEnd()
    {
        SkipSpace();
        if (_at < _text.Length)
            throw Wrong($"'{Shorten(_text.AsSpan(_at, Math.Min(20, Left)))}' after the last frame. Correct the number of frames, or remove what follows.");
    }

    public readonly FormatException Wrong(string problem) => new($"{_source}, line {_line}: {problem}");

    public static string Shorten(ReadOnlySpan<char> word) => word.Length <= 40 ? word.ToString() : word[..40].ToString() + "...";

    void SkipSpace()
    {
        for (; _at < _text.Length && char.IsWhiteSpace(_text[_at]); _at++)
            if (_text[_at] == '\n')
                _line++;
    }
}
