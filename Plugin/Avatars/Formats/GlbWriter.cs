using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using System.Text.Json;
using Avatars.Animation;
using Avatars.Files;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Formats;

/// <summary>Writes glTF 2.0 binary files: a skeleton with its animation and skin (.glb), or a VRM animation (.vrma).</summary>
public static class GlbWriter
{
    /// <summary>A skeleton, its motion at the clip's frame rate, and the skin on it. Weights of the clip are left out.</summary>
    /// <param name="mesh">Bound to the clip's skeleton at rest; null for a bare skeleton.</param>
    public static void Write(string path, AnimationClip clip, SkinnedMesh? mesh = null)
    {
        var glb = new GlbDocument(clip.Skeleton, RestOf(clip.Skeleton));
        if (mesh is not null)
            glb.AddSkin(mesh);
        glb.AddAnimation(clip, joint => true, joint => clip.Curves[joint].Translation is not null);
        WholeFile.Write(path, stream => glb.Write(stream, json => { }, "glTF"));
    }

    /// <summary>A VRM animation: rotations of the humanoid bones away from the T pose, travel of the hips, expressions as the clip's weights.</summary>
    /// <param name="preset">The VRM preset of a weight, or null: it is written as a custom expression.</param>
    /// <exception cref="ArgumentException">The skeleton lacks a bone that VRM requires.</exception>
    public static void WriteVrma(string path, AnimationClip clip, HumanoidMap map, Func<string, string?> preset)
    {
        foreach (var bone in HumanBones.RequiredByUnity)
            if (!map.Has(bone))
                throw new ArgumentException($"A VRM animation needs {bone}, which the skeleton lacks. Write a .glb instead.", nameof(map));
        var glb = new GlbDocument(clip.Skeleton, TPoseOf(map));
        glb.AddAnimation(clip, joint => map.BoneOf(joint) is not (HumanBodyBones.LastBone or HumanBodyBones.LeftEye or HumanBodyBones.RightEye),
            joint => map.BoneOf(joint) == HumanBodyBones.Hips);
        var expressions = glb.AddWeights(clip);
        WholeFile.Write(path, stream => glb.Write(stream, json => WriteExtension(json, map, clip, expressions, preset), "VRMC_vrm_animation"));
    }

    static void WriteExtension(Utf8JsonWriter json, HumanoidMap map, AnimationClip clip, int firstExpression, Func<string, string?> preset)
    {
        json.WriteStartArray("extensionsUsed");
        json.WriteStringValue("VRMC_vrm_animation");
        json.WriteEndArray();
        json.WriteStartObject("extensions");
        json.WriteStartObject("VRMC_vrm_animation");
        json.WriteString("specVersion", "1.0");
        json.WriteStartObject("humanoid");
        json.WriteStartObject("humanBones");
        for (var i = 0; i < HumanBones.Count; i++)
            if (map.Has((HumanBodyBones)i))
            {
                json.WriteStartObject(VrmName((HumanBodyBones)i));
                json.WriteNumber("node", map[(HumanBodyBones)i]);
                json.WriteEndObject();
            }
        json.WriteEndObject();
        json.WriteEndObject();
        if (clip.Weights.Count > 0)
        {
            json.WriteStartObject("expressions");
            foreach (var isPreset in new[] { true, false })
            {
                json.WriteStartObject(isPreset ? "preset" : "custom");
                for (var i = 0; i < clip.Weights.Count; i++)
                    if (preset(clip.Weights[i].Name) is not null == isPreset)
                    {
                        json.WriteStartObject(preset(clip.Weights[i].Name) ?? clip.Weights[i].Name);
                        json.WriteNumber("node", firstExpression + i);
                        json.WriteEndObject();
                    }
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>VRM 1.0's name: camel case, and thumbs that begin with the metacarpal bone.</summary>
    internal static string VrmName(HumanBodyBones bone)
    {
        var name = bone.ToString();
        name = char.ToLowerInvariant(name[0]) + name[1..];
        return name.Replace("ThumbProximal", "ThumbMetacarpal", StringComparison.Ordinal).Replace("ThumbIntermediate", "ThumbProximal",
            StringComparison.Ordinal);
    }

    static JointTransform[] RestOf(Skeleton skeleton)
    {
        var rest = new JointTransform[skeleton.Count];
        skeleton.CopyRestTo(rest);
        return rest;
    }

    static JointTransform[] TPoseOf(HumanoidMap map)
    {
        var rest = RestOf(map.Skeleton);
        var tPose = TPose.OfRest(map);
        for (var i = 0; i < rest.Length; i++)
        {
            var parent = map.Skeleton[i].Parent;
            rest[i] = rest[i] with { Rotation = Quaternion.Normalize(parent < 0 ? tPose.Rotations[i]
                : Quaternion.Conjugate(tPose.Rotations[parent]) * tPose.Rotations[i]) };
        }
        return rest;
    }
}
