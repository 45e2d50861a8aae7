using System.Numerics;
using Avatars.Fixtures;
using Avatars.Viewer.Ui;
using Silk.NET.Input;

namespace Avatars.Viewer.Dialogs;

/// <summary>The file dialog by keys and mouse, on real folders.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FileDialogTests : IDisposable
{
    static readonly FileKind Scenes = new("Scenes", ".avatar.json");
    readonly TemporaryFolder _folder = new();
    readonly SimulatedUser _user = new();
    readonly DialogHost _host = new();
    readonly List<string> _done = [];

    public FileDialogTests()
    {
        Directory.CreateDirectory(_folder["dances"]);
        Directory.CreateDirectory(_folder[".hidden"]);
        foreach (var name in (string[])["b.avatar.json", "a.avatar.json", "notes.txt", ".secret.avatar.json", "dances/waltz.avatar.json"])
            File.WriteAllText(_folder[name], "{}");
    }

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Folders_come_first_then_files_of_the_kind()
    {
        var browser = new FileBrowser(_folder.Path, Scenes, new FileKind("All files"));
        Assert.That(browser.Entries.Select(entry => entry.Name), Is.EqualTo(new[] { "dances", "a.avatar.json", "b.avatar.json" }));
        browser.Kind = 1;
        Assert.That(browser.Entries.Select(entry => entry.Name), Is.EqualTo(new[] { "dances", "a.avatar.json", "b.avatar.json", "notes.txt" }));
    }

    [Test]
    public void A_folder_that_is_gone_gives_the_one_above()
    {
        var browser = new FileBrowser(_folder["gone/for/good"], Scenes);
        Assert.That(browser.Folder, Is.EqualTo(_folder.Path));
        browser.GoTo("dances");
        browser.GoUp();
        Assert.That(browser.Entries[browser.Chosen].Name, Is.EqualTo("dances"), "where one came from is marked");
    }

    [TestCase("../x")]
    [TestCase("..")]
    [TestCase("")]
    [TestCase("dances")]
    public void A_folder_with_an_impossible_name_is_refused_with_a_sentence(string name) =>
        Assert.That(new FileBrowser(_folder.Path, Scenes).MakeFolder(name), Does.Contain(".").And.Contain("name").Or.Contain("already"));

    [Test]
    public void Arrows_and_Enter_open_a_file()
    {
        Show(FilePurpose.Open);
        Press(Key.Down); // dances
        Press(Key.Down); // a
        Press(Key.Enter);
        Assert.That(_done, Is.EqualTo(new[] { _folder["a.avatar.json"] }));
        Assert.That(_host.Open, Is.Empty);
    }

    [Test]
    public void A_names_beginning_marks_and_Backspace_in_an_empty_name_goes_up()
    {
        var dialog = Show(FilePurpose.Open);
        Type("d");
        Press(Key.Enter);
        Assert.That(dialog.Browser.Folder, Is.EqualTo(_folder["dances"]));
        Type("w");
        Press(Key.Backspace);
        Press(Key.Backspace);
        Assert.That(dialog.Browser.Folder, Is.EqualTo(_folder.Path));
        Type("b");
        Press(Key.Enter);
        Assert.That(_done, Is.EqualTo(new[] { _folder["b.avatar.json"] }));
    }

    [Test]
    public void A_saved_name_gets_its_ending_and_an_existing_file_is_asked_about()
    {
        var dialog = Show(FilePurpose.Save);
        Frame();
        Type("a");
        Press(Key.Enter);
        Assert.That(_done, Is.Empty);
        Assert.That(dialog.IsAsking, "a.avatar.json is there");
        Press(Key.Enter);
        Assert.That(_done, Is.EqualTo(new[] { _folder["a.avatar.json"] }));
    }

    [Test]
    public void A_new_name_is_saved_at_once_and_another_name_takes_the_question_back()
    {
        var dialog = Show(FilePurpose.Save);
        Frame();
        Type("a");
        Press(Key.Enter);
        Click("##name", dialog);
        _user.Input.IsControlDown = true;
        Press(Key.A);
        _user.Input.IsControlDown = false;
        Type("new");
        Assert.That(dialog.IsAsking, Is.False);
        Press(Key.Enter);
        Assert.That(_done, Is.EqualTo(new[] { _folder["new.avatar.json"] }));
    }

    [Test]
    public void A_typed_path_leads_elsewhere_and_a_missing_file_is_told()
    {
        Show(FilePurpose.Open);
        Click("##name", null);
        Type(_folder["dances/none.avatar.json"]);
        Press(Key.Enter);
        Assert.That(_done, Is.Empty);
        Assert.That(_host.Open, Has.Count.EqualTo(1));
        Click("##name", null);
        _user.Input.IsControlDown = true;
        Press(Key.A);
        _user.Input.IsControlDown = false;
        Type(_folder["dances/waltz.avatar.json"]);
        Press(Key.Enter);
        Assert.That(_done, Is.EqualTo(new[] { _folder["dances/waltz.avatar.json"] }));
    }

    [Test]
    public void The_name_has_the_keys_from_the_start_and_arrows_are_the_lists()
    {
        var dialog = Show(FilePurpose.Open);
        Assert.That(_user.Ui.HasFocus("##name"));
        Press(Key.Down);
        Press(Key.Down);
        Press(Key.Down);
        Assert.That(dialog.Browser.Entries[dialog.Browser.Chosen].Name, Is.EqualTo("b.avatar.json"));
        Type("a"); // in place of what was marked
        Press(Key.Enter);
        Assert.That(_done, Is.EqualTo(new[] { _folder["a.avatar.json"] }));
    }

    [Test]
    public void Escape_closes_without_choosing()
    {
        Show(FilePurpose.Open);
        Press(Key.Escape);
        Assert.That(_host.Open, Is.Empty);
        Assert.That(_done, Is.Empty);
    }

    [Test]
    public void Two_clicks_open_a_file()
    {
        Show(FilePurpose.Open);
        var row = Dialog.WithoutTop(36).Inset(16).WithoutTop(28 + 8).WithoutLeft(158).Inset(4);
        var second = new Vector2(row.X + 60, row.Y + 24 + 12);
        _user.Click(second, Draw);
        _user.Click(second, Draw);
        Assert.That(_done, Is.EqualTo(new[] { _folder["a.avatar.json"] }));
    }

    [Test]
    public void Every_control_of_it_has_a_tooltip()
    {
        Show(FilePurpose.Save);
        _user.Ui.Seen = [];
        Frame();
        foreach (var (control, _) in _user.Ui.Seen.Where(seen => !seen.IsTip))
            Assert.That(_user.Ui.Seen.Any(tip => tip.IsTip && tip.Box.Contains(control.Center)), $"the control at {control}");
    }

    static Box Dialog => new((1600 - 792) / 2, (900 - 538) / 2, 792, 538);

    FileDialog Show(FilePurpose purpose)
    {
        var dialog = new FileDialog("Test", purpose, new FileBrowser(_folder.Path, Scenes), "", [], _done.Add);
        _host.Show(dialog);
        Frame();
        return dialog;
    }

    void Click(string field, FileDialog? dialog)
    {
        Assert.That(field, Is.EqualTo("##name"));
        _ = dialog;
        var name = Dialog.Inset(16).BottomPart(2 * 28 + 8).Top(28);
        _user.Input.Advance(1);
        _user.Click(name.Center with { X = name.X + 150 }, Draw);
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

    void Frame() => _user.Frame(Draw);

    void Draw() => _host.Draw(_user.Ui);
}
