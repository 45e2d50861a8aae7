namespace Avatars.Viewer.Ui;

/// <summary>A line of text being edited: caret and selection. Positions are counted in characters, and lie between them.</summary>
sealed class TextEditor
{
    /// <summary>The other end of the selection; equal to the caret where nothing is selected.</summary>
    public int Anchor { get; private set; }

    public int Caret { get; private set; }

    public string Text { get; private set; } = "";

    public int SelectionStart => Math.Min(Anchor, Caret);

    public int SelectionEnd => Math.Max(Anchor, Caret);

    public ReadOnlySpan<char> Selection => Text.AsSpan(SelectionStart, SelectionEnd - SelectionStart);

    /// <summary>Starts with all of the text selected.</summary>
    public void Start(string text) => (Text, Anchor, Caret) = (text, 0, text.Length);

    public void SelectAll() => (Anchor, Caret) = (0, Text.Length);

    public void MoveTo(int position, bool isSelecting)
    {
        Caret = Math.Clamp(position, 0, Text.Length);
        if (Caret > 0 && Caret < Text.Length && char.IsLowSurrogate(Text[Caret]))
            Caret -= 1; // never between the halves of one character
        if (!isSelecting)
            Anchor = Caret;
    }

    /// <summary>Left or right by a character or a word; without <paramref name="isSelecting"/>, a selection collapses to that side.</summary>
    /// <param name="direction">-1 or 1.</param>
    public void Move(int direction, bool byWord, bool isSelecting)
    {
        if (!isSelecting && !byWord && Anchor != Caret)
            MoveTo(direction < 0 ? SelectionStart : SelectionEnd, isSelecting: false);
        else
            MoveTo(Next(direction, byWord), isSelecting);
    }

    /// <summary>Replaces the selection. Control characters and line ends are left out.</summary>
    public void Insert(ReadOnlySpan<char> typed)
    {
        var kept = new char[typed.Length];
        var count = 0;
        foreach (var character in typed)
            if (!char.IsControl(character))
                kept[count++] = character;
        var start = SelectionStart;
        Text = string.Concat(Text.AsSpan(0, start), kept.AsSpan(0, count), Text.AsSpan(SelectionEnd));
        Anchor = Caret = start + count;
    }

    /// <summary>Deletes the selection, or the character or word on that side of the caret.</summary>
    /// <param name="direction">-1 or 1.</param>
    public void Delete(int direction, bool byWord)
    {
        if (Anchor == Caret)
            Anchor = Next(direction, byWord);
        Insert([]);
    }

    /// <summary>Selects the word around a position.</summary>
    public void SelectWord(int position)
    {
        var at = Math.Clamp(position, 0, Math.Max(Text.Length - 1, 0));
        var (start, end) = (at, at);
        while (start > 0 && IsOfWord(start - 1))
            start--;
        while (end < Text.Length && IsOfWord(end))
            end++;
        (Anchor, Caret) = (start, end);
    }

    int Next(int direction, bool byWord)
    {
        var position = Math.Clamp(Caret + direction, 0, Text.Length);
        if (position > 0 && position < Text.Length && char.IsLowSurrogate(Text[position]))
            position += direction;
        if (!byWord)
            return position;
        if (direction < 0)
        {
            while (position > 0 && !IsOfWord(position))
                position--;
            while (position > 0 && IsOfWord(position - 1))
                position--;
            return position;
        }
        while (position < Text.Length && IsOfWord(position))
            position++;
        while (position < Text.Length && !IsOfWord(position))
            position++;
        return position;
    }

    bool IsOfWord(int index) => char.IsLetterOrDigit(Text[index]) || Text[index] == '_';
}
