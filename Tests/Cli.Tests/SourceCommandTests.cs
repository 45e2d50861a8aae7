using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Models;

namespace Avatars.Cli.Tests;

/// <summary>avatar source with the networks that see people and the default model.</summary>
public sealed class SourceCommandTests
{
    static readonly string Picture = Path.Combine(SharedFolders.Repository, "Samples", "Sources", "person-03.png");

    readonly TemporaryFolder _folder = new();

    [OneTimeTearDown] public void Remove() => _folder.Dispose();

    [OneTimeSetUp]
    public void RequireNetworks()
    {
        if (!PerceptionModels.ArePresent)
            SharedFolders.Missing($"MediaPipe's networks are not there: run '{PerceptionModels.Command}'.");
    }

    [Test]
    public void A_person_file_holds_the_default_models_embeddings_and_frames_are_the_same_without()
    {
        var (code, _, errors) = CommandLine.Run("source", Picture, "--out", _folder["with.person"]);
        Assert.That(code, Is.Zero, errors);
        var person = PersonFile.Read(_folder["with.person"], BodyFile.ReadShipped());
        Assert.That(person.Embeddings.Select(each => each.Name), Is.EqualTo(new[] { "tokens", "image_embeds" }));
        PersonFile.Write(_folder["without.person"], person with { Embeddings = [] });
        Assert.That(Frame("with"), Is.EqualTo(Frame("without")));
    }

    [Test]
    public void A_small_file_and_a_model_exclude_each_other()
    {
        var (code, _, errors) = CommandLine.Run("source", Picture, "--out", _folder["small.person"], "--beside", "--model", _folder["nothing"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("--beside").And.Contain("--model"));
        Assert.That(File.Exists(_folder["small.person"]), Is.False);
    }

    byte[] Frame(string name)
    {
        var (code, _, errors) = CommandLine.Run("generate", "--source", _folder[name + ".person"],
            "--pose", Path.Combine(SharedFolders.Repository, "Samples", "Motion", "wave.bvh"), "--out", _folder[name]);
        Assert.That(code, Is.Zero, errors);
        return File.ReadAllBytes(Path.Combine(_folder[name], "01-wave.png"));
    }
}
