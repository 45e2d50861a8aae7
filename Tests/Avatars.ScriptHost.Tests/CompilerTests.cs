using Avatars.Scripting;

namespace Avatars.ScriptHost.Tests;

public sealed class CompilerTests
{
    ScriptFolder _folder = null!;

    [SetUp] public void Begin() => _folder = new ScriptFolder();

    [TearDown] public void End() => _folder.Dispose();

    [Test]
    public void A_script_runs_and_logs()
    {
        _folder.Run("    void Start() => Debug.Log($\"hello {animator.isHuman}\");");
        Assert.That(_folder.Lines, Is.EqualTo(new[] { "hello True" }));
    }

    [Test]
    public void A_source_for_Unity_compiles()
    {
        _folder.Session.Load(_folder.Compile("""
            using System;
            using System.Collections;
            using UnityEngine;

            public class Old : AvatarBehaviour
            {
                [SerializeField, Range(0, 1)] float amount = 0.5f;
                [Tooltip("along which the head nods")] public AnimationCurve curve = AnimationCurve.EaseInOut(0, 0, 1, 1);
                Transform head;

                void Awake() => head = animator.GetBoneTransform(HumanBodyBones.Head);

                IEnumerator Start()
                {
                    yield return new WaitForSeconds(0.1f);
                    head.localRotation = Quaternion.Euler(curve.Evaluate(amount) * 20, 0, 0);
                    Debug.Log(curve.keys.Length + " " + Random.Range(0, 1) + " " + Mathf.Abs(-1f) + " " + curve.postWrapMode);
                }
            }
            """));
        _folder.Frames(4);
        Assert.That(_folder.Lines, Is.EqualTo(new[] { "2 0 1 ClampForever" }));
    }

    [TestCase("    void Start() { int x = \"a\"; }", 8, 28, "CS0029")]
    [TestCase("    void Start() { nobody(); }", 8, 20, "CS0103")]
    [TestCase("    void Start( { }", 8, 17, "CS1026")]
    [TestCase("\n\n  int a\n", 11, 1, "CS1002")]
    public void An_error_has_file_line_and_column(string members, int line, int column, string id)
    {
        var error = Assert.Throws<ScriptCompileException>(() => _folder.Compile(ScriptFolder.Behaviour(members)))!.Errors[0];
        Assert.That((Path.GetFileName(error.File), error.Line), Is.EqualTo(("Script.cs", line)).Or.EqualTo(("Script.cs", line - 1)));
        Assert.That(error.Message, Does.Contain(id));
        Assert.That(error.ToString(), Does.StartWith($"Script.cs({error.Line},{error.Column}): "));
        if (id == "CS0029")
            Assert.That((error.Line, error.Column), Is.EqualTo((line, column)));
    }

    [Test]
    public void A_folder_is_one_script()
    {
        _folder.Write("public class Numbers { public static int Four => 4; }", "many/Numbers.cs");
        _folder.Write("broken!", "many/obj/Ignored.cs");
        _folder.Write(ScriptFolder.Behaviour("    void Start() => Debug.Log(Numbers.Four);"), "many/Main.cs");
        _folder.Session.Load(_folder.Compiler.Compile(ScriptSource.Read(Path.Combine(_folder.Folder, "many"))));
        _folder.Frames(1);
        Assert.That(_folder.Lines, Is.EqualTo(new[] { "4" }));
    }

    [Test]
    public void An_assembly_beside_the_script_is_referenced()
    {
        var helper = _folder.Compiler.Compile(ScriptSource.Read(_folder.Write(
            "namespace Helping { public static class Helper { public static int Seven() => 7; } }",
            "helper/Helper.cs")));
        // Named after its identity, as a built library is.
        var name = System.Reflection.Metadata.PEReaderExtensions.GetMetadataReader(
            new System.Reflection.PortableExecutable.PEReader(new MemoryStream(helper.Assembly)));
        var identity = name.GetString(name.GetAssemblyDefinition().Name);
        File.WriteAllBytes(Path.Combine(_folder.Folder, identity + ".dll"), helper.Assembly);
        _folder.Run("    void Start() => Debug.Log(Helping.Helper.Seven());");
        Assert.That(_folder.Lines, Is.EqualTo(new[] { "7" }));
    }

    [Test]
    public void What_was_compiled_is_not_compiled_again_until_it_changes()
    {
        var first = _folder.Compile(ScriptFolder.Behaviour("    int a;"));
        var second = _folder.Compile(ScriptFolder.Behaviour("    int a;"));
        var other = new ScriptCompiler(new CompileCache(Path.Combine(_folder.Folder, "cache"))).Compile(first.Source);
        var changed = _folder.Compile(ScriptFolder.Behaviour("    int b;"));
        Assert.That((first.IsFromCache, second.IsFromCache, other.IsFromCache, changed.IsFromCache), Is.EqualTo((false, true, true, false)));
        Assert.That(second.Assembly, Is.EqualTo(first.Assembly));
    }

