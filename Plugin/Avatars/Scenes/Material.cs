using System.Numerics;
using Avatars.Imaging;

namespace Avatars.Scenes;

/// <summary>How a material's alpha channel is drawn.</summary>
public enum AlphaMode
{
    /// <summary>Alpha is ignored.</summary>
    Opaque,

    /// <summary>Pixels below 0.5 are left out.</summary>
    Cutout,

    /// <summary>Hair and lashes: solid core with depth, then soft edges blended over it, far to near.</summary>
    Layered,
}

/// <summary>What a surface is made of; it decides gloss and light falloff.</summary>
public enum Surface
{
    Skin,
    Cloth,
    Hair,
    Eye,
}

/// <summary>The surface appearance of one mesh. Pictures are shared and immutable.</summary>
public sealed record Material
{
    public required RgbaImage Diffuse { get; init; }

    /// <summary>Tangent space, green up, linear bytes; null for a flat surface.</summary>
    public RgbaImage? Normal { get; init; }

    /// <summary>Grey, multiplies ambient light; null for none.</summary>
    public RgbaImage? Occlusion { get; init; }

    /// <summary>sRGB, 0..1, multiplied into the diffuse colour.</summary>
    public Vector3 Tint { get; init; } = Vector3.One;

    public AlphaMode Alpha { get; init; } = AlphaMode.Opaque;

    public Surface Surface { get; init; } = Surface.Cloth;

    public bool IsDoubleSided { get; init; }

    /// <summary>Layer order of clothes: a larger number is drawn as if nearer by that many millimetres.</summary>
    public float DepthBias { get; init; }
}
