using Avatars.Fixtures;

namespace Avatars.ModelBuilding.Weights;

/// <summary>What PyTorch and Lightning wrote is read; what would run code, or is cut short, is refused.</summary>
[Category("Golden")]
public sealed class GoldenCheckpointTests
{
    [TestCaseSource(typeof(GoldenCheckpoint), nameof(GoldenCheckpoint.All))]
    public void Tensors_are_read_and_everything_else_is_refused(GoldenCheckpoint checkpoint)
    {
        if (checkpoint.MustBeRefused)
            AssertRefused(checkpoint);
        else
            AssertReads(checkpoint);
    }

    static void AssertRefused(GoldenCheckpoint checkpoint) =>
        Assert.That(() => TensorFiles.Open(checkpoint.Path),
            Throws.TypeOf<FormatException>().With.Message.Contains(checkpoint.ToString()).And.Message.Contains("byte "));

    static void AssertReads(GoldenCheckpoint checkpoint)
    {
        using var file = TensorFiles.Open(checkpoint.Path);
        foreach (var (name, expected) in checkpoint.Tensors!)
        {
            Assert.That(file.Entries.Keys, Does.Contain(name));
            Assert.That(file.Entries[name].Shape, Is.EqualTo(expected.Shape), name);
            Assert.That(file.Read(name).SelectMany(piece => piece.ToArray()), Is.EqualTo(expected.ToFloats()), name);
        }
        var nests = checkpoint.Tensors.Keys.Select(NestOf).ToHashSet();
        Assert.That(file.Entries.Keys.Where(name => nests.Contains(NestOf(name))), Is.EquivalentTo(checkpoint.Tensors.Keys),
            "nothing more in the same dictionary");
    }

    static string NestOf(string name) => name[..(name.LastIndexOf('/') + 1)];
}
