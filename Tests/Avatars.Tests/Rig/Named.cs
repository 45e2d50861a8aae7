using System.Numerics;
using Avatars.Rig;

namespace Avatars.Tests.Rig;

/// <summary>The standard humanoid's shape under the joint names of some tool.</summary>
static class Named
{
    /// <param name="scheme">
    /// The marks of left and right, then joints: <c>Bone:name</c>, with <c>&lt;parent</c> where it hangs elsewhere than in Unity, and
    /// <c>+name&lt;parent</c> for a joint that is no bone. Joints with the left mark stand for both sides; ~ is a space.
    /// </param>
    public static Skeleton Person(string scheme) => Build(scheme, out _);

    /// <summary>The joints that <see cref="Person"/> meant for each bone.</summary>
    public static Dictionary<HumanBodyBones, string> Meant(string scheme)
    {
        Build(scheme, out var meant);
        return meant;
    }

    static Skeleton Build(string scheme, out Dictionary<HumanBodyBones, string> meant)
    {
        var positions = Positions();
        var tokens = scheme.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var (left, right) = (tokens[0], tokens[1]);
        var rows = new List<(string Name, string? Parent, Vector3? Position)>();
        meant = [];
        foreach (var token in tokens[2..])
            foreach (var isLeft in token.Contains(left, StringComparison.Ordinal) ? new[] { true, false } : [true])
            {
                var parts = token.TrimStart('+').Split('<');
                var bone = token[0] == '+' ? HumanBodyBones.LastBone : Enum.Parse<HumanBodyBones>(parts[0].Split(':')[0]);
                var name = token[0] == '+' ? parts[0] : parts[0][(parts[0].IndexOf(':') + 1)..];
                string Sided(string text) => (isLeft ? text : text.Replace(left, right, StringComparison.Ordinal)).Replace('~', ' ');
                bone = isLeft || bone == HumanBodyBones.LastBone ? bone : HumanBones.Mirror(bone);
                if (bone != HumanBodyBones.LastBone)
                    meant[bone] = Sided(name);
                var parent = parts.Length > 1 ? Sided(parts[1]) : bone == HumanBodyBones.LastBone ? null : "*" + bone;
                rows.Add((Sided(name), parent, bone == HumanBodyBones.LastBone ? null : positions[bone]));
            }
        var known = meant;
        string? ParentOf(string? parent)
        {
            if (parent is null || parent[0] != '*')
                return parent;
            var above = HumanBones.Parent(Enum.Parse<HumanBodyBones>(parent[1..]));
            while (above != HumanBodyBones.LastBone && !known.ContainsKey(above))
                above = HumanBones.Parent(above);
            return above == HumanBodyBones.LastBone ? null : known[above];
        }
        var joints = new List<Joint>();
        var world = new Dictionary<string, Vector3>();
        void AddBelow(string? parent, int index)
        {
            foreach (var row in rows.Where(row => ParentOf(row.Parent) == parent))
            {
                var above = parent is null ? Vector3.Zero : world[parent];
                world[row.Name] = row.Position ?? above;
                joints.Add(new Joint(row.Name, index, new JointTransform(world[row.Name] - above, Quaternion.Identity)));
                AddBelow(row.Name, joints.Count - 1);
            }
        }
        AddBelow(null, -1);
        if (joints.Count != rows.Count)
            throw new ArgumentException("a parent is missing in: " + scheme);
        return new Skeleton(joints);
    }

    static Dictionary<HumanBodyBones, Vector3> Positions()
    {
        var pose = new ModelPose(StandardHumanoid.Skeleton);
        var rest = new JointTransform[StandardHumanoid.Skeleton.Count];
        StandardHumanoid.Skeleton.CopyRestTo(rest);
        pose.Run(rest);
        return Enumerable.Range(0, HumanBones.Count).Select(i => (HumanBodyBones)i)
            .ToDictionary(bone => bone, bone => pose.Positions[StandardHumanoid.Map[bone]]);
    }
}
