using Avatars.Animation;
using Avatars.Posing;
using Avatars.Rig;

namespace Avatars.Viewer.Editing;

/// <summary>The open document as a motion: one object for as long as the document is open, which shows each change after <see cref="Update"/>.</summary>
sealed class EditedMotion : IPoseSource
{
    static readonly string[] KnownWeights = [.. FacialExpressions.Arkit.Concat(FacialExpressions.VrmPresets).Distinct()];

    string[] _weightNames = KnownWeights;
    ScenePoseSource? _scene;
    Pose? _pose;

    public string Name => _scene?.Name ?? "";

    public Skeleton Skeleton => StandardHumanoid.Skeleton;

    public float Length => _scene?.Length ?? 0;

    public float FrameRate => _scene?.FrameRate ?? 30;

    /// <summary>Shows the document as it is now.</summary>
    /// <returns>Whether there are weights that poses made before lack.</returns>
    /// <inheritdoc cref="ScenePoseSource(PoseDocument, string, SceneFolder)"/>
    public bool Update(PoseDocument document, string person, SceneFolder folder)
    {
        var scene = new ScenePoseSource(document, person, folder);
        (_scene, _pose) = (scene, scene.MakePose());
        string[] added = [.. _pose.WeightNames.Except(_weightNames)];
        _weightNames = [.. _weightNames, .. added];
        return added.Length > 0;
    }

    public Pose MakePose() => new(Skeleton, _weightNames);

    public void Sample(float time, Pose pose)
    {
        if (_scene is null)
        {
            pose.Reset();
            return;
        }
        _scene.Sample(time, _pose!);
        pose.CopyFrom(_pose!);
    }

    /// <inheritdoc cref="ScenePoseSource.SampleBelow"/>
    public void SampleBelow(float time, Span<JointTransform> local)
    {
        if (_scene is null)
            return;
        _scene.SampleBelow(time, _pose!);
        _pose!.Joints.CopyTo(local);
    }
}
