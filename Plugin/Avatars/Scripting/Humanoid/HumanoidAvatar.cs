using System;
using System.Collections.Generic;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Scripting;

/// <summary>What a rig is: a humanoid with its bones, or anything else. Unity's class is named Avatar.</summary>
public sealed class HumanoidAvatar : Object
{
    /// <param name="map">Null for a rig that is no humanoid.</param>
    public HumanoidAvatar(HumanoidMap? map)
    {
        Map = map;
        if (map is null)
            return;
        Muscles = new MuscleSpace(map);
        Placement = new BodyPlacement(map);
        TPose = TPose.OfRest(map);
    }

    public bool isValid => !IsDestroyed;

    public bool isHuman => Map is not null;

    /// <summary>Metres that a humanoid's normalised positions are multiplied by; 1 for other rigs.</summary>
    public float humanScale => Placement?.HumanScale ?? 1;

    public HumanDescription humanDescription { get; set; } = new();

    /// <summary>Joints of the bones; null for a rig that is no humanoid.</summary>
    public HumanoidMap? Map { get; }

    internal MuscleSpace? Muscles { get; }

    internal BodyPlacement? Placement { get; }

    internal TPose? TPose { get; }

    /// <summary>Makes a game object for each joint of a skeleton, at rest, below a root.</summary>
    /// <returns>In the order of the skeleton's joints.</returns>
    public static Transform[] MakeJoints(Skeleton skeleton, Transform root)
    {
        var joints = new Transform[skeleton.Count];
        for (var i = 0; i < joints.Length; i++)
        {
            joints[i] = new GameObject(skeleton[i].Name).transform;
            joints[i].SetParent(skeleton[i].Parent < 0 ? root : joints[skeleton[i].Parent], false);
            Put(skeleton[i].Rest, joints[i]);
        }
        return joints;
    }

    /// <summary>The transforms of the skeleton's joints, found by their names below a root; null entries are not there.</summary>
    internal Transform?[] FindJoints(Transform root)
    {
        var skeleton = Map!.Skeleton;
        var joints = new Transform?[skeleton.Count];
        Collect(root);
        return joints;

        void Collect(Transform at)
        {
            foreach (var child in at.Children)
            {
                if (skeleton.IndexOf(child.name) is >= 0 and var index)
                    joints[index] ??= child;
                Collect(child);
            }
        }
    }

    internal static void Put(in JointTransform from, Transform to)
    {
        to.localPosition = Vector3.FromRightHanded(from.Translation);
        to.localRotation = Quaternion.FromRightHanded(from.Rotation);
        to.localScale = new Vector3(from.Scale.X, from.Scale.Y, from.Scale.Z);
    }

    internal static JointTransform Take(Transform from) => new(from.localPosition.ToRightHanded(), from.localRotation.ToRightHanded(),
        new System.Numerics.Vector3(from.localScale.x, from.localScale.y, from.localScale.z));

    /// <summary>Local transforms of all joints in the library's space; missing ones are at rest.</summary>
    internal void Read(IReadOnlyList<Transform?> joints, Span<JointTransform> local)
    {
        for (var i = 0; i < local.Length; i++)
            local[i] = joints[i] is { } joint ? Take(joint) : Map!.Skeleton[i].Rest;
    }

    internal static void Write(ReadOnlySpan<JointTransform> local, IReadOnlyList<Transform?> joints)
    {
        for (var i = 0; i < local.Length; i++)
            if (joints[i] is { } joint && Take(joint) != local[i])
                Put(local[i], joint);
    }
}
