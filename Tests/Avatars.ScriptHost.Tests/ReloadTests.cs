using System.Runtime.CompilerServices;
using Avatars.Rig;
using Avatars.Scripting;

namespace Avatars.ScriptHost.Tests;

public sealed class ReloadTests
{
    const string Fields = """
            public float speed = 1;
            [SerializeField] int count = 2;
            public Side side;
            public Vector3 point;
            public string text = "a";
            public Settings settings = new Settings();
            public List<int> numbers = new List<int>();
            public enum Side { Left, Right }
            [Serializable] public class Settings { public float amount; }
        """;

    [Test]
    public void Fields_keep_their_values_over_a_reload_and_new_ones_begin_anew()
    {
        using var folder = new ScriptFolder();
        folder.Run(Fields + """

                void Start() { speed = 5; count = 6; side = Side.Right; point = Vector3.up; text = "b"; settings.amount = 7; numbers.Add(8); }
            """);
        folder.Run(Fields + """

                public int added = 9;
                void Start() => Debug.Log($"{speed} {count} {side} {point} {text} {settings.amount} {numbers[0]} {added}");
            """);
        Assert.That(folder.Lines, Is.EqualTo(new[] { "5 6 Right (0.00, 1.00, 0.00) b 7 8 9" }));
    }

    [Test]
    public void A_field_of_another_type_begins_anew()
    {
        using var folder = new ScriptFolder();
        folder.Run("    public int value = 3;");
        folder.Run("    public string value = \"new\"; void Start() => Debug.Log(value);");
        Assert.That(folder.Lines, Is.EqualTo(new[] { "new" }));
    }

    [Test]
    public void A_script_that_does_not_compile_leaves_the_old_one_running()
    {
        using var folder = new ScriptFolder();
        folder.Run("    void Update() => Debug.Log(\"old\");");
        Assert.That(() => folder.Compile("broken"), Throws.TypeOf<ScriptCompileException>());
        folder.Frames(1);
        Assert.That(folder.Lines, Is.EqualTo(new[] { "old", "old" }));
    }

    [Test]
    public void A_changed_script_runs_within_a_second()
    {
        using var folder = new ScriptFolder();
        folder.Run("    void Start() => Debug.Log(\"warm\");");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        folder.Run("    void Start() => Debug.Log(\"changed\");");
        Assert.That(folder.Lines.Last(), Is.EqualTo("changed"));
        Assert.That(clock.Elapsed.TotalSeconds, Is.LessThan(1 * Slow));
    }

    /// <summary>Machines that run several tests at once get more time.</summary>
    static double Slow => 3;

    [Test]
    public void A_thousand_reloads_do_not_grow_memory()
    {
        using var folder = new ScriptFolder();
        var compiled = folder.Compile(ScriptFolder.Behaviour("""
                static byte[] kept = new byte[100_000];
                public float speed = 1;
                IEnumerator Start()
                {
                    avatar.Pose().Reach(Hand.Right, new Vector3(0, 1, 0.4f)).Then().Hold(5).Do(() => Debug.Log(kept.Length));
                    avatar.FrameReady += _ => Debug.Log(kept.Length);
                    Invoke("Later", 10);
                    while (true) yield return new WaitForSeconds(speed);
                }
                void Later() { }
            """));
        var contexts = new List<WeakReference>();
        var grown = GrownBy(_ => compiled, folder, contexts);
        Assert.That(contexts.Count(one => one.IsAlive), Is.LessThanOrEqualTo(2));
        Assert.That(grown, Is.LessThan(2 << 20), "bytes");
    }

    /// <summary>Each is the one before with another number and another name in it, as somebody types them.</summary>
    [Test]
    public void A_thousand_different_scripts_do_not_grow_memory()
    {
        using var folder = new ScriptFolder();
        var compiler = new ScriptCompiler();
        var many = string.Join('\n', Enumerable.Range(0, 60).Select(i => $"    public Vector3 point{i} = new Vector3({i}.5f, {i}.25f, 0.125f * {i});"));
        var contexts = new List<WeakReference>();
        var grown = GrownBy(i => compiler.Compile(ScriptSource.Read(folder.Write(ScriptFolder.Behaviour($$"""
            {{many}}
                public float speed{{i}} = {{i}};
                IEnumerator Start() { while (true) yield return new WaitForSeconds(speed{{i}}); }
                void Update() { avatar.Pose().Reach(Hand.Right, point1 + Vector3.up * Time.deltaTime); }
            """)))), folder, contexts);
        Assert.That(contexts.Count(one => one.IsAlive), Is.LessThanOrEqualTo(2));
        Assert.That(grown, Is.LessThan(900 * 1024), "bytes after 900 scripts: 1 KB each");
    }

    /// <summary>Bytes in use after 1,000 scripts beyond those after the first 100.</summary>
    static long GrownBy(Func<int, CompiledScript> compile, ScriptFolder folder, List<WeakReference> contexts)
    {
        Reload(0, 100);
        var before = Memory();
        Reload(100, 1000);
        return Memory() - before;

        [MethodImpl(MethodImplOptions.NoInlining)]
        void Reload(int from, int to)
        {
            for (var i = from; i < to; i++)
            {
                folder.Session.Load(compile(i));
                folder.Frames(2);
                contexts.Add(new WeakReference(folder.Session.Scripts[0].GetType().Assembly));
            }
        }
    }

    static long Memory()
    {
        for (var i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        return GC.GetTotalMemory(true);
    }
}

public sealed class TrustTests
{
    [Test]
    public void A_script_is_trusted_by_its_path_and_a_folder_with_all_in_it()
    {
        var folder = Directory.CreateTempSubdirectory("avatar-trust-").FullName;
        var trusted = new TrustedScripts(Path.Combine(folder, "settings", "trusted.txt"));
        Assert.That(trusted.Has("/a/b.cs"), Is.False);
        trusted.Add("/a/b.cs");
        trusted.Add("/c");
        Assert.That(new[] { "/a/b.cs", "/c/d.cs", "/c", "/a/x.cs", "/cc/d.cs" }.Select(trusted.Has), Is.EqualTo(new[] { true, true, true, false, false }));
        Directory.Delete(folder, true);
    }
}
