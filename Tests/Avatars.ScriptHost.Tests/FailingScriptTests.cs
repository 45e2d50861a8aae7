using Avatars.Scripting;

namespace Avatars.ScriptHost.Tests;

/// <summary>Scripts that throw, do not return, call themselves or take all memory: each is stopped, and everything else lives on.</summary>
public sealed class FailingScriptTests
{
    static readonly ScriptLimits Short = new() { LongestCallback = TimeSpan.FromSeconds(0.3), MostBytes = 64 << 20 };

    [TestCase("Awake"), TestCase("OnEnable"), TestCase("Start"), TestCase("FixedUpdate"), TestCase("Update"), TestCase("LateUpdate")]
    public void An_exception_stops_that_script_alone_and_has_its_line(string callback)
    {
        using var folder = new ScriptFolder();
        folder.Session.Load(folder.Compile($$"""
            using Avatars.Scripting;
            public class Good : AvatarBehaviour
            {
                int frames;
                void Update() => frames++;
                void OnDestroy() => Debug.Log($"good {frames}");
            }
            public class Bad : AvatarBehaviour
            {
                void {{callback}}()
                {
                    Debug.Log("before");
                    string text = null;
                    Debug.Log(text.Length);
                }
            }
            """));
        folder.Frames(5);
        folder.Session.Dispose();
        Assert.That(folder.Lines.Count(line => line == "before"), Is.EqualTo(1));
        Assert.That(folder.Lines, Does.Contain("good 5"));
        var failure = folder.Log.Single(line => line.Type == LogType.Exception);
        Assert.That((Path.GetFileName(failure.Error!.File), failure.Error.Line), Is.EqualTo(("Script.cs", 14)));
        Assert.That(failure.Message, Does.StartWith("Script.cs(14): NullReferenceException"));
    }

    [TestCase("throw new Exception(\"x\");"), TestCase("int[] a = { }; a[1] = 2;"), TestCase("int zero = 0; Debug.Log(1 / zero);")]
    [TestCase("throw new OutOfMemoryException();"), TestCase("throw null;"), TestCase("((object)5).ToString().Substring(9);")]
    public void Throwing_in_every_callback_is_a_sentence_each(string code)
    {
        using var folder = new ScriptFolder();
        folder.Run(string.Join('\n', new[] { "Awake", "OnEnable", "Start", "FixedUpdate", "Update", "LateUpdate", "OnDisable", "OnDestroy" }
            .Select(name => $"    void {name}() {{ {code} }}")) + $"\n    void OnAnimatorIK(int layer) {{ {code} }}", 3);
        folder.Session.Dispose();
        Assert.That(folder.Log, Is.Not.Empty);
        Assert.That(folder.Log.Select(line => line.Type), Is.All.EqualTo(LogType.Exception));
        Assert.That(folder.Log.Select(line => line.Error!.Line), Is.All.GreaterThan(7));
    }

    [TestCase("while (true) { }"), TestCase("for (;;) ;"), TestCase("do { } while (true);"), TestCase("again: goto again;")]
    [TestCase("while (true) try { while (true) { } } catch { }"), TestCase("while (true) { try { throw new Exception(); } catch { } }")]
    [TestCase("foreach (var x in Endless()) { }"), TestCase("var e = Endless().GetEnumerator(); while (e.MoveNext()) { }")]
    [TestCase("System.Linq.Enumerable.Count(Endless());")]
    [TestCase("System.Linq.Enumerable.All(System.Linq.Enumerable.Repeat(1, int.MaxValue), x => x == 1);")]
    public void An_endless_loop_is_noticed_and_stopped(string loop)
    {
        using var folder = new ScriptFolder(Short);
        folder.Run($"    void Update() {{ {loop} }}\n    IEnumerable<int> Endless() {{ while (true) yield return 1; }}", 3);
        Assert.That(folder.Log, Has.Count.EqualTo(1), "the script is off afterwards");
        Assert.That(folder.Log[0].Message, Does.StartWith("Script.cs(").And.Contain("loop without an end"));
    }

