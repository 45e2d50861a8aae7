using System.Diagnostics;
using System.Numerics;
using Avatars.Fixtures;
using Avatars.Rig;
using Avatars.ScriptHost;

namespace Avatars.Viewer.Scripts;

/// <summary>Scripts in the viewer, without a window: real files, compiler and thread.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LiveScriptTests : IDisposable
{
    const double Tick = 1 / 60.0; // seconds

    readonly TemporaryFolder _folder = new();
    readonly LiveScript _script;

    public LiveScriptTests() => _script = new LiveScript(new TrustedScripts(_folder["trusted.txt"]));

    public void Dispose()
    {
        _script.Dispose();
        _folder.Dispose();
    }

    string Write(string members, string name = "Test", string more = "")
    {
        var file = _folder[$"{name}.cs"];
        File.WriteAllText(file, $"using System.Collections;\nusing Avatars.Scripting;\npublic class {name} : AvatarBehaviour\n{{\n{members}\n}}\n{more}");
        return file;
    }

    /// <summary>Frames of the window until something is so.</summary>
    TimeSpan StepUntil(Func<bool> condition)
    {
        var start = Stopwatch.StartNew();
        while (!condition() && start.Elapsed < HangGuard.Patience)
        {
            _script.Advance(Tick);
            Thread.Sleep(2);
        }
        Assert.That(condition(), string.Join('\n', _script.Lines.Select(line => line.Text)));
        return start.Elapsed;
    }

    void Open(string file)
    {
        _script.Open(file, isTrusted: true);
        StepUntil(() => _script.IsRunning || _script.Lines.Count > 0);
    }

    /// <summary>The head's turn from the rest pose, degrees.</summary>
    float HeadTurn()
    {
        var pose = _script.Pose.MakePose();
        _script.Pose.Sample(0, pose);
        var head = StandardHumanoid.Map[HumanBodyBones.Head];
        return 2 * MathF.Acos(Math.Clamp(MathF.Abs(Quaternion.Dot(pose.Joints[head].Rotation, StandardHumanoid.Skeleton[head].Rest.Rotation)), 0, 1))
            * 180 / MathF.PI;
    }

    bool Says(string text) => _script.Lines.Any(line => line.Text.Contains(text, StringComparison.Ordinal));

    const string Turn = "    public float turn = 30; void LateUpdate() => Bone(HumanBodyBones.Head).localRotation = Quaternion.Euler(0, turn, 0);";

    [Test]
    public void A_script_signs_words_of_a_lexicon_and_letters_and_a_wrong_one_is_a_line()
    {
        File.WriteAllText(_folder["house.sigml"], """
            <sigml><hns_sign gloss="HOUSE"><hamnosys_manual><hamflathand/><hamextfingeru/><hampalmd/><hamchin/></hamnosys_manual></hns_sign></sigml>
            """);
        Open(Write("    System.Collections.IEnumerator Start() { yield return Sign(\"house AB\", lexicons: \"house.sigml\").Wait; Debug.Log(\"signed\"); }"));
        var (raised, bent) = (0f, 0f);
        StepUntil(() =>
        {
            var pose = _script.Pose.MakePose();
            _script.Pose.Sample(0, pose);
            raised = MathF.Max(raised, TurnOf(pose, HumanBodyBones.RightLowerArm));
            bent = MathF.Max(bent, TurnOf(pose, HumanBodyBones.RightIndexProximal));
            return Says("signed");
        });
        Assert.That(raised, Is.InRange(60, 180), "degrees from rest: the hand at the chin");
        Assert.That(bent, Is.InRange(50, 120), "degrees from rest: the fist of an A");
        Open(Write("    void Start() => Sign(\"house\", lexicons: \"none.sigml\");", "Other"));
        StepUntil(() => Says("none.sigml"));
    }

    static float TurnOf(Pose pose, HumanBodyBones bone)
    {
        var joint = StandardHumanoid.Map[bone];
        return 2 * MathF.Acos(Math.Clamp(MathF.Abs(Quaternion.Dot(pose.Joints[joint].Rotation, StandardHumanoid.Skeleton[joint].Rest.Rotation)), 0, 1))
            * 180 / MathF.PI;
    }

    [Test]
    public void A_script_moves_the_person_and_its_fields_are_controls()
    {
        Open(Write(Turn + " [SerializeField, Range(0, 1), Tooltip(\"How much\")] float share = 0.5f; [HideInInspector] public int hidden;"));
        StepUntil(() => MathF.Abs(HeadTurn() - 30) < 0.1f);
        Assert.That(_script.Fields.Select(field => field.Field.Name), Is.EqualTo(new[] { "turn", "share" }));
        var share = _script.Fields[1];
        Assert.That((share.Field.Range, share.Field.Tooltip, share.Value), Is.EqualTo(((0f, 1f), "How much", (object)0.5f)));
        _script.Fields[0].SetNumber(50);
        StepUntil(() => MathF.Abs(HeadTurn() - 50) < 0.1f);
        share.SetNumber(7);
        StepUntil(() => _script.Fields[1].Value is 1f);
    }

    [Test]
    public void A_saved_change_is_live_and_values_are_kept()
    {
        Open(Write(Turn));
        _script.Fields[0].SetNumber(50);
        StepUntil(() => MathF.Abs(HeadTurn() - 50) < 0.1f);
        Write(Turn.Replace("Euler(0, turn, 0)", "Euler(0, -turn / 2, 0)", StringComparison.Ordinal));
        var seconds = StepUntil(() => MathF.Abs(HeadTurn() - 25) < 0.1f).TotalSeconds;
        TestContext.Out.WriteLine($"live after {seconds:F2} s");
        Assert.That((_script.Loads, _script.Fields[0].Value), Is.EqualTo((2, (object)50f)));
    }

    [Test]
    public void Errors_of_compiling_have_places_and_the_last_version_runs_on()
    {
        var file = Write(Turn);
        Open(file);
        StepUntil(() => MathF.Abs(HeadTurn() - 30) < 0.1f);
        Write("    int x = \"a\";\n    void Update() { nothing(); }");
        StepUntil(() => _script.Lines.Count == 2);
        Assert.That(_script.Lines.Select(line => (line.Error!.File, line.Error.Line, line.IsError)),
            Is.EqualTo(new[] { (file, 5, true), (file, 6, true) }));
        Assert.That((_script.IsRunning, HeadTurn()), Is.EqualTo((true, 30f)).Using<(bool, float)>((a, b) => a.Item1 == b.Item1
            && MathF.Abs(a.Item2 - b.Item2) < 0.1f));
        Write(Turn);
        StepUntil(() => _script.Lines.Count == 0);
    }

    [Test]
    public void An_exception_ends_that_script_alone()
    {
        Open(Write("    void Update() { string s = null; s.Trim(); }",
            more: "public class Other : AvatarBehaviour { " + Turn + " }"));
        StepUntil(() => Says("NullReferenceException"));
        Assert.That(_script.Lines.Single(line => line.IsError).Error!.Line, Is.EqualTo(5));
        StepUntil(() => MathF.Abs(HeadTurn() - 30) < 0.1f);
        Assert.That(_script.Lines, Has.Count.EqualTo(1), "said once: it is switched off");
    }

    [Test]
    public void A_loop_without_an_end_is_noticed_and_stopped_while_the_window_lives()
    {
        Open(Write("    public int beat; void Update() { if (Time.frameCount > 3) while (true) beat++; }",
            more: "public class Other : AvatarBehaviour { " + Turn + " }"));
        StepUntil(() => _script.IsStuck);
        _script.StopCallback();
        StepUntil(() => Says("was stopped"));
        StepUntil(() => !_script.IsStuck && MathF.Abs(HeadTurn() - 30) < 0.1f);
    }

    [Test]
    public void A_script_that_blocks_its_thread_is_left_behind_and_an_edit_runs()
    {
        Open(Write("    void Update() => new System.Threading.ManualResetEventSlim().Wait();"));
        if (_script.Lines.Count == 0) // such a call may be forbidden: then it did not compile
            StepUntil(() => _script.IsStuck);
        Write(Turn);
        StepUntil(() => MathF.Abs(HeadTurn() - 30) < 0.1f);
    }

    [Test]
    public void A_foreign_script_is_asked_about_once()
    {
        var file = Write("    void Start() => Debug.Log(\"ran\");");
        _script.Open(file);
        for (var i = 0; i < 20; i++)
            _script.Advance(Tick);
        Assert.That((_script.IsAsking, _script.IsRunning, _script.IsCompiling), Is.EqualTo((true, false, false)));
        _script.Allow();
        StepUntil(() => Says("ran"));
        _script.Open(file);
        Assert.That(_script.IsAsking, Is.False);
    }

    [Test]
    public void Pictures_reach_the_script_and_the_awaited_one_comes()
    {
        Open(Write("    async void Start() { var picture = await avatar.RenderAsync(\"still.png\"); Debug.Log($\"got {picture.Width}\"); }\n"
            + "    void OnEnable() => avatar.FrameReady += picture => Debug.Log(\"frame\");"));
        StepUntil(() =>
        {
            _script.Publish(new Imaging.RgbImage(24, 16));
            return Says("got 24");
        });
        Assert.That(Says("frame") && File.Exists(_folder["still.png"]));
    }

    [Test]
    public void The_mouse_reaches_the_script()
    {
        Open(Write("    void Update() { if (Input.GetMouseButtonDown(0)) Debug.Log($\"{Input.mousePosition.x} of {Screen.width}\"); }"));
        StepUntil(() =>
        {
            _script.SetInput(100, 50, new Vector2(10, 20), 0, ["mouse 0"]);
            return Says("10 of 100");
        });
    }

    [Test]
    public void What_is_no_script_is_a_sentence()
    {
        Assert.That(() => _script.Open(_folder["none.cs"]), Throws.InstanceOf<IOException>().With.Message.Contains("none.cs"));
        File.WriteAllText(_folder["empty.cs"], "class Nothing {}");
        Open(_folder["empty.cs"]);
        StepUntil(() => Says("AvatarBehaviour"));
        File.WriteAllBytes(_folder["binary.cs"], [1, 0, 2]);
        Assert.That(() => _script.Open(_folder["binary.cs"], true), Throws.InstanceOf<FormatException>());
    }

    [TestCase("idea --line {line} {file}", "idea", "--line", "7", "/a b/T.cs"), TestCase(null, "code", "-g", "/a b/T.cs:7")]
    public void Places_open_in_the_users_editor(string? own, string program, params string[] arguments)
    {
        var start = ScriptEditor.Candidates(new ScriptError("/a b/T.cs", 7, 3, "wrong"), own).First();
        Assert.That((start.FileName, start.ArgumentList), Is.EqualTo((program, arguments)).Using<(string, IEnumerable<string>)>((a, b) =>
            a.Item1 == b.Item1 && a.Item2.SequenceEqual(b.Item2)));
    }
}
