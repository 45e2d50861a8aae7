using System.Numerics;
using Avatars.Rig;

namespace Avatars.Tests.Rig;

/// <summary>A hand-made person of 1.7 m with fingers, in the T pose, under Mixamo's names; and variants of it that mean the same.</summary>
static class Humanoids
{
    /// <summary>Name, parent and place in metres of the midline and the left side.</summary>
    static readonly (string Name, string? Parent, Vector3 Position)[] Rows =
    [
        ("Hips", null, new(0, 0.95f, 0)),
        ("Spine", "Hips", new(0, 1.05f, 0)), ("Spine1", "Spine", new(0, 1.15f, 0)), ("Spine2", "Spine1", new(0, 1.25f, 0)),
        ("Neck", "Spine2", new(0, 1.45f, 0)), ("Head", "Neck", new(0, 1.55f, 0.02f)),
        ("LeftEye", "Head", new(0.031f, 1.58f, 0.12f)),
        ("LeftShoulder", "Spine2", new(0.03f, 1.40f, 0)), ("LeftArm", "LeftShoulder", new(0.18f, 1.40f, 0)),
        ("LeftForeArm", "LeftArm", new(0.46f, 1.40f, 0)), ("LeftHand", "LeftForeArm", new(0.71f, 1.40f, 0)),
        ("LeftHandThumb1", "LeftHand", new(0.73f, 1.39f, 0.03f)), ("LeftHandThumb2", "LeftHandThumb1", new(0.751f, 1.381f, 0.0495f)),
            ("LeftHandThumb3", "LeftHandThumb2", new(0.772f, 1.372f, 0.069f)),
        ("LeftHandIndex1", "LeftHand", new(0.80f, 1.40f, 0.03f)), ("LeftHandIndex2", "LeftHandIndex1", new(0.84f, 1.40f, 0.03f)),
            ("LeftHandIndex3", "LeftHandIndex2", new(0.865f, 1.40f, 0.03f)),
        ("LeftHandMiddle1", "LeftHand", new(0.80f, 1.40f, 0.01f)), ("LeftHandMiddle2", "LeftHandMiddle1", new(0.845f, 1.40f, 0.01f)),
            ("LeftHandMiddle3", "LeftHandMiddle2", new(0.87f, 1.40f, 0.01f)),
        ("LeftHandRing1", "LeftHand", new(0.80f, 1.40f, -0.01f)), ("LeftHandRing2", "LeftHandRing1", new(0.84f, 1.40f, -0.01f)),
            ("LeftHandRing3", "LeftHandRing2", new(0.865f, 1.40f, -0.01f)),
        ("LeftHandPinky1", "LeftHand", new(0.80f, 1.40f, -0.03f)), ("LeftHandPinky2", "LeftHandPinky1", new(0.83f, 1.40f, -0.03f)),
            ("LeftHandPinky3", "LeftHandPinky2", new(0.85f, 1.40f, -0.03f)),
        ("LeftUpLeg", "Hips", new(0.10f, 0.90f, 0)), ("LeftLeg", "LeftUpLeg", new(0.10f, 0.49f, 0)), ("LeftFoot", "LeftLeg", new(0.10f, 0.08f, 0)),
            ("LeftToeBase", "LeftFoot", new(0.10f, 0.02f, 0.13f)),
    ];

    /// <summary>The person; joint axes along the world's when <paramref name="axesSeed"/> is null, turned at random otherwise.</summary>
    /// <param name="scale">Units a metre.</param>
    public static Skeleton Person(float scale = 1, int? axesSeed = null)
    {
        var random = new Random(axesSeed ?? 0);
        var rows = BothSides();
        var index = new Dictionary<string, int>();
        var axes = new Quaternion[rows.Count];
        var joints = new Joint[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            var (name, parent, position) = rows[i];
            axes[i] = axesSeed is null ? Quaternion.Identity : RandomRotation(random);
            var above = parent is null ? -1 : index[parent];
            var parentAxes = above < 0 ? Quaternion.Identity : axes[above];
            var offset = above < 0 ? position : position - rows[above].Position;
            joints[i] = new Joint("mixamorig:" + name, above, new JointTransform(
                Vector3.Transform(offset, Quaternion.Conjugate(parentAxes)) * scale,
                Quaternion.Normalize(Quaternion.Conjugate(parentAxes) * axes[i])));
            index[name] = i;
        }
        return new Skeleton(joints);
    }

    /// <summary>A lively pose: every joint turned by up to <paramref name="radians"/> in the model.</summary>
    public static JointTransform[] RandomPose(Skeleton skeleton, int seed, float radians)
    {
        var random = new Random(seed);
        var pose = new JointTransform[skeleton.Count];
        skeleton.CopyRestTo(pose);
        var rest = new ModelPose(skeleton);
        rest.Run(pose);
        for (var i = 0; i < pose.Length; i++)
        {
            var rotation = Quaternion.CreateFromAxisAngle(Vector3.Transform(Vector3.UnitX, RandomRotation(random)), radians * random.NextSingle());
            var inModel = rotation * rest.Rotations[i];
            var parent = skeleton[i].Parent < 0 ? Quaternion.Identity : rest.Rotations[skeleton[i].Parent];
            pose[i] = pose[i] with { Rotation = Quaternion.Normalize(Quaternion.Conjugate(parent) * inModel) };
        }
        return pose;
    }

    public static Quaternion RandomRotation(Random random) => Quaternion.Normalize(new Quaternion(
        random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f));

    static List<(string Name, string? Parent, Vector3 Position)> BothSides()
    {
        var rows = new List<(string, string?, Vector3)>();
        foreach (var (name, parent, position) in Rows)
        {
            rows.Add((name, parent, position));
            if (name.StartsWith("Left", StringComparison.Ordinal))
                rows.Add((Right(name), parent is null ? null : Right(parent), position * new Vector3(-1, 1, 1)));
        }
        return rows;
    }

    static string Right(string name) => name.Replace("Left", "Right", StringComparison.Ordinal);
}
