using Avatars.Fixtures;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Dialogs;

/// <summary>Messages, questions, what is remembered, and the file menu.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DialogTests : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly SimulatedUser _user = new();
    readonly DialogHost _host = new();
    readonly EditorSession _editor;
    readonly ViewerMemory _memory;
    readonly CommandTable _commands = new();
    int _quits;

    public DialogTests()
    {
        _editor = new EditorSession(new Playback(), _folder["untitled"]);
        _memory = ViewerMemory.Load(_folder["config/viewer.json"], new PanelSizes());
        var files = new FileCommands(_editor, _host, _memory, () => _quits++);
        files.AddTo(_commands);
        files.AddQuitTo(_commands);
        _editor.StartUntitled();
    }

    public void Dispose()
    {
        _editor.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void A_notice_goes_by_itself_and_a_problem_stays_longer()
    {
        _host.Toasts.Notice("Saved.");
        _host.Toasts.Problem("The disk is full. Free some space, and save again.");
        Frame();
        Wait(5);
        Assert.That(_host.Toasts.Texts, Is.EqualTo(new[] { "The disk is full. Free some space, and save again." }));
        Wait(30);
        Assert.That(_host.Toasts.Texts, Is.Empty);
    }

    [Test]
    public void A_click_hides_a_message()
    {
        _host.Toasts.Problem("The disk is full.");
        Frame();
        _user.Click(new(1500, 870), Frame0);
        Assert.That(_host.Toasts.Texts, Is.Empty);
    }

    [Test]
    public void The_same_message_is_shown_once()
    {
        for (var i = 0; i < 100; i++)
            _host.Toasts.Problem("Again.");
        Assert.That(_host.Toasts.Texts, Has.Count.EqualTo(1));
        for (var i = 0; i < 100; i++)
            _host.Toasts.Problem($"Number {i}.");
        Assert.That(_host.Toasts.Texts, Has.Count.EqualTo(5));
    }

    [Test]
    public void A_new_scene_is_saved_under_a_chosen_name_and_is_recent_then()
    {
        Change();
        Keys(Key.S);
        Assert.That(_host.Open.Single(), Is.InstanceOf<FileDialog>());
        Frame();
        _user.Input.IsControlDown = true;
        Press(Key.A);
        _user.Input.IsControlDown = false;
        Type(_folder["hello"]);
        Press(Key.Enter);
        Assert.That(File.Exists(_folder["hello.avatar.json"]));
        Assert.That(_editor.IsModified, Is.False);
        Assert.That(_memory.Recent, Is.EqualTo(new[] { _folder["hello.avatar.json"] }));
        Change();
        Keys(Key.S);
        Assert.That(_host.Open, Is.Empty, "it has a name now");
        Assert.That(_editor.IsModified, Is.False);
    }

    [TestCase("Save", false, 1)]
    [TestCase("Discard", false, 1)]
    [TestCase("Cancel", true, 0)]
    public void Closing_asks_about_unsaved_changes(string answer, bool isStillModified, int quits)
    {
        _editor.SaveAs(_folder["hello.avatar.json"]);
        var before = File.ReadAllText(_folder["hello.avatar.json"]);
        Change();
        Keys(Key.Q);
        Assert.That(_quits, Is.Zero);
        Assert.That(_host.Open.Single(), Is.InstanceOf<QuestionDialog>());
        Frame();
        var box = new Box((1600 - 452) / 2f, 0, 452, 0).Inset(16, 0);
        var column = box.Column(Array.IndexOf(["Save", "Discard", "Cancel"], answer), 3, Theme.Gap);
        var height = 36 + 32 + 56 + 22;
        _user.Click(new(column.Center.X, 450 + height / 2 - 16 - 14), Frame0);
        Assert.That(_host.Open, Is.Empty);
        Assert.That(_editor.IsModified, Is.EqualTo(isStillModified));
        Assert.That(_quits, Is.EqualTo(quits));
        Assert.That(File.ReadAllText(_folder["hello.avatar.json"]) != before, Is.EqualTo(answer == "Save"));
        if (answer != "Cancel")
            Assert.That(File.Exists(_folder["hello.avatar.json.journal"]), Is.False, "what was discarded does not come back");
    }

    [Test]
    public void Recent_files_that_are_gone_are_told_and_forgotten()
    {
        _memory.NoteRecent(_folder["gone.avatar.json"]);
        var recent = _commands.In("File").Single(command => command.Name == "Open recent").Submenu!();
        recent.Single().Run();
        Assert.That(_host.Toasts.Texts.Single(), Does.Contain("gone.avatar.json"));
        Assert.That(_memory.Recent, Is.Empty);
    }

    [Test]
    public void What_is_remembered_comes_back_and_a_damaged_file_is_forgotten()
    {
        _memory.NoteRecent(_folder["one.avatar.json"]);
        _memory.NoteRecent(_folder["two.avatar.json"]);
        _memory.HasSeenHints = true;
        _memory.Save(new PanelSizes { Left = 222, HasDetails = false });
        var panels = new PanelSizes();
        var again = ViewerMemory.Load(_memory.FilePath!, panels);
        Assert.That(again.Recent, Is.EqualTo(new[] { _folder["two.avatar.json"], _folder["one.avatar.json"] }));
        Assert.That((again.HasSeenHints, panels.Left, panels.HasDetails), Is.EqualTo((true, 222f, false)));
        File.WriteAllText(_memory.FilePath!, "{ \"recent\": 7");
        Assert.That(ViewerMemory.Load(_memory.FilePath!, panels).Recent, Is.Empty);
    }

    [Test]
    public void The_help_lists_every_command_with_its_keys()
    {
        var session = ViewerScreenTests.MakeSession();
        var screen = new ViewerScreen(session);
        _user.Draw.Begin(1, 1);
        screen.Draw(_user.Ui, SimulatedUser.Window);
        _user.Input.IsShiftDown = true;
        _user.Input.Press(Key.Slash);
        screen.Draw(_user.Ui, SimulatedUser.Window);
        Assert.That(screen.Dialogs.Open.Single(), Is.InstanceOf<KeysDialog>());
        // Over the timeline some keys mean its keys instead of the pose.
        var everywhere = screen.Commands.All.Where(command => !command.Tip.StartsWith("Over the timeline", StringComparison.Ordinal));
        foreach (var group in everywhere.SelectMany(command => command.Keys.Split(' ', StringSplitOptions.RemoveEmptyEntries)).GroupBy(keys => keys))
            Assert.That(group.Count(), Is.EqualTo(1), $"{group.Key} means one command");
    }

    [Test]
    public void Escape_closes_a_dialog_whose_field_has_the_keys_unless_it_takes_back_what_was_typed()
    {
        _host.Show(new KeysDialog(new CommandTable()));
        Frame();
        _user.Input.Type('x');
        Frame();
        Escape();
        Assert.That(_host.Open, Has.Count.EqualTo(1), "it took back the x");
        _host.Show(new KeysDialog(new CommandTable()));
        Frame();
        Escape();
        Assert.That(_host.Open, Has.Count.EqualTo(1), "the upper one is closed");

        void Escape()
        {
            _user.Input.Press(Key.Escape);
            Frame();
            _user.Input.Release(Key.Escape);
        }
    }

    [Test]
    public void Five_hints_are_read_with_Enter()
    {
        _host.Show(new HintsDialog());
        for (var i = 0; i < 5; i++)
        {
            Assert.That(_host.Open, Has.Count.EqualTo(1), $"hint {i + 1}");
            Frame();
            Press(Key.Enter);
        }
        Assert.That(_host.Open, Is.Empty);
    }

    void Change() => _editor.Document!.Set("Length", _editor.Document.Settings with { Seconds = _editor.Document.Settings.Seconds + 1 });

    void Keys(Key key)
    {
        _user.Input.IsControlDown = true;
        _user.Input.Press(key);
        _user.Frame(() =>
        {
            _host.Draw(_user.Ui);
            _commands.Run(_user.Input);
        });
        _user.Input.Release(key);
        _user.Input.IsControlDown = false;
        Frame();
    }

    void Wait(double seconds)
    {
        _user.Input.Advance(seconds);
        Frame();
    }

    void Type(string text)
    {
        foreach (var letter in text)
            _user.Input.Type(letter);
        Frame();
    }

    void Press(Key key)
    {
        _user.Input.Press(key);
        Frame();
        _user.Input.Release(key);
    }

    void Frame() => _user.Frame(Frame0);

    void Frame0() => _host.Draw(_user.Ui);
}
