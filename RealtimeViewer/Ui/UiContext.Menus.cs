using System.Numerics;
using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>Menu bar and context menus: lists of commands above everything else. One chain of menus is open at a time.</summary>
sealed partial class UiContext
{
    const float MenuRow = 26, MenuGroup = 7, MenuPadding = 5;
    const int NoMenu = -1;

    readonly List<OpenMenuLevel> _menus = new(4);
    IReadOnlyList<string> _barTitles = [];
    CommandTable? _barCommands;
    Box _bar;
    int _barOpen = NoMenu;
    bool _isMenuNew; // opened in this frame, by a press or release that is not meant for it

    public bool IsMenuOpen => _menus.Count > 0;

    /// <summary>Opens a menu of commands at a place, as for the right button.</summary>
    public void OpenMenu(IReadOnlyList<UiCommand> commands, Vector2 at)
    {
        CloseMenus();
        _menus.Add(new(commands, at));
        _isMenuNew = true;
    }

    public void CloseMenus()
    {
        _menus.Clear();
        _barOpen = NoMenu;
    }

    /// <summary>The menu bar: a title for each menu of the table. Click, then point or use the arrow keys; F10 opens the first.</summary>
    /// <returns>Right end of the titles, points.</returns>
    public float MenuBar(Box bar, IReadOnlyList<string> titles, CommandTable commands)
    {
        (_bar, _barTitles, _barCommands) = (bar, titles, commands);
        var x = bar.X;
        for (var i = 0; i < titles.Count; i++)
        {
            var title = new Box(x, bar.Y, draw.WidthOf(Face.Body, titles[i]) + 20, bar.Height);
            var id = HashCode.Combine(IdOf("##bar"), i) | 1;
            var isPressed = Hold(id, title) && input.WentDown(MouseButton.Left);
            if (isPressed && _barOpen == i)
                CloseMenus();
            else if (isPressed || (_barOpen >= 0 && _barOpen != i && title.Contains(input.Pointer) && input.Moved != Vector2.Zero))
                OpenBar(i, title);
            if (_barOpen == i || IsHot(id, title))
                draw.Rectangle(title.Inset(2), _barOpen == i ? Theme.ControlHeld : Theme.ControlHot, Theme.Corner);
            Centered(title, titles[i], Theme.Text);
            Tip(title, "Menu; F10 opens it by key");
            x = title.Right;
        }
        if (IsKeyboardFree && input.Pressed.Count > 0 && input.Pressed[0] == Key.F10)
        {
            OpenBar(0, bar);
            _menus[0].Chosen = 0;
            input.TakeKeys();
        }
        return x;
    }

    void OpenBar(int index, Box title)
    {
        OpenMenu(_barCommands!.In(_barTitles[index]), new(title.X, title.Bottom));
        _barOpen = index;
    }

    void DrawMenus()
    {
        if (_menus.Count == 0)
            return;
        HandleMenuKeys();
        var isOutside = input.WentDown(MouseButton.Left) || input.WentDown(MouseButton.Right);
        UiCommand? chosen = null;
        for (var i = 0; i < _menus.Count; i++)
        {
            var box = BoxOf(_menus[i]);
            isOutside &= !box.Contains(input.Pointer);
            BeginLayer(box);
            chosen = DrawMenu(i, box) ?? chosen;
        }
        for (var i = 0; i < _menus.Count; i++)
            EndLayer();
        if (chosen is not null)
        {
            CloseMenus();
            chosen.Run();
        }
        else if (isOutside && !_bar.Contains(input.Pointer) && !_isMenuNew)
            CloseMenus();
        _isMenuNew = false;
    }

    /// <returns>The command to run.</returns>
    UiCommand? DrawMenu(int level, Box box)
    {
        var menu = _menus[level];
        draw.Rectangle(box, Theme.Panel, Theme.Corner, Theme.Faint, 1);
        UiCommand? chosen = null;
        var row = box.Inset(MenuPadding).Top(MenuRow);
        for (var i = 0; i < menu.Commands.Count; i++)
        {
            var command = menu.Commands[i];
            if (command.StartsGroup && i > 0)
            {
                draw.Line(new(row.X, row.Y + 3), new(row.Right, row.Y + 3), 1, Theme.Rim);
                row = row with { Y = row.Y + MenuGroup };
            }
            var isOver = IsOver(row);
            if (isOver && (input.Moved != Vector2.Zero || input.WentDown(MouseButton.Left)))
                Point(level, i, row);
            if (isOver && !_isMenuNew && input.WentUp(MouseButton.Left) && command is { Submenu: null, CanRun: true })
                chosen = command;
            DrawCommand(command, row, menu.Chosen == i);
            Tip(row, command.Tip);
            row = row with { Y = row.Bottom };
        }
        return chosen;
    }

