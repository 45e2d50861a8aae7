using System.Numerics;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Solving;

namespace Avatars.Datasets.Motion;

/// <summary>Random hand shapes, finger poses and wrist bends within the limits of human joints.</summary>
public static class RandomHands
{
    const float Degrees = MathF.PI / 180;

    /// <summary>A hand at rest: fingers slightly curled.</summary>
    public static FingerCurls Relaxed(SeededRandom random)
    {
        var curl = random.Between(0.05f, 0.45f);
        return new FingerCurls([.. Enumerable.Range(0, 5).Select(finger => curl * (finger == 0 ? 0.4f : 0.8f + 0.1f * finger)
            + random.Between(-0.04f, 0.04f))], [1, 1, 1, 1, 1], random.Between(0, 0.3f));
    }

    /// <summary>A named shape, a blend of two, or random curls for every finger.</summary>
    public static FingerCurls Any(SeededRandom random)
    {
        var first = random.Pick(FingerCurls.Named).Shape;
        var curls = (float[])first.Curls.Clone();
        var other = random.Pick(FingerCurls.Named).Shape.Curls;
        var (kind, blend) = (random.Unit(), random.Unit());
        for (var finger = 0; finger < 5; finger++)
        {
            if (kind < 0.2f)
                curls[finger] = random.Between(-0.05f, 1);
            else if (kind < 0.45f)
                curls[finger] += blend * (other[finger] - curls[finger]);
            curls[finger] = Math.Clamp(curls[finger] + random.Between(-0.07f, 0.07f), -0.1f, 1);
        }
        var bend = random.Chance(0.15f) ? 0.1f : 1;
        return new FingerCurls(curls, [1, bend, bend, bend, bend], Math.Clamp(first.Spread + random.Between(-0.1f, 0.15f), -0.2f, 1));
    }

    /// <summary>The same finger pose with every joint rotated a little.</summary>
    /// <param name="degrees">Standard deviation of a joint's rotation.</param>
    public static FingerPose Perturb(this FingerPose pose, SeededRandom random, float degrees)
    {
        var rotations = pose.Rotations.ToArray();
        for (var i = 0; i < rotations.Length; i++)
            rotations[i] = Quaternion.Normalize(Quaternion.CreateFromAxisAngle(Axis(rotations[i], random), degrees * Degrees * random.Normal())
                * rotations[i]);
        return new FingerPose(rotations);
    }

    /// <summary>Bends and tilts the wrist; its roll belongs to the forearm.</summary>
    public static void FlexWrist(PosedBody body, bool left, SeededRandom random, float amount)
    {
        var frame = HandFrame.Of(body, left);
        var across = Vector3.Cross(frame.Along, frame.Inward);
        var flex = Quaternion.CreateFromAxisAngle(across, random.Between(-50, 55) * amount * Degrees);
        var tilt = Quaternion.CreateFromAxisAngle(frame.Inward, random.Between(-14, 20) * amount * frame.FanSign * -Degrees);
        body.SetLocalRotation(HumanBones.Side(left, HumanBodyBones.LeftHand), flex * tilt);
    }

    /// <summary>A bent joint varies in its bend, a straight one about any axis.</summary>
    static Vector3 Axis(Quaternion rotation, SeededRandom random)
    {
        var any = new Vector3(random.Normal(), random.Normal(), random.Normal()) * 0.1f;
        return Vector3.Normalize(new Vector3(rotation.X, rotation.Y, rotation.Z) + any + new Vector3(1e-4f));
    }
}
