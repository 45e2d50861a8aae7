using System.Collections.Concurrent;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.Rig;

namespace Avatars.Datasets.MakeHuman;

/// <summary>The MakeHuman files of an assets folder. Every mesh, target and picture is read once, on first use. Thread-safe.</summary>
public sealed class MakeHumanLibrary
{
    readonly ConcurrentDictionary<string, Lazy<WornItem>> _worn = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Lazy<RgbaImage>> _pictures = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Lazy<int[]>> _covered = new(StringComparer.Ordinal);
    readonly Dictionary<string, CatalogItem> _items = new(StringComparer.Ordinal);

    /// <param name="assets">The folder that holds `makehuman`.</param>
    /// <param name="textureSide">Larger textures are halved until they fit, pixels.</param>
    /// <exception cref="FormatException">A file is damaged.</exception>
    public MakeHumanLibrary(string assets, int textureSide = 1024)
    {
        var folder = Path.Combine(assets, "makehuman");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder. Point --assets at the folder that holds 'makehuman' and 'motion'.");
        TextureSide = textureSide;
        Catalog = CatalogItem.ReadAll(Path.Combine(folder, "catalog.json"));
        foreach (var item in Catalog)
            _items[item.Id] = item;
        BaseMesh = ObjMesh.Read(Path.Combine(folder, "base", "base.obj"));
        Body = RenderTopology.Of(BaseMesh, BaseMesh.Group("body"));
        Targets = new TargetLibrary(Path.Combine(folder, "targets"), BaseMesh.Positions.Length);
        var rigs = Path.Combine(folder, "rigs");
        Rig = RigDefinition.Read(Path.Combine(rigs, "rig.mixamo_unity.json"), Path.Combine(rigs, "weights.mixamo_unity.json.gz"), BaseMesh, MixamoTip);
        JointCount = Rig.Fit(BaseMesh.Positions).Count;
        (BodyJoints, BodyWeights) = WornItem.Skin(Body, JointCount, (vertex, sums, touched) =>
        {
            var joints = Rig.Weights.Joints(vertex);
            var weights = Rig.Weights.Weights(vertex);
            for (var i = 0; i < joints.Length; i++)
            {
                sums[joints[i]] += weights[i];
                touched.Add(joints[i]);
            }
        });
    }

    public int TextureSide { get; }

    public IReadOnlyList<CatalogItem> Catalog { get; }

    /// <summary>hm08 with its helpers; joints, targets and garments refer to its vertices.</summary>
    public ObjMesh BaseMesh { get; }

    /// <summary>The visible skin.</summary>
    public RenderTopology Body { get; }

    public TargetLibrary Targets { get; }

    /// <summary>The Mixamo-named rig that maps one to one to a humanoid.</summary>
    public RigDefinition Rig { get; }

    public int JointCount { get; }

    /// <summary>Four joints per render vertex of <see cref="Body"/>.</summary>
    public ushort[] BodyJoints { get; }

    /// <summary>Four weights per render vertex of <see cref="Body"/>.</summary>
    public float[] BodyWeights { get; }

    /// <exception cref="ArgumentException">The catalogue has no such item.</exception>
    public CatalogItem Item(string id) => _items.TryGetValue(id, out var item)
        ? item
        : throw new ArgumentException($"The catalogue has no item '{id}'. Names are listed in makehuman/catalog.json.", nameof(id));

    public WornItem Worn(string id) => _worn.GetOrAdd(id, name => new Lazy<WornItem>(() => WornItem.Read(Item(name), Rig.Weights, JointCount))).Value;

    /// <summary>A texture of the collection, at most <see cref="TextureSide"/> on a side.</summary>
    public RgbaImage Picture(string path) =>
        _pictures.GetOrAdd(path, file => new Lazy<RgbaImage>(() => PictureScaling.HalveUntil(PictureFile.ReadRgba(file), TextureSide))).Value;

    /// <summary>Base vertices under the item: from its file, or measured on the neutral body where the file lists none.</summary>
    public IReadOnlyList<int> HiddenBy(string id)
    {
        var worn = Worn(id);
        return worn.Fit.HiddenVertices.Count > 0 || worn.Item.Slot is "" or "head" or "face" ? worn.Fit.HiddenVertices
            : _covered.GetOrAdd(id, _ => new Lazy<int[]>(() => Measure(worn))).Value;
    }

    int[] Measure(WornItem worn)
    {
        var garment = new Vector3[worn.Fit.VertexCount];
        worn.Fit.Apply(BaseMesh.Positions, garment);
        return CoveredSkin.Find(Body, BaseMesh.Positions, worn.Topology, garment);
    }

    /// <summary>Mixamo's own names for the ends of its chains.</summary>
    static string? MixamoTip(string bone)
    {
        const string prefix = "mixamorig:";
        if (!bone.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        if (bone.Contains("Hand", StringComparison.Ordinal) && bone.EndsWith('3'))
            return bone[..^1] + "4";
        return bone[prefix.Length..] switch
        {
            "Head" => prefix + "HeadTop_End",
            "LeftToeBase" => prefix + "LeftToe_End",
            "RightToeBase" => prefix + "RightToe_End",
            _ => null,
        };
    }
}
