using System;
using System.IO;
using System.Linq;
using System.Numerics;
using Avatars.Animation;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>A clip, and what its joints mean.</summary>
/// <param name="Map">Null when the skeleton is not recognised as a human's.</param>
public sealed record Motion(AnimationClip Clip, HumanoidMap? Map)
{
    public Skeleton Skeleton => Clip.Skeleton;

    /// <summary>Up in the clip's space, where the file's format states it: +Y in glTF and in .pose; null for BVH, which does not say.</summary>
    public Vector3? DeclaredUp { get; init; }

    /// <summary>The clip on a character's skeleton.</summary>
    /// <exception cref="NotSupportedException">The motion is not a human's.</exception>
    public AnimationClip For(HumanoidMap character, RootMotion rootMotion = RootMotion.FromOrigin) => For(character, new RetargetingOptions { RootMotion = rootMotion });

    /// <summary>The clip on a character's skeleton.</summary>
    /// <param name="options">Up is taken from <see cref="DeclaredUp"/> unless the options state it.</param>
    /// <exception cref="NotSupportedException">The motion is not a human's.</exception>
    public AnimationClip For(HumanoidMap character, RetargetingOptions options) =>
        Clip.To(Map ?? HumanoidMap.Find(Clip.Skeleton), character, options with { DeclaredUp = options.DeclaredUp ?? DeclaredUp });
}

/// <summary>Reads a motion from any file that holds one; the name's ending decides what is read.</summary>
public static class MotionFile
{
    /// <summary>For messages and file dialogs.</summary>
    public const string Endings = ".bvh, .glb, .gltf, .pose";

    /// <param name="animation">Name of one of a glTF file's animations; null takes the first.</param>
    /// <param name="person">Which person of a .pose file, from 1; null takes the first who is seen.</param>
    /// <exception cref="NotSupportedException">The name has another ending.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is broken or holds no motion; the message names the place in it.</exception>
    public static Motion Read(string path, string? animation = null, int? person = null)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no motion file '{path}'. Check the path.", path);
        var clip = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".bvh" => BvhFile.Read(path),
            ".glb" or ".gltf" => FromGltf(path, animation),
            ".pose" => FromPose(path, person),
            var other => throw new NotSupportedException($"'{path}': '{other}' is not a motion format. Known: {Endings}."),
        };
        var isBvh = Path.GetExtension(path).Equals(".bvh", StringComparison.OrdinalIgnoreCase);
        return new Motion(clip, HumanoidMap.TryFind(clip.Skeleton)) { DeclaredUp = isBvh ? null : Vector3.UnitY };
    }

    static AnimationClip FromPose(string path, int? person)
    {
        var file = PoseFile.Read(path);
        try
        {
            return file.ToLandmarks(person).ToClip(Path.GetFileNameWithoutExtension(path), StandardHumanoid.Map);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new FormatException($"{path}: {error.Message}", error);
        }
    }

    static AnimationClip FromGltf(string path, string? animation)
    {
        var clips = GltfFile.Read(path).Clips;
        if (clips.Count == 0)
            throw new FormatException($"{path}, animations: there are none. Export the model with an animation.");
        if (animation is null)
            return clips[0];
        return clips.FirstOrDefault(clip => clip.Name == animation)
            ?? throw new ArgumentException($"{path} has no animation '{animation}'. It has: {string.Join(", ", clips.Select(clip => clip.Name))}.", nameof(animation));
    }
}
