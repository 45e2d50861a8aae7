using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Scenes;

namespace Avatars.Formats;

/// <summary>Base colour, normal map and occlusion of a glTF document's materials. Pictures of unsupported kinds are left out.</summary>
sealed class GltfMaterials
{
    const long MaximumPixels = 1 << 26; // of all pictures together: one of 8192 a side, 64 of 1024

    static readonly RgbaImage White = new(1, 1, [255, 255, 255, 255]);

    readonly GltfContainer _container;
    readonly GltfAccessors _accessors;
    readonly PictureDecoder? _decoder;
    readonly GltfElement[] _materials;
    readonly GltfElement[] _textures;
    readonly GltfElement[] _images;
    readonly Dictionary<int, RgbaImage> _pictures = [];
    long _pixelsLeft = MaximumPixels;

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

    /// <summary>How the base colour's picture is laid on: which of the vertices' coordinates, and KHR_texture_transform.</summary>
    /// <returns>Index of the coordinates, and what takes them to the picture.</returns>
    public (int Set, Matrix3x2 Transform) CoordinatesOf(GltfElement primitive)
    {
        var index = primitive.IndexOrNone("material", _materials.Length);
        if (index < 0 || _materials[index].TryObject("pbrMetallicRoughness")?.TryObject("baseColorTexture") is not { } reference)
            return (0, Matrix3x2.Identity);
        var set = (int)reference.Integer("texCoord", 0, 0);
        if (reference.Extension("KHR_texture_transform") is not { } transform)
            return (set, Matrix3x2.Identity);
        var offset = transform.Numbers("offset", 2) ?? [0, 0];
        var scale = transform.Numbers("scale", 2) ?? [1, 1];
        // Counter-clockwise with v downward: the opposite direction of System.Numerics.
        var matrix = Matrix3x2.CreateScale(scale[0], scale[1]) * Matrix3x2.CreateRotation(-transform.Number("rotation", 0))
            * Matrix3x2.CreateTranslation(offset[0], offset[1]);
        return ((int)transform.Integer("texCoord", set, 0), matrix);
    }

    RgbaImage? Picture(GltfElement owner, string name)
    {
        if (_decoder is null || owner.TryObject(name) is not { } reference)
            return null;
        var texture = _textures[reference.Index("index", _textures.Length)];
        var index = texture.IndexOrNone("source", _images.Length);
        if (index < 0)
            return null; // only a picture of an extension: WebP, Basis Universal
        if (_pictures.TryGetValue(index, out var known))
            return known;
        var image = _images[index];
        var label = $"{_container.Source}, images[{index}]";
        if (image.Text("mimeType") is { } kind && kind is not ("image/png" or "image/jpeg"))
            return null;
        var picture = image.Text("uri") is { } uri ? _decoder(_container.ReadUri(image, uri), label) : _decoder(_accessors.View(image, "bufferView"), label);
        _pixelsLeft -= (long)picture.Width * picture.Height;
        if (_pixelsLeft < 0)
            throw image.Wrong($"the model's pictures have more than {MaximumPixels} pixels together. Make them smaller.");
        return _pictures[index] = picture;
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
