using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json;

namespace Avatars.Datasets.MakeHuman;

/// <summary>The morph targets of a collection, each read once, on first use. Thread-safe.</summary>
public sealed class TargetLibrary
{
    readonly string _folder;
    readonly int _baseVertices;
    readonly ConcurrentDictionary<string, Lazy<MorphTarget>> _targets = new(StringComparer.Ordinal);
    readonly Dictionary<string, Slider> _sliders = new(StringComparer.Ordinal);

    /// <param name="folder">`makehuman/targets`.</param>
    public TargetLibrary(string folder, int baseVertices)
    {
        _folder = folder;
        _baseVertices = baseVertices;
        ReadSliders(Path.Combine(folder, "detail.json"));
    }

    /// <summary>A face or body detail: its targets to either side.</summary>
    /// <param name="Part">Folder below `targets/detail`, for example "nose".</param>
    public sealed record Slider(string Part, string Name, string[] Negative, string[] Positive);

    /// <summary>All detail sliders by name, in the file's order.</summary>
    public IReadOnlyDictionary<string, Slider> Sliders => _sliders;

    /// <summary>Adds a person's macro shape to the base positions.</summary>
    public void Apply(MacroShape shape, Span<Vector3> positions)
    {
        foreach (var (file, weight) in shape.Targets())
            Target("macro/" + file).AddTo(positions, weight);
    }

    /// <param name="value">-1..1.</param>
    /// <exception cref="ArgumentException">There is no such slider.</exception>
    public void Apply(string slider, float value, Span<Vector3> positions)
    {
        if (!_sliders.TryGetValue(slider, out var found))
            throw new ArgumentException($"There is no detail slider '{slider}'. Its name must be in {Path.Combine(_folder, "detail.json")}.", nameof(slider));
        foreach (var file in value < 0 ? found.Negative : found.Positive)
            Target($"detail/{found.Part}/{file}").AddTo(positions, MathF.Abs(value));
    }

    /// <param name="name">A facial action, for example "mouth-open".</param>
    public MorphTarget Expression(string name) => Target("expression/" + name);

    MorphTarget Target(string name) => _targets.GetOrAdd(name, file => new Lazy<MorphTarget>(
        () => MorphTarget.Read(AssetFile.Inside(_folder, file + ".target.gz", _folder), _baseVertices))).Value;

    void ReadSliders(string path)
    {
        using var document = AssetJson.Read(path);
        foreach (var part in AssetJson.Fields(document.RootElement, path, "top"))
            foreach (var slider in AssetJson.Array(part.Value, path, part.Name))
            {
                var name = AssetJson.Text(slider, path, part.Name, "name");
                _sliders[name] = new Slider(part.Name, name, AssetJson.Texts(slider, path, name, "negative"), AssetJson.Texts(slider, path, name, "positive"));
            }
    }
}
