namespace Avatars.ScriptHost.Tests;

/// <summary>A new script compiles as it is; a name that cannot be a class's is refused, and nothing is written.</summary>
public sealed class ScriptTemplatesTests
{
    [TestCase("Hello"), TestCase("Wave2"), TestCase("MyHand"), TestCase("Task")]
    public void A_new_script_compiles(string name)
    {
        using var folder = new ScriptFolder();
        var file = ScriptTemplates.WriteScript(folder.Folder, name);
        folder.Session.Load(folder.Compiler.Compile(ScriptSource.Read(file)));
        Assert.That(folder.Session.Scripts.Single().GetType().Name, Is.EqualTo(name));
    }

    [TestCase("class"), TestCase("record"), TestCase("var"), TestCase("Hand"), TestCase("AvatarBehaviour"), TestCase("Vector3"), TestCase("MonoBehaviour")]
    public void A_name_with_another_meaning_is_refused(string name) => Refuses(name, "has a meaning of its own in scripts");

    [TestCase("1st"), TestCase(""), TestCase("two words"), TestCase("../up"), TestCase("a.b")]
    public void A_name_that_no_class_can_have_is_refused(string name) => Refuses(name, "is no name for a script");

    static void Refuses(string name, string reason)
    {
        using var folder = new ScriptFolder();
        Assert.That(() => ScriptTemplates.WriteScript(folder.Folder, name), Throws.ArgumentException.With.Message.Contains(reason));
        Assert.That(() => ScriptTemplates.WriteProject(folder.Folder, name), Throws.ArgumentException.With.Message.Contains(reason));
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Folder), Is.Empty);
    }
}
