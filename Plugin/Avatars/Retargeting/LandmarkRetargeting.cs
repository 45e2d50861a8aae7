using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Retargeting;

/// <summary>Converts landmarks over time into a clip.</summary>
public static class LandmarkRetargeting
{
    /// <summary>
    /// Poses a humanoid by landmarks, frame by frame; a face becomes weights of ARKit's blend shapes. Gaps are filled and jitter is taken out first, in
    /// <paramref name="landmarks"/> itself.
    /// </summary>
    /// <param name="smoothSeconds">Standard deviation of the smoothing in time; 0 for none.</param>
    public static AnimationClip ToClip(this LandmarkClip landmarks, string name, HumanoidMap target, float smoothSeconds = 0.03f) =>
        landmarks.ToClip(name, target, smoothSeconds, smoothSeconds);

    /// <param name="faceSmoothSeconds">The same for the weights of the face.</param>
    /// <inheritdoc cref="ToClip(LandmarkClip, string, HumanoidMap, float)"/>
    internal static AnimationClip ToClip(this LandmarkClip landmarks, string name, HumanoidMap target, float smoothSeconds, float faceSmoothSeconds)
    {
        HandDepth.Calibrate(landmarks, Landmark.LeftHand);
        HandDepth.Calibrate(landmarks, Landmark.RightHand);
        landmarks.FillGaps();
        landmarks.Smooth(smoothSeconds);
        if (landmarks.Depth != LandmarkDepth.Length)
            FlatLandmarks.Lift(landmarks);
        var fitter = new LandmarkFitter(TPose.OfRest(target));
        var pose = new JointTransform[target.Skeleton.Count];
        var recorder = new ClipRecorder(target.Skeleton);
        for (var frame = 0; frame < landmarks.Frames; frame++)
        {
            fitter.Fit(landmarks.Frame(frame), pose);
            recorder.Add(pose);
        }
        return recorder.ToClip(name, landmarks.FrameRate, landmarks.Face is { } face ? FaceWeights.Of(face, faceSmoothSeconds) : null);
    }
}
