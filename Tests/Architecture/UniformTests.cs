using System.Text.RegularExpressions;
using Avatars.Fixtures;

namespace Avatars.Architecture;

/// <summary>Uniforms are set through ShaderProgram, whose methods take floats and vectors: GL's own would take ints for an int uniform and set
/// nothing.</summary>
public sealed partial class UniformTests
{
    [GeneratedRegex(@"\.(Program)?Uniform(1|2|3|4|Matrix\d(x\d)?)\w*\(")]
    private static partial Regex Call();

    [Test]
    public void Only_ShaderProgram_calls_GL_to_set_uniforms()
    {
        var callers =
            from folder in new[] { "Plugin/Avatars.Graphics", "RealtimeViewer", "Toolkit", "Samples" }
            from path in Directory.EnumerateFiles(Path.Combine(SharedFolders.Repository, folder), "*.cs", SearchOption.AllDirectories)
            where Call().IsMatch(File.ReadAllText(path))
            select Path.GetRelativePath(SharedFolders.Repository, path);
        Assert.That(callers, Is.EqualTo(new[] { "Plugin/Avatars.Graphics/ShaderProgram.cs" }));
    }
}
