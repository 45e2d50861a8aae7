using Avatars.Graphics;

namespace Avatars.Tests.Graphics;

public sealed class ShaderProgramTests : GpuTests
{
    [TestCase("Wrong/kind.frag"), TestCase("Wrong/kind.vert")]
    public void A_compile_error_names_file_and_line(string file)
    {
        const string Source = "#version 410 core\n// one\nvoid main()\n{\n    nonsense = 1.0;\n}\n";
        Assert.That(() => ShaderProgram.Compile(Gl, file, Source), Throws.TypeOf<FormatException>().With.Message.Contains($"Shaders/{file}, line 5"));
    }

    [Test]
    public void A_missing_file_is_named() =>
        Assert.That(() => new ShaderProgram(Gl, "", "Scene/none.vert"), Throws.TypeOf<FileNotFoundException>().With.Message.Contains("Scene/none.vert"));

    [Test]
    public void A_link_error_names_the_files() =>
        Assert.That(() => new ShaderProgram(Gl, "SKIN", "Scene/character.frag"),
            Throws.TypeOf<FormatException>().With.Message.Contains("Scene/character.frag"));
}