    [Test]
    public void An_endless_coroutine_is_stopped_too()
    {
        using var folder = new ScriptFolder(Short);
        folder.Run("    IEnumerator Start() { yield return null; while (true) { } }", 3);
        Assert.That(folder.Log.Single().Message, Does.Contain("loop without an end"));
    }

    [Test]
    public void A_callback_can_be_stopped_from_outside()
    {
        using var folder = new ScriptFolder(new ScriptLimits { LongestCallback = TimeSpan.FromMinutes(10) });
        folder.Session.Load(folder.Compile(ScriptFolder.Behaviour("    void Update() { while (true) { } }")));
        var frame = Task.Run(() => folder.Frames(1));
        Thread.Sleep(100);
        folder.Session.Scene.StopCallback();
        Assert.That(frame.Wait(TimeSpan.FromSeconds(10)), Is.True);
        Assert.That(folder.Log.Single().Message, Does.Contain("was stopped"));
    }

    [TestCase("Again(1); } int Again(int x) { return Again(x) + 1; }"), TestCase("Again(); } void Again() => Again();")]
    [TestCase("Debug.Log(Own); } int Own => Own;")]
    [TestCase("Func<int, int> f = null; f = x => f(x) + 1; f(1); }"), TestCase("int L(int x) => L(x) + 1; L(1); }")]
    [TestCase("Debug.Log(new Node().ToString()); } class Node { public override string ToString() => $\"{this}\"; }")]
    public void A_method_that_calls_itself_without_end_is_stopped(string code)
    {
        using var folder = new ScriptFolder();
        folder.Run($"    void Update() {{ {code}", 3);
        Assert.That(folder.Log.Single().Message, Does.Contain("calls itself too deeply"));
    }

    [TestCase("var all = new List<byte[]>(); while (true) all.Add(new byte[1 << 20]);")]
    [TestCase("string s = \"x\"; while (true) s += s;")]
    [TestCase("var all = new List<object>(); while (true) all.Add(new GameObject());")]
    public void A_script_that_takes_all_memory_is_stopped(string code)
    {
        using var folder = new ScriptFolder(Short with { LongestCallback = TimeSpan.FromSeconds(20) });
        folder.Run($"    void Update() {{ {code} }}", 3);
        Assert.That(folder.Log.Single().Message, Does.Contain("memory").IgnoreCase.Or.Contain("OutOfMemory").Or.Contain("loop without"));
        GC.Collect();
    }

    [TestCase("void Update() => Kept.Add(new byte[10 << 20]);"), TestCase("void LateUpdate() { Kept.Add(new byte[90 << 20]); }")]
    [TestCase("IEnumerator Start() { for (; ; ) { Kept.Add(new byte[10 << 20]); yield return null; } }")]
    public void A_script_that_takes_memory_little_by_little_is_stopped_and_the_others_go_on(string member)
    {
        using var folder = new ScriptFolder(Short with { LongestCallback = TimeSpan.FromMinutes(1) });
        folder.Session.Load(folder.Compile(ScriptFolder.Behaviour($"    readonly List<byte[]> Kept = new();\n    {member}") + """

            public class Good : AvatarBehaviour
            {
                int frames;
                void Update() => frames++;
                void OnDestroy() => Debug.Log($"good {frames}");
            }
            """));
        folder.Frames(12);
        folder.Session.Dispose();
        Assert.That(folder.Lines, Is.EqualTo(new[] { "The script took more than 64 MB of memory and was stopped.", "good 12" }));
    }

    [Test]
    public void Garbage_is_not_counted()
    {
        using var folder = new ScriptFolder(Short with { LongestCallback = TimeSpan.FromMinutes(1) });
        folder.Run("    void Update() { for (var i = 0; i < 1000; i++) _ = new byte[1 << 20]; }", 2);
        Assert.That(folder.Lines, Is.Empty);
    }

    [Test]
    public void A_script_may_write_files()
    {
        using var folder = new ScriptFolder();
        var file = Path.Combine(folder.Folder, "written.txt");
        folder.Run($"    void Start() => System.IO.File.WriteAllText(@\"{file}\", \"hello\");");
        Assert.That(File.ReadAllText(file), Is.EqualTo("hello"));
    }
}