    void Point(int level, int index, Box row)
    {
        if (_menus[level].Chosen == index && _menus.Count > level + 1)
            return;
        _menus[level].Chosen = index;
        _menus.RemoveRange(level + 1, _menus.Count - level - 1);
        if (_menus[level].Commands[index] is { Submenu: { } submenu, CanRun: true } && submenu() is { Count: > 0 } commands)
            _menus.Add(new(commands, new(row.Right + 2, row.Y - MenuPadding)));
    }

    void DrawCommand(UiCommand command, Box row, bool isChosen)
    {
        var canRun = command.CanRun;
        if (isChosen)
            draw.Rectangle(row, canRun ? Theme.Accent.WithAlpha(0.3f) : Theme.Control, Theme.Corner);
        if (command.IsChecked?.Invoke() == true)
            DrawIcon(Icon.Check, row.Left(24), Theme.Accent);
        Label(row.WithoutLeft(26), command.Name, canRun ? Theme.Text : Theme.Faint);
        if (command.Submenu is not null)
            DrawIcon(Icon.ChevronRight, row.RightPart(22), Theme.Dim);
        else
            Label(row.RightPart(draw.WidthOf(Face.Small, command.ShownKeys) + 8), command.ShownKeys, Theme.Faint, Face.Small);
    }

    void HandleMenuKeys()
    {
        for (var i = 0; i < input.Strokes.Count && _menus.Count > 0; i++)
        {
            var menu = _menus[^1];
            switch (input.Strokes[i].Key)
            {
                case Key.Escape: LeaveMenu(); break;
                case Key.Down: menu.Step(1); break;
                case Key.Up: menu.Step(-1); break;
                case Key.Right when menu.Current is { Submenu: not null }: EnterSubmenu(menu); break;
                case Key.Right: OpenBesides(1); break;
                case Key.Left when _menus.Count > 1: LeaveMenu(); break;
                case Key.Left: OpenBesides(-1); break;
                case Key.Enter or Key.KeypadEnter when menu.Current is { Submenu: not null }: EnterSubmenu(menu); break;
                case Key.Enter or Key.KeypadEnter when menu.Current is { CanRun: true } command:
                    CloseMenus();
                    command.Run();
                    break;
            }
        }
        input.TakeKeys();
    }

    void LeaveMenu()
    {
        _menus.RemoveAt(_menus.Count - 1);
        if (_menus.Count == 0)
            CloseMenus();
    }

    void EnterSubmenu(OpenMenuLevel menu)
    {
        var box = BoxOf(menu);
        Point(_menus.Count - 1, menu.Chosen, new Box(box.X, menu.At.Y + MenuPadding + menu.Chosen * MenuRow, box.Width, MenuRow));
        _menus[^1].Chosen = 0;
    }

    void OpenBesides(int direction)
    {
        if (_barOpen < 0)
            return;
        var index = (_barOpen + direction + _barTitles.Count) % _barTitles.Count;
        var x = _bar.X;
        for (var i = 0; i < index; i++)
            x += draw.WidthOf(Face.Body, _barTitles[i]) + 20;
        OpenBar(index, _bar with { X = x });
        _menus[0].Chosen = 0;
    }

    Box BoxOf(OpenMenuLevel menu)
    {
        var (width, height) = (120f, 2 * MenuPadding);
        for (var i = 0; i < menu.Commands.Count; i++)
        {
            var command = menu.Commands[i];
            width = MathF.Max(width, draw.WidthOf(Face.Body, command.Name) + draw.WidthOf(Face.Small, command.ShownKeys) + 80);
            height += MenuRow + (command.StartsGroup && i > 0 ? MenuGroup : 0);
        }
        return new(Math.Clamp(menu.At.X, 0, MathF.Max(Window.Width - width, 0)), Math.Clamp(menu.At.Y, 0, MathF.Max(Window.Height - height, 0)), width,
            height);
    }

    sealed class OpenMenuLevel(IReadOnlyList<UiCommand> commands, Vector2 at)
    {
        public IReadOnlyList<UiCommand> Commands => commands;

        public Vector2 At => at;

        /// <summary>The marked row, or -1.</summary>
        public int Chosen { get; set; } = -1;

        public UiCommand? Current => Chosen >= 0 && Chosen < commands.Count ? commands[Chosen] : null;

        public void Step(int direction)
        {
            if (commands.Count > 0)
                Chosen = Chosen < 0 ? (direction > 0 ? 0 : commands.Count - 1) : (Chosen + direction + commands.Count) % commands.Count;
        }
    }
}
