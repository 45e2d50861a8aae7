using System.Numerics;
using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>Scroll areas, tree rows, tabs, layers and tooltips.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AreaTests
{
    static readonly Box Area = new(100, 100, 200, 100);
    readonly SimulatedUser _user = new();
    float _scroll;
    int _clicked = -1;

    [Test]
    public void The_wheel_scrolls_to_the_end_and_no_further()
    {
        _user.Input.MoveTo(Area.Center);
        _user.Input.TurnWheel(-100);
        _user.Frame(TenRows);
        Assert.That(_scroll, Is.EqualTo(200));
        _user.Input.TurnWheel(100);
        _user.Frame(TenRows);
        Assert.That(_scroll, Is.Zero);
    }

    [Test]
    public void The_thumb_is_dragged_and_a_press_on_the_bar_jumps()
    {
        var bar = new Vector2(Area.Right - 5, Area.Y);
        Drag(bar + new Vector2(0, 5), new Vector2(0, 20));
        Assert.That(_scroll, Is.EqualTo(20 / (100 - 100 / 3f) * 200).Within(0.1f));
        Drag(bar + new Vector2(0, 99), Vector2.Zero);
        Assert.That(_scroll, Is.EqualTo(200).Within(0.1f));
    }

    [Test]
    public void What_is_scrolled_out_of_sight_cannot_be_clicked()
    {
        _scroll = 45;
        _user.Click(new Vector2(150, 95), TenRows); // row 1 lies there, above the area
        Assert.That(_clicked, Is.EqualTo(-1));
        _user.Click(new Vector2(150, 110), TenRows);
        Assert.That(_clicked, Is.EqualTo(1));
    }

    [Test]
    public void A_row_is_revealed_by_the_least_scrolling()
    {
        var scroll = 0f;
        UiContext.Reveal(120, 30, Area, ref scroll);
        Assert.That(scroll, Is.EqualTo(50));
        UiContext.Reveal(60, 30, Area, ref scroll);
        Assert.That(scroll, Is.EqualTo(50));
        UiContext.Reveal(30, 30, Area, ref scroll);
        Assert.That(scroll, Is.EqualTo(30));
    }

    [Test]
    public void A_tree_row_is_opened_chosen_and_asked_for_its_menu()
    {
        var row = new Box(0, 0, 200, 24);
        RowEvent happened = default;
        void Draw() => happened |= _user.Ui.TreeRow(5, row, depth: 1, isOpen: false, "Spine", isSelected: false, "A bone", trailing: 30);
        _user.Click(new Vector2(UiContext.TreeIndent + 8, 12), Draw);
        Assert.That(happened, Is.EqualTo(RowEvent.Toggled));
        happened = default;
        _user.Input.Advance(1);
        _user.Click(new Vector2(100, 12), Draw);
        Assert.That(happened, Is.EqualTo(RowEvent.Clicked));
        _user.Click(new Vector2(100, 12), Draw);
        Assert.That(happened, Is.EqualTo(RowEvent.Clicked | RowEvent.DoubleClicked));
        happened = default;
        _user.Input.Press(MouseButton.Right);
        _user.Frame(Draw);
        Assert.That(happened, Is.EqualTo(RowEvent.MenuWanted));
        happened = default;
        _user.Input.Release(MouseButton.Right);
        _user.Click(new Vector2(185, 12), Draw);
        Assert.That(happened, Is.EqualTo(RowEvent.None), "the caller's own controls stand there");
    }

    [Test]
    public void A_click_opens_a_tab()
    {
        var chosen = 0;
        string[] names = ["Hierarchy", "Library", "Sources"];
        void Draw() => _user.Ui.Tabs("##tabs", new Box(0, 0, 300, 30), names, names, ref chosen);
        _user.Click(new Vector2(110, 15), Draw);
        Assert.That(chosen, Is.EqualTo(1));
    }

    [Test]
    public void Below_a_modal_layer_nothing_takes_pointer_or_keys()
    {
        var (below, above, isFreeBelow) = (0, 0, true);
        void Draw()
        {
            below += _user.Ui.Button("Below", Area) ? 1 : 0;
            isFreeBelow = _user.Ui.IsKeyboardFree;
            _user.Ui.BeginLayer(Area.Inset(10), isModal: true);
            above += _user.Ui.Button("Above", Area.Inset(20)) ? 1 : 0;
            Assert.That(_user.Ui.IsKeyboardFree);
            _user.Ui.EndLayer();
        }
        _user.Frame(Draw);
        _user.Click(Area.Center, Draw);
        _user.Click(new Vector2(Area.X + 2, Area.Y + 2), Draw);
        Assert.That((below, above, isFreeBelow), Is.EqualTo((0, 1, false)));
    }

    [Test]
    public void A_tooltip_comes_after_a_rest_and_stays_in_the_window()
    {
        var text = string.Join(' ', Enumerable.Repeat("A sentence that is too long for one line.", 4));
        void Draw()
        {
            _user.Ui.Button("Go", new Box(0, 0, 60, 26));
            _user.Ui.Tip(new Box(0, 0, 60, 26), text);
        }
        _user.Input.MoveTo(new Vector2(5, 5));
        _user.Frame(Draw);
        var without = _user.Draw.Shapes.Length;
        _user.Input.Advance(0.5);
        _user.Frame(Draw);
        var shapes = _user.Draw.Shapes[without..].ToArray();
        Assert.That(shapes, Has.Length.GreaterThan(100));
        Assert.That(shapes.Min(shape => shape.Bounds.X), Is.GreaterThanOrEqualTo(0));
        Assert.That(shapes.Max(shape => shape.Bounds.Z), Is.LessThan(400), "in several lines");
    }

    [TestCase("Ctrl+S", Key.S, true, false, true)]
    [TestCase("Ctrl+S", Key.S, true, true, false)]
    [TestCase("Ctrl+Shift+S", Key.S, true, true, true)]
    [TestCase("Ctrl++", Key.KeypadAdd, true, false, true)]
    [TestCase("?", Key.Slash, false, true, true)]
    [TestCase("?", Key.F1, false, false, true)]
    [TestCase("Ctrl+Y Ctrl+Shift+Z", Key.Z, true, true, true)]
    [TestCase("Delete", Key.Delete, true, false, false)]
    public void A_command_has_its_keys(string keys, Key key, bool isControl, bool isShift, bool isRun)
    {
        var runs = 0;
        var table = new CommandTable();
        table.Add(new UiCommand("Edit", "Test", keys, "", () => runs++));
        (_user.Input.IsControlDown, _user.Input.IsShiftDown) = (isControl, isShift);
        _user.Input.Press(key);
        _user.Frame(() => table.Run(_user.Input));
        Assert.That(runs, Is.EqualTo(isRun ? 1 : 0));
    }

    [Test]
    public void In_a_slow_window_a_shortcut_counts_as_it_was_when_its_key_went_down()
    {
        var (saved, plain) = (0, 0);
        var table = new CommandTable();
        table.Add(new UiCommand("File", "Save", "Ctrl+S", "", () => saved++));
        table.Add(new UiCommand("", "S", "S", "", () => plain++));
        _user.Input.Press(Key.ControlLeft);
        _user.Input.Press(Key.S);
        _user.Input.Release(Key.S);
        _user.Input.Release(Key.ControlLeft);
        _user.Input.Press(Key.S);
        _user.Frame(() => table.Run(_user.Input));
        Assert.That((saved, plain), Is.EqualTo((1, 1)));
        Assert.That(_user.Input.IsControlDown, Is.False);
    }

    void TenRows()
    {
        var content = _user.Ui.BeginScroll("##s", Area, 300, ref _scroll);
        for (var i = 0; i < 10; i++)
            if (_user.Ui.Click(1000 + i * 2 + 1, content.Top(30) with { Y = content.Y + i * 30 }))
                _clicked = i;
        _user.Ui.EndScroll(ref _scroll);
    }

    void Drag(Vector2 from, Vector2 by)
    {
        _user.Input.MoveTo(from);
        _user.Input.Press(MouseButton.Left);
        _user.Frame(TenRows);
        _user.Input.MoveTo(from + by);
        _user.Frame(TenRows);
        _user.Input.Release(MouseButton.Left);
        _user.Frame(TenRows);
    }
}
