using System.Numerics;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Viewer.Timeline;

/// <summary>The poses of the keys before and after the present time, as bones in model space; without a window.</summary>
sealed class OnionSkin
{
    (IPoseSource? Source, int Version, float? Before, float? After) _shown;
    Matrix4x4[] _joints = [];
    Pose? _pose;

    /// <summary>Bones of the pose at the key before; empty where there is none.</summary>
    public List<(Vector3 From, Vector3 To)> Before { get; } = [];

    /// <summary>Likewise at the next key.</summary>
    public List<(Vector3 From, Vector3 To)> After { get; } = [];

    /// <param name="version">Of the document that the source shows.</param>
    /// <param name="before">Time of the key before, seconds; null for none.</param>
    /// <param name="after">Likewise of the next key.</param>
    public void Update(IPoseSource source, int version, float? before, float? after)
    {
        if (_shown == (source, version, before, after))
            return;
        if (!ReferenceEquals(source, _shown.Source))
            (_pose, _joints) = (source.MakePose(), new Matrix4x4[source.Skeleton.Count]);
        _shown = (source, version, before, after);
        Sample(source, before, Before);
        Sample(source, after, After);
    }

    void Sample(IPoseSource source, float? time, List<(Vector3 From, Vector3 To)> bones)
    {
        bones.Clear();
        if (time is not { } at)
            return;
        source.Sample(at, _pose!);
        LocalToModel.Run(source.Skeleton, _pose!.Joints, _joints);
        for (var i = 0; i < _joints.Length; i++)
            if (source.Skeleton[i].Parent is >= 0 and var parent)
                bones.Add((_joints[parent].Translation, _joints[i].Translation));
    }
}
