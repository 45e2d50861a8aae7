using System.Numerics;
using Avatars.Animation;
using Avatars.Datasets.Pairs;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Cli.Generating;

/// <summary>A still camera in front of a clip that keeps the person in the picture from beginning to end.</summary>
static class ClipView
{
    const float FieldOfView = 0.5f; // radians: in the middle of what the default model was trained on
    const float Margin = 0.03f;
    const int Samples = 200; // poses looked at, spread over the clip

    /// <param name="waistUp">Fills the picture with the upper body and the hands, as for signing.</param>
    public static Camera Of(AnimationClip clip, HumanoidMap body, bool waistUp, int width, int height)
    {
        var local = new JointTransform[clip.Skeleton.Count];
        var pose = new ModelPose(clip.Skeleton);
        var places = new List<Vector3>();
        for (var i = 0; i < Samples; i++)
        {
            clip.Sample(clip.Length * i / (Samples - 1), local);
            pose.Run(local);
            for (var joint = 0; joint < local.Length; joint++)
                if (!waistUp || !body.IsBelowWaist(joint))
                    places.Add(pose.Positions[joint]);
        }
        // The square in the middle holds the person, whatever the picture's shape.
        return PairCamera.Fit(places, yaw: 0, pitch: 0, FieldOfView, Margin, Math.Min(width, height)) with { Width = width, Height = height };
    }
}
