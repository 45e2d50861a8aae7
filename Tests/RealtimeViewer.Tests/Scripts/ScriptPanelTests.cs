using System.Diagnostics;
using System.Numerics;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.PoseMaps;
using Avatars.ScriptHost;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Scripts;

/// <summary>The panel as a user sees and clicks it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScriptPanelTests : IDisposable
{
    static readonly Box Place = new(100, 50, 320, 600);

    readonly TemporaryFolder _folder = new();
    readonly SimulatedUser _user = new();
    readonly LiveScript _script;
    readonly ScriptPanel _panel;
    readonly Session _session;

    public ScriptPanelTests()
    {
        _script = new LiveScript(new TrustedScripts(_folder["trusted.txt"]));
        _panel = new ScriptPanel(_script);
        var wave = Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh");
        var rig = new PoseSampler(new MotionRequest().Load(wave), PoseMapStyle.Avatar.Layout);
        _session = new Session { Orbit = new OrbitCamera(HomeView.Of(rig)), Rig = rig, Sources = [], Motions = [], Script = _script };
    }

    public void Dispose()
    {
        _script.Dispose();
        _folder.Dispose();
    }

    void Frame() => _user.Frame(() => _panel.Draw(_user.Ui, Place, _session));

    void Click(Vector2 place) => _user.Click(place, () => _panel.Draw(_user.Ui, Place, _session));

    void Until(Func<bool> condition)
    {
        for (var start = Stopwatch.StartNew(); !condition() && start.Elapsed < HangGuard.Patience; Thread.Sleep(2))
        {
            _script.Advance(1 / 60.0);
            Frame();
        }
        Assert.That(condition(), string.Join('\n', _script.Lines.Select(line => line.Text)));
    }

    string Write(string members)
    {
        var file = _folder["Test.cs"];
        File.WriteAllText(file, $"using Avatars.Scripting;\npublic class Test : AvatarBehaviour\n{{\n{members}\n}}\n");
        return file;
    }

    /// <summary>Where a widget with that tooltip is; the widest of several.</summary>
    Box WithTip(string tip)
    {
        _user.Ui.Seen = [];
        Frame();
        var tips = _user.Ui.Seen.Where(seen => seen.IsTip).Select(seen => seen.Box).OrderByDescending(box => box.Width).ToArray();
        foreach (var box in tips)
        {
            _user.Input.MoveTo(box.Center);
            Frame();
            if (_user.Ui.ShownTip?.StartsWith(tip, StringComparison.Ordinal) == true)
                return box;
        }
        throw new AssertionException($"nothing says '{tip}'");
    }

    [Test]
    public void A_click_allows_a_foreign_script_and_a_slider_sets_its_field()
    {
        _script.Open(Write("    [Range(0, 10), Tooltip(\"How far\")] public float far = 2; public bool isOn; void Start() => Debug.Log(\"ran\");"));
        Click(WithTip("It may run here").Center);
        Until(() => _script.Lines.Count == 1);
        var row = WithTip("How far");
        Click(new Vector2(row.X + row.Width * 0.42f + (row.Width * 0.58f - 64) / 2, row.Center.Y));
        Until(() => _script.Fields[0].Value is float value && MathF.Abs(value - 5) < 0.3f);
        Click(WithTip("isOn, of Test").Center);
        Until(() => _script.Fields[1].Value is true);
        Click(WithTip("Ends the script").Center);
        Assert.That((_script.Path, _script.IsRunning), Is.EqualTo(((string?)null, false)));
    }

    [Test]
    public void A_click_on_an_error_copies_its_place()
    {
        Environment.SetEnvironmentVariable("AVATAR_EDITOR", "true");
        try
        {
            var file = Write("    int x = \"a\";");
            _script.Open(file, isTrusted: true);
            Until(() => _script.Lines.Count == 1);
            Click(WithTip("Test.cs(4,13)").Center);
            Assert.That(_user.Input.Clipboard.Text, Is.EqualTo($"{file}:4"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("AVATAR_EDITOR", null);
        }
    }

    [Test]
    public void A_loop_without_an_end_has_a_button()
    {
        _script.Open(Write("    public int beat; void Update() { while (true) beat++; }"), isTrusted: true);
        Until(() => _script.IsStuck);
        Click(WithTip("Ends the callback").Center);
        Until(() => _script.Lines.Any(line => line.Text.Contains("was stopped", StringComparison.Ordinal)));
    }

    [Test]
    public void Without_a_script_the_samples_are_offered()
    {
        Click(WithTip("Runs ").Center);
        Assert.That(_script.Path, Is.Not.Null);
    }
}
