using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Avatars.Files;

namespace Avatars.Formats;

/// <summary>
/// Words and numbers of a BVH text, and the current line. Braces and colons end a word, as they do in files that leave
/// out the space; lines that begin with #, ; or // are comments.
/// </summary>
sealed class BvhReader
{
    const float LargestNumber = 1e7f; // beyond any angle, position or offset of a person in any unit
    const int MaximumWarnings = 20;

    readonly string _text;
    readonly string _source;
    readonly Dictionary<string, (int Line, int Count)> _warnings = [];
    int _at;
    int _line;

    public BvhReader(string text, string source)
    {
        _text = text;
        _source = source;
        _at = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;
        _line = 1;
    }

    public string Source => _source;

    /// <summary>Characters that were not read yet.</summary>
    public int Left => _text.Length - _at;

    /// <summary>The current line, from 1; set together with <see cref="Offset"/> to go back.</summary>
    public int Line { get => _line; set => _line = value; }

    public int Offset { get => _at; set => _at = value; }

    /// <exception cref="FormatException">The text ends here.</exception>
    public ReadOnlySpan<char> Word(string expected)
    {
        var word = WordOrNone();
        return word.Length > 0 ? word : throw Wrong($"the file ends where {expected} was expected. It was cut off; fetch it again.");
    }

    /// <summary>Empty at the end of the text.</summary>
    public ReadOnlySpan<char> WordOrNone()
    {
        SkipSpace();
        var start = _at;
        if (_at < _text.Length && _text[_at] is '{' or '}')
            return _text.AsSpan(_at++, 1);
        while (_at < _text.Length && !IsSpace(_text[_at]) && _text[_at] is not ('{' or '}'))
            if (_text[_at++] == ':')
                break;
        return _text.AsSpan(start, _at - start);
    }

    /// <summary>The next word, which is read again.</summary>
    public ReadOnlySpan<char> Peek()
    {
        SkipSpace();
        var (at, line) = (_at, _line);
        var word = WordOrNone();
        (_at, _line) = (at, line);
        return word;
    }

    public bool TryTake(string word)
    {
        if (!Is(Peek(), word))
            return false;
        WordOrNone();
        return true;
    }

    public void Expect(string word)
    {
        var found = Word($"'{word}'");
        if (!Is(found, word))
            throw Wrong($"'{Shorten(found)}' where '{word}' was expected.");
    }

    public static bool Is(ReadOnlySpan<char> found, string word) => found.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>A number of the hierarchy or the heading, which must be there and finite.</summary>
    public float Number(string what)
    {
        var word = NumberWord();
        if (word.Length == 0)
            throw Wrong($"the file ends where {what} was expected. It was cut off; fetch it again.");
        if (!TryNumber(word, out var value) || !float.IsFinite(value))
            throw Wrong($"'{Shorten(word)}' where {what} was expected. Write a finite number with a decimal point.");
        return Math.Abs(value) <= LargestNumber ? value : throw Wrong($"{what} of {value}: numbers up to {LargestNumber} are taken.");
    }

    /// <summary>A number of a frame; NaN where it is written as one, or is too large to be of a person.</summary>
    public float NumberOrNaN(string what)
    {
        var word = NumberWord();
        if (word.Length == 0)
            throw Wrong($"the file ends where {what} was expected. It was cut off; fetch it again.");
        if (TryNumber(word, out var value))
            return Math.Abs(value) <= LargestNumber ? value : float.NaN;
        return IsNotANumber(word) ? float.NaN : throw Wrong($"'{Shorten(word)}' where {what} was expected. Write a finite number with a decimal point.");
    }

    /// <summary>Numbers up to the end of this line, without reading them; also words such as NaN.</summary>
    public int CountNumbersOnLine()
    {
        var count = 0;
        while (true)
        {
            while (_at < _text.Length && _text[_at] != '\n' && (IsSpace(_text[_at]) || (_text[_at] == ',' && IsSeparator(hasPoint: false))))
                _at++;
            if (_at >= _text.Length || _text[_at] == '\n' || IsComment())
                return count;
            var before = _at;
            if (NumberWord().Length > 0)
                count++;
            if (_at == before)
                _at++; // a brace
        }
    }

    /// <summary>Moves to the next line; false at the end of the text.</summary>
    public bool NextLine()
    {
        while (_at < _text.Length && _text[_at] != '\n')
            _at++;
        if (_at >= _text.Length)
            return false;
        _at++;
        _line++;
        return true;
    }

