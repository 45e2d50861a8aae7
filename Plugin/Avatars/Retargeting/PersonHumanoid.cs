using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>
/// The standard humanoid in a person's own proportions: the same joints with the same axes, and the person's lengths. So a pose is the same rotations on
/// both; only the hips travel in proportion to the legs. Immutable.
/// </summary>
public sealed class PersonHumanoid
{
    readonly float _scale; // the person's leg per the standard one's
    readonly float _hips, _standardHips; // heights when standing, metres

    /// <param name="person">A skeleton of the person's proportions, in metres, +Y up, facing +Z. Bones that it lacks keep the standard length, scaled.</param>
    public PersonHumanoid(HumanoidMap person)
    {
        var (standard, own) = (TPose.OfRest(StandardHumanoid.Map), TPose.OfRest(person));
        _scale = own.LegLength / standard.LegLength;
        var skeleton = StandardHumanoid.Skeleton;
        var joints = new List<Joint>(skeleton.Count);
        var places = new Vector3[skeleton.Count]; // in the T pose
        for (var i = 0; i < skeleton.Count; i++)
        {
            var joint = skeleton[i];
            var offset = joint.Parent < 0 ? standard.Positions[i] : standard.Positions[i] - standard.Positions[joint.Parent];
            places[i] = person[StandardHumanoid.Map.BoneOf(i)] is >= 0 and var mine ? own.Positions[mine]
                : offset * _scale + (joint.Parent < 0 ? Vector3.Zero : places[joint.Parent]);
            // Joint axes are the model's axes in the T pose, so that an offset there is the one to the parent's joint.
            joints.Add(joint with { Rest = joint.Rest with { Translation = joint.Parent < 0 ? places[i] : places[i] - places[joint.Parent] } });
        }
        Map = HumanoidMap.Find(new Skeleton(joints));
        (_hips, _standardHips) = (places[Map[HumanBodyBones.Hips]].Y, standard.Positions[StandardHumanoid.Map[HumanBodyBones.Hips]].Y);
    }

    PersonHumanoid()
    {
        Map = StandardHumanoid.Map;
        _scale = 1;
    }

    /// <summary>Nobody's own proportions.</summary>
    public static PersonHumanoid Standard { get; } = new();

    /// <summary>Joints in the order of <see cref="StandardHumanoid"/>.</summary>
    public HumanoidMap Map { get; }

    /// <summary>A pose of the standard humanoid on this one, in place.</summary>
    public void FromStandard(Span<JointTransform> local) => Move(local, Map.Skeleton, _scale, _standardHips, _hips);

    /// <summary>A pose of this one on the standard humanoid, in place.</summary>
    public void ToStandard(Span<JointTransform> local) => Move(local, StandardHumanoid.Skeleton, 1 / _scale, _hips, _standardHips);

    void Move(Span<JointTransform> local, Skeleton to, float scale, float hipsBefore, float hipsAfter)
    {
        to.RequirePose(local.Length);
        var hips = Map[HumanBodyBones.Hips];
        for (var i = 0; i < local.Length; i++)
        {
            var place = local[i].Translation;
            local[i] = local[i] with
            {
                Translation = i == hips ? new Vector3(place.X * scale, hipsAfter + (place.Y - hipsBefore) * scale, place.Z * scale) : to[i].Rest.Translation,
            };
        }
    }
}
