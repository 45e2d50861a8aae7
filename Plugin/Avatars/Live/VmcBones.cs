using System;
using System.Text;
using Avatars.Rig;

namespace Avatars.Live;

/// <summary>Names of bones as VMC senders spell them: Unity's, in any case; some send those of VRM 1.0, whose thumbs begin with a metacarpal.</summary>
internal static class VmcBones
{
    static readonly byte[][] Names = Array.ConvertAll(Bones(), bone => Encoding.ASCII.GetBytes(bone.ToString()));

    /// <param name="hasMetacarpals">Whether the sender names thumbs as VRM 1.0 does: then its "proximal" is Unity's intermediate bone.</param>
    /// <returns><see cref="HumanBodyBones.LastBone"/> for other names.</returns>
    public static HumanBodyBones Find(ReadOnlySpan<byte> name, ref bool hasMetacarpals)
    {
        if (IsSame(name, "LeftThumbMetacarpal"u8) || IsSame(name, "RightThumbMetacarpal"u8))
        {
            hasMetacarpals = true;
            return name.Length == "LeftThumbMetacarpal".Length ? HumanBodyBones.LeftThumbProximal : HumanBodyBones.RightThumbProximal;
        }
        for (var bone = 0; bone < Names.Length; bone++)
            if (IsSame(name, Names[bone]))
                return hasMetacarpals && (HumanBodyBones)bone is HumanBodyBones.LeftThumbProximal or HumanBodyBones.RightThumbProximal
                    ? (HumanBodyBones)bone + 1 : (HumanBodyBones)bone;
        return HumanBodyBones.LastBone;
    }

    /// <summary>Equal but for the case of ASCII letters.</summary>
    public static bool IsSame(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
            return false;
        for (var i = 0; i < a.Length; i++)
            if (Lower(a[i]) != Lower(b[i]))
                return false;
        return true;
    }

    static int Lower(byte letter) => letter is >= (byte)'A' and <= (byte)'Z' ? letter | 0x20 : letter;

    static HumanBodyBones[] Bones()
    {
        var bones = new HumanBodyBones[HumanBones.Count];
        for (var i = 0; i < bones.Length; i++)
            bones[i] = (HumanBodyBones)i;
        return bones;
    }
}
