using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>Something that the user can do by menu and key.</summary>
/// <param name="Menu">Title of the menu that it stands in, such as <c>File</c>; empty for keys only.</param>
/// <param name="Keys">Such as <c>Ctrl+Shift+S</c>; alternatives divided by spaces; empty for none.</param>
/// <param name="Tip">A sentence for the tooltip and the list of keys.</param>
sealed record UiCommand(string Menu, string Name, string Keys, string Tip, Action Run)
{
    readonly Shortcut[] _shortcuts = [.. Keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Shortcut.Parse)];

    /// <summary>Null is always.</summary>
    public Func<bool>? IsEnabled { get; init; }

    /// <summary>Whether a mark stands in front of it; null for a command without a state.</summary>
    public Func<bool>? IsChecked { get; init; }

    /// <summary>Opens a menu beside it instead of running.</summary>
    public Func<IReadOnlyList<UiCommand>>? Submenu { get; init; }

    /// <summary>Whether a line divides it from the one above.</summary>
    public bool StartsGroup { get; init; }

    /// <summary>Whether a held key repeats it.</summary>
    public bool Repeats { get; init; }

    /// <summary>The first of its keys, as shown in the menu.</summary>
    public string ShownKeys { get; } = Keys.Split(' ')[0];

    public bool CanRun => IsEnabled?.Invoke() ?? true;

    public bool Matches(KeyStroke stroke)
    {
        foreach (var shortcut in _shortcuts)
            if (shortcut.Matches(stroke))
                return true;
        return false;
    }
}

/// <summary>A key with the modifiers that must be held.</summary>
readonly record struct Shortcut(Key Key, Key OtherKey, bool IsControl, bool IsShift, bool IsAlt)
{
    /// <exception cref="ArgumentException">No such key.</exception>
    public static Shortcut Parse(string text)
    {
        var parts = text.Split('+', StringSplitOptions.RemoveEmptyEntries);
        var (key, other) = KeyOf(text.EndsWith('+') ? "+" : parts[^1]);
        return new(key, other, parts.Contains("Ctrl"), parts.Contains("Shift"), parts.Contains("Alt"));
    }

    public bool Matches(KeyStroke stroke) => (stroke.Key == Key || stroke.Key == OtherKey) && IsControl == stroke.IsControl && IsAlt == stroke.IsAlt
        && (IsShift == stroke.IsShift || Key == Key.Equal || Key == Key.Slash); // + and ? need Shift on some keyboards only

    static (Key, Key) KeyOf(string name) => name switch
    {
        "+" => (Key.Equal, Key.KeypadAdd),
        "-" => (Key.Minus, Key.KeypadSubtract),
        "?" => (Key.Slash, Key.F1),
        "," => (Key.Comma, Key.Comma),
        "." => (Key.Period, Key.Period),
        "[" => (Key.LeftBracket, Key.LeftBracket),
        "]" => (Key.RightBracket, Key.RightBracket),
        "Enter" => (Key.Enter, Key.KeypadEnter),
        [>= '0' and <= '9'] => (Key.Number0 + (name[0] - '0'), Key.Keypad0 + (name[0] - '0')),
        _ when Enum.TryParse<Key>(name, out var key) => (key, key),
        _ => throw new ArgumentException($"There is no key '{name}'."),
    };
}

/// <summary>All commands: the menus show them, keys run them, the help lists them.</summary>
sealed class CommandTable
{
    readonly List<UiCommand> _commands = [];
    readonly Dictionary<string, List<UiCommand>> _menus = [];

    public IReadOnlyList<UiCommand> All => _commands;

    public void Add(UiCommand command)
    {
        _commands.Add(command);
        if (!_menus.TryGetValue(command.Menu, out var menu))
            _menus.Add(command.Menu, menu = []);
        menu.Add(command);
    }

    public IReadOnlyList<UiCommand> In(string menu) => _menus.TryGetValue(menu, out var commands) ? commands : [];

    /// <summary>Runs the commands whose keys went down; of two with the same keys, the first that can run.</summary>
    public void Run(UiInput input)
    {
        for (var i = 0; i < input.Strokes.Count; i++)
        {
            var stroke = input.Strokes[i];
            if (stroke.Key == Key.Unknown || Find(stroke) is not { } command)
                continue;
            command.Run();
        }
    }

    UiCommand? Find(KeyStroke stroke)
    {
        foreach (var command in _commands)
            if ((!stroke.IsRepeat || command.Repeats) && command.Matches(stroke) && command.CanRun)
                return command;
        return null;
    }
}
