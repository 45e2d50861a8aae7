using System.Numerics;
using Silk.NET.Input;

namespace Avatars.Viewer.Ui;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class WidgetTests
{
    static readonly Box Place = new(100, 100, 200, 30);
    readonly SimulatedUser _user = new();

    [Test]
    public void A_button_is_clicked_once_by_a_press_and_a_release_on_it()
    {
        var clicks = 0;
        void Draw() => clicks += _user.Ui.Button("Go", Place) ? 1 : 0;
        _user.Click(Place.Center, Draw);
        _user.Frame(Draw);
        Assert.That(clicks, Is.EqualTo(1));
    }

    [Test]
    public void In_a_slow_window_clicks_still_land_where_they_were_made()
    {
        var clicks = 0;
        void Draw() => clicks += _user.Ui.Button("Go", Place) ? 1 : 0;
        for (var i = 0; i < 2; i++)
        {
            _user.Input.MoveTo(Place.Center);
            _user.Input.Press(MouseButton.Left);
            _user.Input.Release(MouseButton.Left);
            _user.Input.MoveTo(new Vector2(500, 500));
        }
        for (var frame = 0; frame < 6; frame++)
            _user.Frame(Draw);
        Assert.That(clicks, Is.EqualTo(2));
        Assert.That(_user.Input.Pointer, Is.EqualTo(new Vector2(500, 500)));
    }

    [Test]
    public void A_press_that_is_dragged_away_is_no_click()
    {
        var clicks = 0;
        void Draw() => clicks += _user.Ui.Button("Go", Place) ? 1 : 0;
        _user.Input.MoveTo(Place.Center);
        _user.Input.Press(MouseButton.Left);
        _user.Frame(Draw);
        _user.Input.MoveTo(new Vector2(5, 5));
        _user.Input.Release(MouseButton.Left);
        _user.Frame(Draw);
        Assert.That(clicks, Is.Zero);
    }

    [Test]
    public void Of_two_widgets_only_the_pressed_one_is_held()
    {
        var other = Place with { Y = 200 };
        var (first, second) = (0f, 0f);
        void Draw()
        {
            _user.Ui.Slider("##a", Place, ref first, 0, 1);
            _user.Ui.Slider("##b", other, ref second, 0, 1);
        }
        _user.Input.MoveTo(Place.Center);
        _user.Input.Press(MouseButton.Left);
        _user.Frame(Draw);
        _user.Input.MoveTo(other.Center); // the drag crosses the other one
        _user.Frame(Draw);
        Assert.That(second, Is.Zero);
        Assert.That(first, Is.EqualTo(0.5f).Within(0.01f));
    }

    [TestCase(0, 10f)]
    [TestCase(100, 15f)]
    [TestCase(200, 20f)]
    [TestCase(-500, 10f, Description = "left of the track")]
    [TestCase(999, 20f, Description = "right of it")]
    public void A_slider_takes_the_value_under_the_pointer(float x, float expected)
    {
        var value = 12f;
        void Draw() => _user.Ui.Slider("##s", Place, ref value, 10, 20);
        _user.Input.MoveTo(Place.Center);
        _user.Input.Press(MouseButton.Left);
        _user.Frame(Draw);
        _user.Input.MoveTo(new Vector2(Place.X + x, Place.Center.Y));
        _user.Frame(Draw);
        Assert.That(value, Is.EqualTo(expected).Within(0.05f));
    }

    [Test]
    public void Segments_choose_the_one_that_is_clicked()
    {
        var chosen = 0;
        _user.Click(Place.Column(2, 4, 0).Center, () => _user.Ui.Segments("##n", Place, ["1", "2", "3", "4"], ref chosen));
        Assert.That(chosen, Is.EqualTo(2));
    }

    [Test]
    public void A_checkbox_changes_with_each_click()
    {
        var isOn = false;
        void Draw() => _user.Ui.Checkbox("Loop", Place, ref isOn);
        _user.Click(Place.Center, Draw);
        Assert.That(isOn);
        _user.Click(Place.Center, Draw);
        Assert.That(isOn, Is.False);
    }

    [Test]
    public void A_stepper_stays_within_its_limits()
    {
        var value = 98;
        void Draw() => _user.Ui.Stepper("##seed", Place, ref value, 0, 99);
        for (var i = 0; i < 3; i++)
            _user.Click(Place.RightPart(20).Center, Draw);
        Assert.That(value, Is.EqualTo(99));
        _user.Input.TurnWheel(-1);
        _user.Frame(Draw);
        Assert.That(value, Is.EqualTo(98));
    }

    [Test]
    public void A_list_scrolls_to_its_end_and_no_further()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"clip {i}")];
        var box = new Box(0, 0, 200, 104); // four rows
        var (chosen, scroll) = (0, 0f);
        void Draw() => _user.Ui.List("##l", box, names, ref chosen, ref scroll);
        _user.Input.MoveTo(box.Center);
        _user.Input.TurnWheel(-100);
        _user.Frame(Draw);
        Assert.That(scroll, Is.EqualTo(16 * 26));
        _user.Click(new Vector2(50, box.Bottom - 5), Draw);
        Assert.That(chosen, Is.EqualTo(19));
    }
}
