using System.Numerics;
using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

/// <summary>Fields of text and numbers: events in, text and values out.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FieldTests
{
    static readonly Box Place = new(100, 100, 200, 26);
    static readonly Vector2 Elsewhere = new(600, 600);
    readonly SimulatedUser _user = new();
    string _text = "left hand";
    FieldEvent _happened;
    float _value = 10;
    NumberStyle _style = NumberStyle.Degrees(-90, 90);

    [Test]
    public void A_click_selects_all_and_typing_replaces_it()
    {
        _user.Click(Place.Center, Text);
        Type("wave");
        Assert.That(_text, Is.EqualTo("wave"));
        Assert.That(_happened, Is.EqualTo(FieldEvent.Changed));
        Press(Key.Enter);
        Assert.That(_happened, Is.EqualTo(FieldEvent.Committed | FieldEvent.Entered));
        Type("x");
        Assert.That(_text, Is.EqualTo("wave"), "editing has ended");
    }

    [Test]
    public void Characters_and_keys_of_one_frame_keep_their_order()
    {
        _user.Click(Place.Center, Text);
        _user.Input.Type('a');
        _user.Input.Type('b');
        _user.Input.Press(Key.Backspace);
        _user.Input.Type('c');
        _user.Frame(Text);
        Assert.That(_text, Is.EqualTo("ac"));
    }

    [Test]
    public void Escape_gives_the_text_back()
    {
        _user.Click(Place.Center, Text);
        Type("nonsense");
        Press(Key.Escape);
        Assert.That(_text, Is.EqualTo("left hand"));
        Assert.That(_happened.HasFlag(FieldEvent.Cancelled));
    }

    [Test]
    public void A_press_outside_commits()
    {
        _user.Click(Place.Center, Text);
        Type("kept");
        _user.Input.MoveTo(Elsewhere);
        _user.Input.Press(MouseButton.Left);
        _user.Frame(Text);
        Assert.That(_happened.HasFlag(FieldEvent.Committed));
        Assert.That(_text, Is.EqualTo("kept"));
        _user.Frame(Text);
        Assert.That(_user.Ui.IsKeyboardFree);
    }

    [Test]
    public void The_caret_moves_by_characters_and_words_and_selects_with_shift()
    {
        _user.Click(Place.Center, Text);
        Press(Key.Home);
        Type(">");
        Assert.That(_text, Is.EqualTo(">left hand"));
        _user.Input.IsControlDown = true;
        Press(Key.Right); // over "left", to "hand"
        _user.Input.IsControlDown = false;
        _user.Input.IsShiftDown = true;
        Press(Key.End);
        _user.Input.IsShiftDown = false;
        Press(Key.Delete);
        Assert.That(_text, Is.EqualTo(">left "));
    }

    [Test]
    public void A_double_click_selects_a_word_and_a_drag_selects_what_it_crosses()
    {
        var inText = new Vector2(Place.X + 10, Place.Center.Y);
        _user.Click(Elsewhere, Text);
        _user.Input.Advance(1);
        _user.Click(inText, Text);
        _user.Click(inText, Text);
        Type("right");
        Assert.That(_text, Is.EqualTo("right hand"));
        _user.Input.Advance(1);
        _user.Input.MoveTo(new Vector2(Place.Right - 5, Place.Center.Y)); // behind the last letter
        _user.Input.Press(MouseButton.Left);
        _user.Frame(Text);
        _user.Input.MoveTo(new Vector2(Place.X, Place.Center.Y));
        _user.Frame(Text);
        Type("foot");
        Assert.That(_text, Is.EqualTo("foot"));
    }

    [Test]
    public void Copy_cut_and_paste_go_through_the_clipboard()
    {
        _user.Click(Place.Center, Text);
        _user.Input.IsControlDown = true;
        Press(Key.C);
        Assert.That(_user.Input.Clipboard.Text, Is.EqualTo("left hand"));
        Press(Key.X);
        Assert.That(_text, Is.Empty);
        _user.Input.Clipboard.Text = "two\nlines\t!";
        Press(Key.V);
        Assert.That(_text, Is.EqualTo("twolines!"), "a field has one line");
    }

    [Test]
    public void A_character_of_two_units_is_never_split()
    {
        _text = "a\U0001F44Bb";
        _user.Click(Place.Center, Text);
        Press(Key.End);
        Press(Key.Left);
        Press(Key.Left);
        Press(Key.Delete);
        Assert.That(_text, Is.EqualTo("ab"));
    }

    [Test]
    public void Tab_goes_to_the_next_field_and_back()
    {
        _user.Click(Place.Center, Both);
        Press(Key.Tab, Both);
        Type("45", Both);
        Press(Key.Enter, Both);
        Assert.That(_value, Is.EqualTo(45));
        _user.Click(Second.Center, Both);
        _user.Input.IsShiftDown = true;
        Press(Key.Tab, Both);
        _user.Input.IsShiftDown = false;
        _user.Frame(Both);
        Type("back", Both);
        Assert.That(_text, Is.EqualTo("back"));
    }

    [Test]
    public void A_held_key_repeats_after_a_while_until_it_is_released()
    {
        _user.Click(Place.Center, Text);
        Press(Key.End);
        _user.Input.Press(Key.Backspace);
        _user.Frame(Text);
        Assert.That(_text, Is.EqualTo("left han"));
        _user.Input.Advance(0.3);
        _user.Frame(Text);
        Assert.That(_text, Is.EqualTo("left han"));
        _user.Input.Advance(0.11);
        _user.Frame(Text);
        Assert.That(_text, Has.Length.LessThan(8).And.Length.GreaterThan(4));
        _user.Input.Release(Key.Backspace);
        var left = _text;
        _user.Frame(Text);
        _user.Input.Advance(1);
        _user.Frame(Text);
        Assert.That(_text, Is.EqualTo(left));
    }

    [TestCase(20, false, false, 20f)]
    [TestCase(20, true, false, 11f, Description = "Shift: a tenth")]
    [TestCase(15, false, true, 20f, Description = "Ctrl: the next multiple of 5 to 17.5")]
    [TestCase(900, false, false, 90f, Description = "the limit")]
    [TestCase(-900, false, false, -90f)]
    public void A_number_is_dragged(float points, bool isShift, bool isControl, float expected)
    {
        (_user.Input.IsShiftDown, _user.Input.IsControlDown) = (isShift, isControl);
        _user.Input.MoveTo(Place.Center);
        _user.Input.Press(MouseButton.Left);
        _user.Frame(Number);
        var gesture = _user.Input.Gesture;
        for (var i = 1; i <= 4; i++)
        {
            _user.Input.MoveTo(Place.Center + new Vector2(points * i / 4, 0));
            _user.Frame(Number);
            Assert.That(_user.Input.Gesture, Is.EqualTo(gesture), "one drag, one step of undo");
        }
        _user.Input.Release(MouseButton.Left);
        _user.Frame(Number);
        Assert.That(_value, Is.EqualTo(expected).Within(1e-4f));
        Type("5", Number);
        Assert.That(_value, Is.EqualTo(expected).Within(1e-4f), "a drag is no click");
    }

    [TestCase("45", 45f)]
    [TestCase("-12,5", -12.5f, Description = "a decimal comma")]
    [TestCase("30 °", 30f)]
    [TestCase("1e2", 90f, Description = "beyond the limit")]
    [TestCase("abc", 10f, Description = "no number")]
    [TestCase("NaN", 10f)]
    [TestCase("", 10f)]
    public void A_number_is_typed(string typed, float expected)
    {
        _user.Click(Place.Center, Number);
        if (typed.Length == 0)
            Press(Key.Delete, Number);
        Type(typed, Number);
        Assert.That(_value, Is.EqualTo(10), "until it is entered");
        Press(Key.Enter, Number);
        Assert.That(_value, Is.EqualTo(expected));
    }

    [Test]
    public void An_alt_click_gives_the_rest_value()
    {
        _user.Input.IsAltDown = true;
        _user.Click(Place.Center, Number);
        Assert.That(_value, Is.Zero);
        Assert.That(_user.Ui.IsKeyboardFree);
    }

    [Test]
    public void Escape_leaves_the_number()
    {
        _user.Click(Place.Center, Number);
        Type("77", Number);
        Press(Key.Escape, Number);
        Assert.That(_value, Is.EqualTo(10));
    }

    [Test]
    public void A_field_that_is_no_longer_drawn_gives_the_keys_back()
    {
        _user.Click(Place.Center, Text);
        _user.Frame(() => { });
        Assert.That(_user.Ui.IsKeyboardFree);
    }

    static Box Second => Place with { Y = 140 };

    void Text() => _happened = _user.Ui.TextField("##t", Place, ref _text, "A name");

    void Number() => _user.Ui.Number("##n", Place, ref _value, _style, "An angle");

    void Both()
    {
        Text();
        _user.Ui.Number("##n", Second, ref _value, _style, "An angle");
    }

    void Type(string text) => Type(text, Text);

    void Type(string text, Action draw)
    {
        foreach (var character in text)
            _user.Input.Type(character);
        _user.Frame(draw);
    }

    void Press(Key key) => Press(key, Text);

    void Press(Key key, Action draw)
    {
        _user.Input.Press(key);
        _user.Frame(draw);
        _user.Input.Release(key);
    }
}
