using System.Diagnostics;
using Avatars.Fixtures;
using Avatars.Pictures;

namespace Avatars.Cli.Tests;

public sealed class ScriptCommandTests
{
    readonly TemporaryFolder _folder = new();
    string _model = "", _source = "";

    [OneTimeSetUp]
    public void Write()
    {
        _model = TinyFpdm.Write(_folder);
        _source = _folder["source.png"];
        PictureFile.Write(_source, RandomPictures.Make(40, 60, seed: 1));
    }

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    (int Code, string Output, string Errors) Run(params string[] arguments) =>
        CommandLine.RunWith(("XDG_CONFIG_HOME", _folder["settings"]), arguments);

    string Script(string members, string name = "Test")
    {
        var file = _folder[$"{name}.cs"];
        File.WriteAllText(file, $$"""
            using System.Collections;
            using Avatars.Scripting;
            public class {{name}} : AvatarBehaviour
            {
            {{members}}
            }
            """);
        return file;
    }

    [Test]
    public void A_new_script_runs_and_becomes_a_film()
    {
        if (!Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "ffmpeg"))))
            SharedFolders.Missing("ffmpeg is not installed.");
        var made = Run("new", "script", "Hello", "--folder", _folder.Path);
        Assert.That(made.Code, Is.Zero, made.Errors);
        var film = _folder["hello.mp4"];
        var (code, output, errors) = Run("script", _folder["Hello.cs"], "--source", _source, "--model", _model, "--out", film, "--fps", "5", "--duration", "1",
            "--set", "wave=0.2");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("5 frames"));
        Assert.That(new FileInfo(film).Length, Is.GreaterThan(500));
    }

    [Test]
    public void A_new_project_runs_too()
    {
        Assert.That(Run("new", "project", "Dancer", "--folder", _folder.Path).Code, Is.Zero);
        Assert.That(Directory.GetFiles(_folder["Dancer"]).Select(Path.GetFileName), Is.EquivalentTo(new[] { "Dancer.cs", "Dancer.csproj", "Usings.cs" }));
        var (code, _, errors) = Run("script", _folder["Dancer"], "--duration", "1");
        Assert.That(code, Is.Zero, errors);
        Assert.That(Run("new", "project", "Dancer", "--folder", _folder.Path).Errors, Does.Contain("exists already"));
        Assert.That(Run("new", "script", "two words", "--folder", _folder.Path).Errors, Does.Contain("two words"));
    }

    [Test]
    public void A_foreign_script_needs_trust_once()
    {
        var script = Script("    void Start() => Debug.Log(\"ran\");", "Foreign");
        var refused = Run("script", script);
        Assert.That((refused.Code, refused.Output), Is.EqualTo((1, "")));
        Assert.That(refused.Errors, Does.Contain("--trust").And.Contain("A script is a program"));
        Assert.That(Run("script", script, "--trust").Output, Does.StartWith("ran"));
        Assert.That(Run("script", script).Output, Does.StartWith("ran"));
    }

    [Test]
    public void Fields_are_set_and_unknown_ones_are_named()
    {
        var script = Script(
            "    public float speed = 1; [SerializeField] Vector3 place;\n    void Start() { Debug.Log($\"{speed} {place}\"); Application.Quit(); }");
        Assert.That(Run("script", script, "--trust", "--set", "speed=2.5", "--set", "place=1,2,3").Output.TrimEnd(), Is.EqualTo("2.5 (1.00, 2.00, 3.00)"));
        Assert.That(Run("script", script, "--set", "sped=2").Errors, Does.Contain("sped").And.Contain("speed, place"));
        Assert.That(Run("script", script, "--set", "speed=fast").Errors, Does.Contain("a number is expected"));
        Assert.That(Run("script", script, "--set", "speed").Errors, Does.Contain("NAME=VALUE"));
    }

    [TestCase("    void Start() { int x = \"a\"; }", "Test.cs(5,28)")]
    [TestCase("    void Update() { string s = null; s.Trim(); }", "Test.cs(5): NullReferenceException")]
    [TestCase("    void Start() { throw new System.Exception(\"own\"); }", "Test.cs(5): Exception: own")]
    [TestCase("    void Start() { System.Environment.Exit(3); }", "Environment.Exit would end")]
    [TestCase("    void Start() => avatar.LoadClip(\"none.bvh\");", "none.bvh")]
    public void A_script_that_fails_is_a_line_with_its_place(string members, string expected)
    {
        var (code, _, errors) = Run("script", Script(members), "--trust", "--duration", "0.5");
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain(expected).And.Not.Contain("   at "));
    }

    [Test]
    public void Wrong_arguments_are_a_sentence()
    {
        Assert.That(Run("script", _folder["none.cs"]).Errors, Does.Contain("There is no script"));
        Assert.That(Run("script", Script(""), "--trust", "--fps", "0").Errors, Does.Contain("--fps 0"));
        Assert.That(Run("script", Script(""), "--trust", "--duration", "-1").Errors, Does.Contain("--duration -1"));
        var film = _folder["none.mp4"];
        Assert.That(Run("script", Script(""), "--trust", "--model", _model, "--out", film).Errors, Does.Contain("--source"));
        Assert.That(File.Exists(film), Is.False);
    }

    [Test]
    public void A_script_makes_stills_itself()
    {
        var script = Script($"    async void Start() {{ avatar.source = @\"{_source}\"; await avatar.RenderAsync(\"still.png\"); Application.Quit(); }}");
        var (code, _, errors) = Run("script", script, "--trust", "--model", _model);
        Assert.That(code, Is.Zero, errors);
        Assert.That(PictureFile.ReadRgb(_folder["still.png"]).Width, Is.EqualTo(64));
    }
}
