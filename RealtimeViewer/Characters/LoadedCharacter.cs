using Avatars.Formats;
using Avatars.Graphics.Scenes;
using Avatars.Pictures;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Viewer.Characters;

/// <summary>The mesh of a VRM or glTF file, to be shown in place of the body in the rig's pane. Immutable.</summary>
/// <param name="Map">Of the character's skeleton.</param>
/// <param name="About">What a VRM model says about itself, its licence above all; empty for other files.</param>
/// <param name="HasMotion">Whether the file has animations too.</param>
sealed record LoadedCharacter(string Path, Character Character, HumanoidMap Map, string About, bool HasMotion = false)
{
    static readonly string[] Endings = [".vrm", ".glb", ".gltf"];

    /// <summary>Whether a file is named like one that may have a mesh.</summary>
    public static bool IsCharacter(string path) => Endings.Contains(System.IO.Path.GetExtension(path).ToLowerInvariant());

    /// <returns>Null for a file without a skinned mesh.</returns>
    /// <exception cref="FormatException">The file is damaged, or no humanoid is recognised in it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LoadedCharacter? Read(string path)
    {
        var file = GltfFile.Read(path, (bytes, name) => PictureFile.DecodeRgba(bytes.ToArray(), name));
        if (file.Meshes.Count == 0)
            return null;
        var bones = MotionRequest.BonesFileOf(path);
        var map = file.Humanoid ?? (File.Exists(bones) ? HumanoidMap.Find(file.Skeleton, BonesFile.Read(bones)) : HumanoidMap.Find(file.Skeleton));
        var about = file.Vrm is { } vrm ? string.Join("; ", vrm.Lines().Take(2).Select(line => $"{line.Name}: {line.Value}")) : "";
        var character = file.ToCharacter();
        if (character.Skeleton.Count > CharacterRenderer.MostJoints)
            (character, map) = WithoutStillJoints(character, map);
        return new LoadedCharacter(path, character, map, about, file.AnimationNames.Count > 0);
    }

    /// <summary>The character with the joints of its bones alone: hair and cloth do not move by themselves here.</summary>
    internal static (Character, HumanoidMap) WithoutStillJoints(Character character, HumanoidMap map)
    {
        var merged = StillJoints.Merge(character, joint => map.BoneOf(joint) != HumanBodyBones.LastBone, out var indices);
        var bones = new Dictionary<HumanBodyBones, int>();
        for (var i = 0; i < indices.Count; i++)
            if (indices[i] >= 0 && map.BoneOf(indices[i]) is var bone and not HumanBodyBones.LastBone)
                bones[bone] = i;
        return (merged, new HumanoidMap(merged.Skeleton, bones));
    }
}
