using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using Avatars.Animation;
using Avatars.Files;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>A clip, and what its joints mean.</summary>
/// <param name="Map">Null when the skeleton is not recognised as a human's.</param>
public sealed record Motion(AnimationClip Clip, HumanoidMap? Map)
{
    public Skeleton Skeleton => Clip.Skeleton;

    /// <summary>Up in the clip's space, as defined by the file format: +Y in glTF and .pose; null for BVH, which does not define it.</summary>
    public Vector3? DeclaredUp { get; init; }

    /// <summary>The file, for messages; empty for a motion without a file.</summary>
    public string Source { get; init; } = "";

    /// <summary>One line for each correction or omission in reading, with file and location.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Names of all animations of the file, of which the clip is one; empty for formats that hold one.</summary>
    public IReadOnlyList<string> Animations { get; init; } = [];

    /// <summary>Index of the clip among <see cref="Animations"/>, or -1.</summary>
    public int Animation { get; init; } = -1;

    /// <summary>What a VRM model says about itself; null for other files.</summary>
    public VrmModel? Model { get; init; }

    /// <summary>The clip on a character's skeleton.</summary>
    /// <exception cref="NotSupportedException">The motion is not a human's.</exception>
    public AnimationClip For(HumanoidMap character, RootMotion rootMotion = RootMotion.FromOrigin) =>
        For(character, new RetargetingOptions { RootMotion = rootMotion });

    /// <summary>The clip on a character's skeleton.</summary>
    /// <param name="options">Up is taken from <see cref="DeclaredUp"/> unless the options set it.</param>
    /// <exception cref="NotSupportedException">The skeleton is not human; the message lists the bones found and missing.</exception>
    public AnimationClip For(HumanoidMap character, RetargetingOptions options) =>
        Clip.To(RequireMap(), character, options with { DeclaredUp = options.DeclaredUp ?? DeclaredUp });

    /// <summary><see cref="Map"/>, or an exception that lists the bones found and missing.</summary>
    /// <exception cref="NotSupportedException">The motion is not a human's.</exception>
    public HumanoidMap RequireMap()
    {
        try
        {
            return Map ?? HumanoidMap.Find(Clip.Skeleton);
        }
        catch (NotSupportedException error) when (Source.Length > 0)
        {
            throw new NotSupportedException($"{Source}: {ErrorLine.Of(error)}", error);
        }
    }
}

/// <summary>Reads a motion from a file of any supported format, chosen by the file name extension.</summary>
public static class MotionFile
{
    /// <summary>For messages and file dialogs.</summary>
    public const string Endings = ".bvh, .glb, .gltf, .vrm, .vrma, .pose";

    /// <param name="animation">Name or index (from 0) of one of a glTF file's animations; null takes the first.</param>
    /// <param name="person">Which person of a .pose file, from 1; null takes the first visible person.</param>
    /// <param name="bones">A file with the bones of the joints (see <see cref="BonesFile"/>); null recognises them.</param>
    /// <exception cref="NotSupportedException">The name has another ending, or the bones do not make a human.</exception>
    /// <exception cref="ArgumentException">There is no such animation, or the format holds only one.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is damaged or holds no motion; the message names the location in it.</exception>
    public static Motion Read(string path, string? animation = null, int? person = null, string? bones = null)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no motion file '{path}'. Check the path.", path);
        var motion = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".bvh" => FromBvh(path),
            ".glb" or ".gltf" or ".vrm" or ".vrma" => FromGltf(path, animation),
            ".pose" => FromPose(path, person),
            var other => throw new NotSupportedException($"'{path}': '{other}' is not a motion format. Known: {Endings}."),
        };
        if (animation is not null && motion.Animation < 0)
            throw new ArgumentException($"{path}: a {Path.GetExtension(path)} file holds one motion. Leave out the animation "
                + $"({ErrorLine.Quote(animation)}), or give a glTF file.", nameof(animation));
        if (bones is not null)
            motion = motion with { Map = WithGivenBones(motion, bones) };
        return motion.Map?.Missing() is { Count: > 0 } missing
            ? motion with { Warnings = [.. motion.Warnings, $"{path}: the skeleton has no {string.Join(", ", missing)}; what is missing stays at rest."] }
            : motion;
    }

    static HumanoidMap WithGivenBones(Motion motion, string bones)
    {
        var chosen = BonesFile.Read(bones);
        try
        {
            return HumanoidMap.Find(motion.Skeleton, chosen);
        }
        catch (Exception error) when (error is FormatException or NotSupportedException)
        {
            throw new FormatException($"{bones}, with {motion.Source}: {ErrorLine.Of(error)}", error);
        }
    }

    static Motion FromBvh(string path)
    {
        var warnings = new List<string>();
        var clip = BvhFile.Read(path, warnings);
        return new Motion(clip, HumanoidMap.TryFind(clip.Skeleton)) { Source = path, Warnings = warnings };
    }

    static Motion FromPose(string path, int? person)
    {
        var file = PoseFile.Read(path);
        try
        {
            var clip = file.ToLandmarks(person).ToClip(Path.GetFileNameWithoutExtension(path), StandardHumanoid.Map);
            return new Motion(clip, HumanoidMap.TryFind(clip.Skeleton)) { DeclaredUp = Vector3.UnitY, Source = path };
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new FormatException($"{path}: {ErrorLine.Of(error)}", error);
        }
    }

    static Motion FromGltf(string path, string? animation)
    {
        var index = 0;
        var file = GltfFile.ReadMotion(path, names => index = animation is null ? 0 : IndexOf(path, names, animation));
        return new Motion(file.Clips[0], file.Humanoid ?? HumanoidMap.TryFind(file.Skeleton))
        {
            DeclaredUp = Vector3.UnitY,
            Source = path,
            Animations = file.AnimationNames,
            Animation = file.AnimationNames.Count > 0 ? index : -1,
            Model = file.Vrm,
        };
    }

    static int IndexOf(string path, IReadOnlyList<string> names, string animation)
    {
        foreach (var comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
            for (var i = 0; i < names.Count; i++)
                if (names[i].Equals(animation, comparison))
                    return i;
        if (int.TryParse(animation, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < names.Count)
            return index;
        var known = string.Join(", ", names.Take(50).Select((name, i) => $"{i} {ErrorLine.Quote(name)}"));
        throw new ArgumentException($"{path} has no animation {ErrorLine.Quote(animation)}. It has: {known}{(names.Count > 50 ? ", ..." : "")}. Give a "
            + "name or a number.", nameof(animation));
    }
}
