using System;
using System.Numerics;
using Avatars.Animation;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Signing;

/// <summary>
/// A still camera in front of a signer: from the hair to the hips, and as much wider as it takes for both hands to stay in the picture from the first to the
/// last frame. Takes no memory per frame.
/// </summary>
public sealed class SigningFraming
{
    const float FieldOfView = 0.5f; // radians: in the middle of what the default model was trained on
    const float Noticeable = 1.05f; // hands and face are smaller by more than a twentieth

    readonly PersonFraming _framing;
    FramingEnvelope _envelope = PersonFraming.Envelope(0, 0, FieldOfView);
    float _usualDistance, _usualDepth;

    /// <param name="person">Whose poses are added.</param>
    public SigningFraming(HumanoidMap person) => _framing = new PersonFraming(person);

    /// <summary>How much farther away the camera is than for the first pose alone; face and hands are smaller by this factor.</summary>
    public float Widening => _usualDistance > 0 ? 1 + (_envelope.CameraDepth - _usualDepth) / _usualDistance : 1;

    /// <summary>Whether the hands reach so far that the picture is noticeably wider than for a signer at rest.</summary>
    public bool IsWidened => Widening > Noticeable;

    /// <summary>When the hands reach farthest, seconds.</summary>
    public float WidestSeconds { get; private set; }

    /// <summary>The camera for a motion, by each of its frames.</summary>
    public static SigningFraming Of(IPoseSource motion, HumanoidMap map)
    {
        var framing = new SigningFraming(map);
        var pose = motion.MakePose();
        var model = new Matrix4x4[motion.Skeleton.Count];
        for (var frame = 0; frame < FramesOf(motion); frame++)
        {
            motion.Sample(frame / motion.FrameRate, pose);
            LocalToModel.Run(motion.Skeleton, pose.Joints, model);
            framing.Add(frame / motion.FrameRate, model);
        }
        return framing;
    }

    /// <summary>The first and the last frame included.</summary>
    public static int FramesOf(IPoseSource motion) => (int)MathF.Round(motion.Length * motion.FrameRate) + 1;

    /// <summary>Adds a pose that shall be seen; the first one is the signer at rest.</summary>
    /// <param name="model">One row-vector matrix per joint, joint space to model space.</param>
    public void Add(float seconds, ReadOnlySpan<Matrix4x4> model)
    {
        var before = _envelope.CameraDepth;
        _framing.AddTo(ref _envelope, model, waistUp: true);
        if (_usualDistance == 0)
            (_usualDistance, _usualDepth) = (_envelope.Fit().Distance, _envelope.CameraDepth);
        else if (_envelope.CameraDepth > before)
            WidestSeconds = seconds;
    }

    /// <param name="width">Pixels; the centred square of the picture holds the person.</param>
    /// <exception cref="InvalidOperationException">No pose was added.</exception>
    public Camera CameraOf(int width, int height)
    {
        if (!_envelope.HasAny)
            throw new InvalidOperationException("There is nothing to frame. Add at least one pose first.");
        var (target, distance) = _envelope.Fit();
        var size = Math.Min(width, height);
        return Camera.Orbit(target, 0, 0, distance, FieldOfView, size, size) with { Width = width, Height = height };
    }
}
