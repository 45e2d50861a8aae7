using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Scenes;

namespace Avatars.Formats;

/// <summary>Base colour, normal map and occlusion of a glTF document's materials.</summary>
sealed class GltfMaterials
{
    static readonly RgbaImage White = new(1, 1, [255, 255, 255, 255]);

    readonly GltfContainer _container;
    readonly GltfAccessors _accessors;
    readonly PictureDecoder? _decoder;
    readonly GltfElement[] _materials;
    readonly GltfElement[] _textures;
    readonly GltfElement[] _images;
    readonly Dictionary<int, RgbaImage> _pictures = [];

    public GltfMaterials(GltfContainer container, GltfAccessors accessors, PictureDecoder? decoder)
    {
        _container = container;
        _accessors = accessors;
        _decoder = decoder;
        _materials = container.Root.Items("materials");
        _textures = container.Root.Items("textures");
        _images = container.Root.Items("images");
    }

    public Material Of(GltfElement primitive)
    {
        var index = primitive.IndexOrNone("material", _materials.Length);
        if (index < 0)
            return new Material { Diffuse = White };
        var material = _materials[index];
        var surface = material.TryObject("pbrMetallicRoughness");
        var color = surface?.Numbers("baseColorFactor", 4) ?? [1, 1, 1, 1];
        return new Material
        {
            Diffuse = surface is { } found && Picture(found, "baseColorTexture") is { } picture ? picture : White,
            Normal = Picture(material, "normalTexture"),
            Occlusion = Picture(material, "occlusionTexture"),
            Tint = new Vector3(ToSrgb(color[0]), ToSrgb(color[1]), ToSrgb(color[2])),
            Alpha = material.Text("alphaMode") switch { "MASK" => AlphaMode.Cutout, "BLEND" => AlphaMode.Layered, _ => AlphaMode.Opaque },
            IsDoubleSided = material.Flag("doubleSided"),
        };
    }

    RgbaImage? Picture(GltfElement owner, string name)
    {
        if (_decoder is null || owner.TryObject(name) is not { } reference)
            return null;
        var texture = _textures[reference.Index("index", _textures.Length)];
        var index = texture.Index("source", _images.Length);
        if (_pictures.TryGetValue(index, out var known))
            return known;
        var image = _images[index];
        var label = $"{_container.Source}, images[{index}]";
        return _pictures[index] = image.Text("uri") is { } uri ? _decoder(_container.ReadUri(image, uri), label) : _decoder(_accessors.View(image, "bufferView"), label);
    }

    /// <summary>glTF's factors are linear, Avatar's tints sRGB.</summary>
    static float ToSrgb(float linear)
    {
        if (linear >= 1)
            return 1;
        linear = MathF.Max(linear, 0);
        return linear <= 0.0031308f ? 12.92f * linear : 1.055f * MathF.Pow(linear, 1 / 2.4f) - 0.055f;
    }
}
