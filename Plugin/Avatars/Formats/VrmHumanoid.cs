using System;
using System.Collections.Generic;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>
/// The nodes of the humanoid bones in VRM's extensions of a glTF document: <c>VRMC_vrm_animation</c> (.vrma), <c>VRMC_vrm</c>
/// (VRM 1.0) and <c>VRM</c> (VRM 0.x). Bones are named as in Unity, in camel case; only the thumbs of 1.0 begin one bone earlier.
/// </summary>
static class VrmHumanoid
{
    /// <returns>Node of each bone; null when the document has none of the extensions.</returns>
    public static IReadOnlyDictionary<HumanBodyBones, int>? Nodes(GltfContainer container, int nodeCount)
    {
        foreach (var extension in new[] { "VRMC_vrm_animation", "VRMC_vrm" })
            if (container.Root.Extension(extension)?.TryObject("humanoid")?.TryObject("humanBones") is { } bones)
                return Version1(bones, nodeCount);
        return container.Root.Extension("VRM")?.TryObject("humanoid") is { } humanoid ? Version0(humanoid.Items("humanBones"), nodeCount) : null;
    }

    /// <summary>A bone by Unity's name or VRM's, in any capitals, with or without spaces.</summary>
    /// <param name="hasMetacarpalThumbs">Whether thumbs begin with the metacarpal bone, as in VRM 1.0.</param>
    public static bool TryBone(string name, bool hasMetacarpalThumbs, out HumanBodyBones bone)
    {
        name = name.Replace(" ", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        if (name.Contains("ThumbMetacarpal", StringComparison.OrdinalIgnoreCase))
            name = name.Replace("Metacarpal", "Proximal", StringComparison.OrdinalIgnoreCase);
        else if (hasMetacarpalThumbs && name.Contains("ThumbProximal", StringComparison.OrdinalIgnoreCase))
            name = name.Replace("Proximal", "Intermediate", StringComparison.OrdinalIgnoreCase);
        bone = HumanBodyBones.LastBone;
        return name.Length > 0 && char.IsLetter(name[0]) && Enum.TryParse(name, ignoreCase: true, out bone) && bone != HumanBodyBones.LastBone;
    }

    static Dictionary<HumanBodyBones, int> Version1(GltfElement bones, int nodeCount)
    {
        var nodes = new Dictionary<HumanBodyBones, int>();
        // Files of 1.0's beta still name thumbs as 0.x does.
        var hasMetacarpals = !bones.Has("leftThumbIntermediate") && !bones.Has("rightThumbIntermediate");
        foreach (var name in bones.Names())
            if (TryBone(name, hasMetacarpals, out var bone) && bones.TryObject(name) is { } entry && entry.IndexOrNone("node", nodeCount) is var node and >= 0)
                nodes.TryAdd(bone, node);
        return nodes;
    }

    static Dictionary<HumanBodyBones, int> Version0(GltfElement[] bones, int nodeCount)
    {
        var nodes = new Dictionary<HumanBodyBones, int>();
        foreach (var entry in bones)
            if (entry.Text("bone") is { } name && TryBone(name, hasMetacarpalThumbs: false, out var bone)
                && entry.IndexOrNone("node", nodeCount) is var node and >= 0)
                nodes.TryAdd(bone, node); // of a bone that is named twice, the first counts
        return nodes;
    }
}
