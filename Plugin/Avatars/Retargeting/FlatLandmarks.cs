using System;
using System.Numerics;

namespace Avatars.Retargeting;

/// <summary>
/// Estimates depth for 2D landmarks: a limb that appears shortened points out of the picture. It
/// points toward the camera, where people gesture, unless the landmarks' own z puts it behind.
/// </summary>
static class FlatLandmarks
{
    const float UpperArm = 0.68f; // against the distance between the shoulders: MakeHuman's base mesh
    const float Forearm = 0.95f; // against the upper arm
    const float Slack = 0.92f; // a limb this short of its length still counts as flat: lengths are not that exact

    public static void Lift(LandmarkClip clip)
    {
        var shoulders = Largest(clip, Landmark.LeftShoulder, Landmark.RightShoulder);
        var hips = Largest(clip, Landmark.LeftHip, Landmark.RightHip);
        var ears = Largest(clip, Landmark.LeftEar, Landmark.RightEar);
        var upper = Best(UpperArm * shoulders, Largest(clip, Landmark.LeftShoulder, Landmark.LeftElbow),
            Largest(clip, Landmark.RightShoulder, Landmark.RightElbow));
        var lower = Best(Forearm * upper, Largest(clip, Landmark.LeftElbow, Landmark.LeftWrist), Largest(clip, Landmark.RightElbow, Landmark.RightWrist));
        var thigh = Best(0, Largest(clip, Landmark.LeftHip, Landmark.LeftKnee), Largest(clip, Landmark.RightHip, Landmark.RightKnee));
        var shin = Best(0, Largest(clip, Landmark.LeftKnee, Landmark.LeftAnkle), Largest(clip, Landmark.RightKnee, Landmark.RightAnkle));
        for (var frame = 0; frame < clip.Frames; frame++)
        {
            var landmarks = clip.Frame(frame);
            var z = new Depths(landmarks, clip.Depth == LandmarkDepth.Order);
            TurnPair(landmarks, z, Landmark.LeftShoulder, shoulders);
            TurnPair(landmarks, z, Landmark.LeftHip, hips);
            for (var side = 0; side < 2; side++)
            {
                Extend(landmarks, z, (int)Landmark.LeftShoulder + side, (int)Landmark.LeftElbow + side, upper);
                Extend(landmarks, z, (int)Landmark.LeftElbow + side, (int)Landmark.LeftWrist + side, lower);
                Extend(landmarks, z, (int)Landmark.LeftHip + side, (int)Landmark.LeftKnee + side, thigh);
                Extend(landmarks, z, (int)Landmark.LeftKnee + side, (int)Landmark.LeftAnkle + side, shin);
                landmarks[(int)Landmark.LeftToe + side].Z = landmarks[(int)Landmark.LeftAnkle + side].Z;
            }
            LiftNose(landmarks, clip.NoseLength * ears);
        }
    }

    /// <summary>The z that the estimator gave, before it is replaced.</summary>
    readonly struct Depths
    {
        readonly float[]? _z;

        public Depths(ReadOnlySpan<Vector3> landmarks, bool areKnown)
        {
            _z = areKnown ? new float[(int)Landmark.LeftHand] : null;
            for (var i = 0; _z is not null && i < _z.Length; i++)
                _z[i] = landmarks[i].Z;
        }

        /// <summary>+1 when <paramref name="to"/> is nearer to the camera, or this is unknown; -1 when it is farther.</summary>
        public float Toward(int from, int to) => _z is not null && _z[to] < _z[from] ? -1 : 1;

        public bool AreKnown => _z is not null;
    }

    /// <summary>Left and right of a pair that appears closer together: the body is rotated.</summary>
    static void TurnPair(Span<Vector3> landmarks, in Depths z, Landmark left, float length)
    {
        int a = (int)left, b = (int)left + 1;
        var missing = z.AreKnown ? Missing(landmarks[a] - landmarks[b], length) : 0;
        landmarks[a].Z = z.Toward(b, a) * missing / 2;
        landmarks[b].Z = -landmarks[a].Z;
    }

    static void Extend(Span<Vector3> landmarks, in Depths z, int from, int to, float length) =>
        landmarks[to].Z = landmarks[from].Z + z.Toward(from, to) * Missing(landmarks[to] - landmarks[from], length);

    /// <summary>What a flat length lacks to be the true one, by Pythagoras.</summary>
    static float Missing(Vector3 flat, float length)
    {
        var lack = Slack * Slack * length * length - flat.X * flat.X - flat.Y * flat.Y;
        return lack > 0 ? MathF.Sqrt(lack) : 0;
    }

    /// <summary>The nose is in front of the ears; the ear on the side that the nose points to is farther away.</summary>
    static void LiftNose(Span<Vector3> landmarks, float length)
    {
        ref var left = ref landmarks[(int)Landmark.LeftEar];
        ref var right = ref landmarks[(int)Landmark.RightEar];
        ref var nose = ref landmarks[(int)Landmark.Nose];
        left.Z = right.Z = 0;
        var aside = nose - (left + right) / 2;
        nose.Z = MathF.Sqrt(MathF.Max(0.1f * length * length, length * length - aside.X * aside.X - aside.Y * aside.Y));
        var across = left - right;
        var lean = -(across.X * aside.X + across.Y * aside.Y) / nose.Z / 2;
        if (float.IsNaN(lean))
            return;
        left.Z += lean;
        right.Z -= lean;
    }

    static float Best(float expected, float left, float right) => MathF.Max(OrZero(expected), MathF.Max(OrZero(left), OrZero(right)));

    static float OrZero(float length) => float.IsNaN(length) ? 0 : length;

    /// <summary>The flat distance that hardly any frame exceeds; NaN when the two are never seen together.</summary>
    static float Largest(LandmarkClip clip, Landmark a, Landmark b)
    {
        var lengths = new float[clip.Frames];
        var seen = 0;
        for (var frame = 0; frame < clip.Frames; frame++)
        {
            var apart = clip.Frame(frame)[(int)a] - clip.Frame(frame)[(int)b];
            if (!float.IsNaN(apart.X))
                lengths[seen++] = new Vector2(apart.X, apart.Y).Length();
        }
        Array.Sort(lengths, 0, seen);
        return seen == 0 ? float.NaN : lengths[seen * 9 / 10];
    }
}