    /// <summary>The file is parsed where it changed; errors and line numbers are those of the whole file.</summary>
    [Test]
    public void A_file_that_changes_many_times_is_compiled_as_it_is()
    {
        string Method(string value) => ScriptFolder.Behaviour($"    string Text() => \"{value}\"; // {value}\n    void Start() => Debug.Log(Text());");
        foreach (var value in new[] { "one", "one, two", "", "one", "\u00e4\U0001F44B", "*/ /*", "one" })
        {
            _folder.Session.Load(_folder.Compile(Method(value)));
            _folder.Frames(1);
            Assert.That(_folder.Lines.Last(), Is.EqualTo(value));
        }
        var error = Assert.Throws<ScriptCompileException>(() => _folder.Compile("\n\n" + Method("\" + nobody + \"")))!.Errors[0];
        Assert.That((error.Line, error.Column), Is.EqualTo((10, 27)));
        Assert.That(() => _folder.Compile(Method("\"")), Throws.TypeOf<ScriptCompileException>());
        Assert.That(() => _folder.Compile(Method("whole again")), Throws.Nothing);
    }

    [TestCase("Environment.Exit(0)", "Environment.Exit"), TestCase("Environment.FailFast(\"x\")", "Environment.FailFast")]
    [TestCase("System.Diagnostics.Process.GetCurrentProcess().Kill()", "Process.Kill"), TestCase("System.Threading.Thread.Sleep(5)", "Thread.Sleep")]
    [TestCase("Console.ReadLine()", "Console.ReadLine")]
    public void Calls_that_would_end_or_block_the_application_are_refused(string call, string name)
    {
        var error = Assert.Throws<ScriptCompileException>(() => _folder.Compile(ScriptFolder.Behaviour($"    void Start() {{ {call}; }}")))!;
        Assert.That(error.Message, Does.Contain("Script.cs(8,20)").And.Contain(name));
    }

    [Test]
    public void What_is_no_script_is_refused()
    {
        Assert.That(() => ScriptSource.Read(Path.Combine(_folder.Folder, "none.cs")), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("none.cs"));
        Assert.That(() => ScriptSource.Read(_folder.Folder), Throws.TypeOf<FormatException>().With.Message.Contains(".cs file"));
        Assert.That(() => ScriptSource.Read(_folder.Write("x", "a.txt")), Throws.TypeOf<FormatException>().With.Message.Contains("not a script"));
        Assert.That(() => ScriptSource.Read(_folder.Write("a\0b", "binary.cs")), Throws.TypeOf<FormatException>().With.Message.Contains("null characters"));
        Assert.That(() => _folder.Session.Load(_folder.Compile("class Nothing { }")),
            Throws.TypeOf<FormatException>().With.Message.Contains("AvatarBehaviour"));
        Assert.That(() => _folder.Compile(""), Throws.Nothing);
    }

    /// <summary>Forms of members and loops that the guards are inserted into.</summary>
    [Test]
    public void Guards_leave_the_meaning_of_a_script()
    {
        _folder.Run("""
                int Square(int x) => x * x;
                int Ten => 10;
                int this[int i] => i + 1;
                string Throwing => throw new InvalidOperationException();
                public static Test operator +(Test a, int b) => a;
                int field;
                ref int Ref() => ref field;
                async System.Threading.Tasks.Task Later() => await System.Threading.Tasks.Task.CompletedTask;
                async System.Threading.Tasks.Task<int> Five() => await System.Threading.Tasks.Task.FromResult(5);
                IEnumerable<int> Count() { for (int i = 0; i < 3; i++) yield return i; }

                void Start()
                {
                    int sum = 0;
                    for (var i = 0; i < 3; i++) sum += i;
                    foreach (var i in Count()) sum += i;
                    foreach (var (a, b) in new[] { (1, 2) }) sum += a + b;
                    while (sum < 20) sum++;
                    do sum++; while (sum < 30);
                    Func<int, int> twice = x => 2 * x;
                    Action<int> add = x => sum += x;
                    Func<int, int, int> plus = (a, b) => a + b;
                    System.Linq.Expressions.Expression<Func<int, int>> tree = x => x + 1;
                    add(twice(5));
                    int Local(int x) => x <= 0 ? 0 : x + Local(x - 1);
                    switch (sum) { case 40: goto case 41; case 41: sum++; break; }
                    Ref() = 3;
                    Debug.Log($"{sum} {Square(4)} {Ten} {this[1]} {plus(1, 2)} {Local(4)} {tree.Compile()(1)} {field} {Five().Result}");
                }
            """);
        Assert.That(_folder.Lines, Is.EqualTo(new[] { "41 16 10 2 3 10 2 3 5" }));
    }
}
