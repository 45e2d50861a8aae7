using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Weights;

namespace Avatars.Viewer;

/// <summary>A package of random weights that the tests of this assembly share, built by the first that needs it. Its pictures are noise.</summary>
[SetUpFixture]
public sealed class UntrainedModel
{
    static readonly Lazy<string> Built = new(() => Build("compact"));
    static readonly Lazy<string> BuiltBody = new(() => Build("body"));

    /// <summary>The package's folder; not to be changed.</summary>
    public static string Folder => Built.Value;

    /// <summary>Likewise, of a model that draws the person's own body.</summary>
    public static string BodyFolder => BuiltBody.Value;

    /// <summary>Another folder with the same files, which the caller may change.</summary>
    public static void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Folder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    [OneTimeTearDown]
    public void Remove()
    {
        foreach (var built in new[] { Built, BuiltBody })
            if (built.IsValueCreated)
                Directory.Delete(Path.GetDirectoryName(built.Value)!, recursive: true);
    }

    static string Build(string size)
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("avatar-viewer-model-").FullName, "model");
        PackageWriting.Build(ModelBlueprint.Of("fpdm", size), folder, new RandomWeights(1), WeightStorage.Float32, "Random weights for a test.");
        return folder;
    }
}
