using Avatars.Inference;
using Avatars.ModelEvaluation;
using Avatars.Models;
using Avatars.Streaming;
using Avatars.Systems;

namespace Avatars.Cli.Evaluating;

/// <summary>The packages of --compare, loaded.</summary>
sealed class ComparedPackages : IDisposable
{
    readonly List<ComparedModel> _models = [];

    /// <param name="package">The evaluated one, whose size and pose maps the others must have.</param>
    /// <exception cref="ArgumentException">A package makes other sizes, or reads other pose maps.</exception>
    public ComparedPackages(string[] folders, ModelPackage package, InferenceOptions inference, Func<ModelPackage, GenerationSettings[]> settingsOf)
    {
        foreach (var folder in folders)
        {
            var other = ModelPackage.Open(folder).WithSize(new FrameSize(package.Manifest.Width, package.Manifest.Height));
            if (other.Manifest.PoseStyle != package.Manifest.PoseStyle)
                throw new ArgumentException($"--compare '{folder}' was trained on poses of the style '{other.Manifest.PoseStyle}', the evaluated model on "
                    + $"'{package.Manifest.PoseStyle}'. Compare models of one style.");
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
            _models.Add(new(name, FrameGenerators.Load(other, inference), settingsOf(other)));
        }
    }

    public IReadOnlyList<ComparedModel> Models => _models;

    public void Dispose()
    {
        foreach (var model in _models)
            model.Generator.Dispose();
    }
}