    /// <summary>The rest of the line behind the last word, trimmed: names may contain spaces.</summary>
    public string RestOfLine()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is not ('\n' or '\r' or '{'))
            _at++;
        return _text[start.._at].Trim(' ', '\t', '"', '\0');
    }

    /// <summary>Whether nothing but space and comments is left.</summary>
    public bool IsAtEnd()
    {
        SkipSpace();
        return _at >= _text.Length;
    }

    public FormatException Wrong(string problem) => new($"{_source}, line {_line}: {ErrorLine.Printable(problem, 400)}");

    /// <summary>Notes something that was put right; the same words again are counted, not repeated.</summary>
    public void Warn(string problem)
    {
        if (_warnings.TryGetValue(problem, out var known))
            _warnings[problem] = (known.Line, known.Count + 1);
        else if (_warnings.Count < MaximumWarnings)
            _warnings[problem] = (_line, 1);
    }

    /// <summary>One line each, with file and line.</summary>
    public IEnumerable<string> Warnings()
    {
        foreach (var pair in _warnings)
            yield return $"{_source}, line {pair.Value.Line}: {pair.Key}" + (pair.Value.Count > 1 ? $" ({pair.Value.Count} times)" : "");
    }

    /// <summary>At most 40 characters, none of them a control character: for messages.</summary>
    public static string Shorten(ReadOnlySpan<char> word)
    {
        var shown = new StringBuilder();
        foreach (var letter in word[..Math.Min(word.Length, 40)])
            shown.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter);
        return word.Length <= 40 ? shown.ToString() : shown.Append("...").ToString();
    }

    /// <summary>Up to space or a brace; a comma ends it, unless it is a decimal comma.</summary>
    ReadOnlySpan<char> NumberWord()
    {
        while (true)
        {
            SkipSpace();
            var start = _at;
            var hasPoint = false;
            while (_at < _text.Length && !IsSpace(_text[_at]) && _text[_at] is not ('{' or '}') && !IsSeparator(hasPoint))
                hasPoint |= _text[_at++] == '.';
            var word = _text.AsSpan(start, _at - start);
            var isSeparated = _at < _text.Length && IsSeparator(hasPoint);
            if (isSeparated)
                _at++;
            if (word.Length > 0 || !isSeparated)
                return word;
        }
    }

    /// <summary>Whether the next character is a comma or semicolon that is no decimal comma.</summary>
    bool IsSeparator(bool hasPoint) => _text[_at] is ',' or ';' && (hasPoint || _at + 1 >= _text.Length || IsSpace(_text[_at + 1]));

    bool TryNumber(ReadOnlySpan<char> word, out float value)
    {
        if (float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && !float.IsNaN(value) && !float.IsInfinity(value))
            return true;
        if (word.IndexOf(',') < 0 || !float.TryParse(word.ToString().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            return false;
        Warn("decimal commas are read as decimal points.");
        return true;
    }

    /// <summary>What C libraries print for a number that is none: nan, -nan(ind), inf, 1.#IND, 1.#QNAN00.</summary>
    static bool IsNotANumber(ReadOnlySpan<char> word)
    {
        word = word.TrimStart("+-");
        return word.StartsWith("nan", StringComparison.OrdinalIgnoreCase) || word.StartsWith("inf", StringComparison.OrdinalIgnoreCase)
            || word.StartsWith("1.#", StringComparison.Ordinal) || word.SequenceEqual("∞")
                || float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }

    void SkipSpace()
    {
        for (; _at < _text.Length; _at++)
            if (_text[_at] == '\n')
                _line++;
            else if (IsSpace(_text[_at]))
                continue;
            else if (IsComment())
                while (_at + 1 < _text.Length && _text[_at + 1] != '\n')
                    _at++;
            else
                return;
    }

    bool IsComment()
    {
        var isComment = _text[_at] is '#' or ';' || (_text[_at] == '/' && _at + 1 < _text.Length && _text[_at + 1] == '/');
        return isComment && (_at == 0 || IsSpace(_text[_at - 1]) || _text[_at - 1] == '\uFEFF');
    }

    static bool IsSpace(char letter) => char.IsWhiteSpace(letter) || letter is '\0' or '\u001A' or '\uFEFF';
}
