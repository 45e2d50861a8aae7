using Avatars.Animation;
using Avatars.Rig;
using Avatars.Scripting;

namespace Avatars.Viewer.Scripts;

/// <summary>The pose of a scripted person, as of its last finished frame. The script's thread sets it, the window's samples it.</summary>
sealed class ScriptPose : IPoseSource
{
    readonly Lock _gate = new();
    readonly Pose _pose = new(StandardHumanoid.Skeleton, [.. FacialExpressions.VrmPresets, .. FacialExpressions.Arkit]);

    public string Name => "Script";

    public Skeleton Skeleton => _pose.Skeleton;

    public float Length => float.PositiveInfinity;

    public float FrameRate => 60;

    public Pose MakePose() => new(_pose.Skeleton, [.. _pose.WeightNames]);

    public void Sample(float time, Pose pose)
    {
        lock (_gate)
            pose.CopyFrom(_pose);
    }

    /// <summary>Takes the pose of now; expressions that no model knows are left out.</summary>
    public void Set(ScriptedAvatar person)
    {
        lock (_gate)
            person.CopyTo(_pose);
    }
}
