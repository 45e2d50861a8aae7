using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using Avatars.Animation;
using Avatars.Files;
using Avatars.Imaging;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Formats;

/// <summary>Decodes a PNG or JPEG; <c>Formats</c> itself does not decode pictures.</summary>
/// <param name="name">What to call the picture in messages.</param>
public delegate RgbaImage PictureDecoder(ReadOnlySpan<byte> bytes, string name);

/// <summary>
/// glTF 2.0, as <c>.glb</c>, <c>.gltf</c>, <c>.vrm</c> or <c>.vrma</c>: the nodes of its skins as a skeleton, its animations as clips, its skinned
/// triangles as meshes. Without compression. Nothing outside the file's folder is opened, links followed.
/// </summary>
public sealed class GltfFile
{
    const string Remedy = "Export or fetch the file again.";

    GltfFile(string name, Skeleton skeleton, HumanoidMap? humanoid, IReadOnlyList<string> animations, IReadOnlyList<AnimationClip> clips,
        Matrix4x4[] inverseBind, IReadOnlyList<SkinnedMesh> meshes) =>
        (Name, Skeleton, Humanoid, AnimationNames, Clips, InverseBind, Meshes) = (name, skeleton, humanoid, animations, clips, inverseBind, meshes);

    public string Name { get; }

    public Skeleton Skeleton { get; }

    /// <summary>The humanoid bones of VRM's extensions; null where there are none, or too few bones.</summary>
    public HumanoidMap? Humanoid { get; }

    /// <summary>What a VRM model says about itself; null for other files.</summary>
    public VrmModel? Vrm { get; private init; }

    /// <summary>Of all animations, in the file's order.</summary>
    public IReadOnlyList<string> AnimationNames { get; }

    /// <summary>One for each of <see cref="AnimationNames"/>; of <see cref="ReadMotion"/>, the requested one.</summary>
    public IReadOnlyList<AnimationClip> Clips { get; }

    /// <summary>One per joint of <see cref="Skeleton"/>: model space at rest to joint space.</summary>
    public Matrix4x4[] InverseBind { get; }

    /// <summary>Empty when the file has no skin.</summary>
    public IReadOnlyList<SkinnedMesh> Meshes { get; }

    /// <summary>Something that can be drawn and posed.</summary>
    public Character ToCharacter() => new() { Name = Name, Skeleton = Skeleton, InverseBind = InverseBind, Meshes = Meshes };

    /// <param name="decoder">Null leaves textures white, under the material's base colour.</param>
    /// <exception cref="FormatException">The file is not glTF 2.0, is damaged, or requires an unsupported feature; the message names the field.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static GltfFile Read(string path, PictureDecoder? decoder = null) => FileReading.Run(path, Remedy, () =>
    {
        using var container = GltfContainer.Open(path);
        return Read(container, decoder);
    });

    /// <param name="source">The file's path, for messages and for the files beside it.</param>
    /// <exception cref="FormatException">The file is not glTF 2.0, is damaged, or requires an unsupported feature; the message names the field.</exception>
    public static GltfFile Parse(byte[] bytes, string source, PictureDecoder? decoder = null) => FileReading.Run(source, Remedy, () =>
    {
        using var container = GltfContainer.Open(bytes, source);
        return Read(container, decoder);
    });

    /// <summary>Skeleton and one animation: meshes, textures and the other animations are not read.</summary>
    /// <param name="choose">From the names of the animations to the index of one.</param>
    /// <exception cref="FormatException">The file is not glTF 2.0, is damaged, has no animation, or requires an unsupported feature; the message
    /// names the field.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static GltfFile ReadMotion(string path, Func<IReadOnlyList<string>, int> choose)
    {
        using var container = FileReading.Run(path, Remedy, () => GltfContainer.Open(path));
        var names = FileReading.Run(path, Remedy, () => GltfAnimations.Names(container));
        var vrm = FileReading.Run(path, Remedy, () => VrmModel.Of(container));
        if (names.Length == 0 && vrm is null)
            throw new FormatException($"{path}, animations: there are none. Export the model with an animation.");
        var index = names.Length == 0 ? -1 : choose(names);
        return FileReading.Run(path, Remedy, () =>
        {
            var skeleton = new GltfSkeleton(container);
            var clip = index < 0 ? Standing(skeleton.Skeleton, NameOf(container))
                : GltfAnimations.Read(container, new GltfAccessors(container), skeleton, index);
            return new GltfFile(NameOf(container), skeleton.Skeleton, skeleton.Humanoid(), names, [clip], [], []) { Vrm = vrm };
        });
    }

    static GltfFile Read(GltfContainer container, PictureDecoder? decoder)
    {
        var accessors = new GltfAccessors(container);
        var skeleton = new GltfSkeleton(container);
        var names = GltfAnimations.Names(container);
        var clips = new AnimationClip[names.Length];
        for (var i = 0; i < clips.Length; i++)
            clips[i] = GltfAnimations.Read(container, accessors, skeleton, i);
        var meshes = new GltfMeshes(container, accessors, skeleton, decoder);
        return new GltfFile(NameOf(container), skeleton.Skeleton, skeleton.Humanoid(), names, clips, meshes.InverseBind, meshes.Meshes)
        {
            Vrm = VrmModel.Of(container),
        };
    }

    /// <summary>The rest pose, for models without an animation.</summary>
    static AnimationClip Standing(Skeleton skeleton, string name)
    {
        var recorder = new ClipRecorder(skeleton);
        var rest = new JointTransform[skeleton.Count];
        skeleton.CopyRestTo(rest);
        recorder.Add(rest);
        return recorder.ToClip(name, 30);
    }

    static string NameOf(GltfContainer container) => Path.GetFileNameWithoutExtension(container.Source);
}
