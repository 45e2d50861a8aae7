using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;
using Avatars.Imaging;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Formats;

/// <summary>Turns the bytes of a PNG or JPEG into a picture: <c>Formats</c> itself knows no picture files.</summary>
/// <param name="name">What to call the picture in messages.</param>
public delegate RgbaImage PictureDecoder(ReadOnlySpan<byte> bytes, string name);

/// <summary>
/// glTF 2.0, as <c>.glb</c> or <c>.gltf</c>: the nodes of its skins as a skeleton, its animations as clips, its skinned triangles as
/// meshes. Without extensions and compression. Nothing outside the file's folder is opened.
/// </summary>
public sealed class GltfFile
{
    GltfFile(string name, Skeleton skeleton, IReadOnlyList<AnimationClip> clips, Matrix4x4[] inverseBind, IReadOnlyList<SkinnedMesh> meshes) =>
        (Name, Skeleton, Clips, InverseBind, Meshes) = (name, skeleton, clips, inverseBind, meshes);

    public string Name { get; }

    public Skeleton Skeleton { get; }

    public IReadOnlyList<AnimationClip> Clips { get; }

    /// <summary>One per joint of <see cref="Skeleton"/>: model space at rest to joint space.</summary>
    public Matrix4x4[] InverseBind { get; }

    /// <summary>Empty when the file has no skin.</summary>
    public IReadOnlyList<SkinnedMesh> Meshes { get; }

    /// <summary>Something that can be drawn and posed.</summary>
    public Character ToCharacter() => new() { Name = Name, Skeleton = Skeleton, InverseBind = InverseBind, Meshes = Meshes };

    /// <param name="decoder">Null leaves textures white, under the material's base colour.</param>
    /// <exception cref="FormatException">It is no glTF 2.0, broken, or needs what is not read; the message names the field.</exception>
    /// <exception cref="System.IO.IOException">The file cannot be read.</exception>
    public static GltfFile Read(string path, PictureDecoder? decoder = null)
    {
        using var container = GltfContainer.Open(path);
        return Read(container, decoder);
    }

    /// <param name="source">The file's path, for messages and for the files beside it.</param>
    /// <exception cref="FormatException">It is no glTF 2.0, broken, or needs what is not read; the message names the field.</exception>
    public static GltfFile Parse(byte[] bytes, string source, PictureDecoder? decoder = null)
    {
        using var container = GltfContainer.Open(bytes, source);
        return Read(container, decoder);
    }

    static GltfFile Read(GltfContainer container, PictureDecoder? decoder)
    {
        var accessors = new GltfAccessors(container);
        var skeleton = new GltfSkeleton(container);
        var clips = GltfAnimations.Read(container, accessors, skeleton);
        var meshes = new GltfMeshes(container, accessors, skeleton, decoder);
        return new GltfFile(System.IO.Path.GetFileNameWithoutExtension(container.Source), skeleton.Skeleton, clips, meshes.InverseBind, meshes.Meshes);
    }
}
