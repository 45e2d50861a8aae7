using System;
using System.Numerics;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.PoseMaps;

/// <summary>A relaxed hand for a body whose keypoints end at the wrist: it continues the forearm, with the thumb to the front for a lowered arm and
/// to the head for a raised one.</summary>
static class HandAtRest
{
    const float ForearmMetres = 0.226f;

    /// <summary>Radians that a joint of a relaxed finger bends, knuckle first.</summary>
    static readonly float[] Bend = [0.2f, 0.35f, 0.3f];

    /// <summary>21 positions in metres from the wrist: x along the forearm, y out of the back of the hand, z to the thumb's side.</summary>
    static readonly Vector3[] Positions = Relaxed(Flat());

    /// <param name="person">In the layout <see cref="KeypointLayout.Avatar128"/>.</param>
    /// <param name="hand">Receives 21 keypoints.</param>
    /// <returns>False where elbow or wrist are missing or coincide.</returns>
    public static bool TryRun(ReadOnlySpan<Keypoint> person, bool left, Span<Keypoint> hand)
    {
        var (elbow, wrist) = left ? (person[6], person[7]) : (person[3], person[4]);
        var scale = BodyScale.Of(person);
        var forearm = new Vector2(wrist.X - elbow.X, elbow.Y - wrist.Y); // +y up
        if (!elbow.IsPresent || !wrist.IsPresent || !(scale > 1e-3f) || !(forearm.Length() > 1e-3f))
            return false;
        // The foreshortened part of the forearm's length points to the camera.
        var planar = Math.Min(forearm.Length() / (scale * ForearmMetres), 1);
        var along = new Vector3(Vector2.Normalize(forearm) * planar, MathF.Sqrt(1 - planar * planar));
        // for a person facing away, the left shoulder is on the left
        var facing = person[2].IsPresent && person[5].IsPresent && person[5].X < person[2].X ? -1 : 1;
        var front = new Vector3(0, 0, facing);
        var toMiddle = new Vector3(left ? -facing : facing, 0, 0);
        var raised = Math.Clamp(along.Y * 1.5f, 0, 1);
        var thumb = Vector3.Lerp(0.85f * front + 0.25f * toMiddle, toMiddle + 0.2f * front, raised);
        thumb -= along * Vector3.Dot(thumb, along);
        thumb = thumb.LengthSquared() > 1e-4f ? Vector3.Normalize(thumb) : Vector3.Normalize(Vector3.Cross(along, Vector3.UnitY));
        var back = left ? Vector3.Cross(thumb, along) : Vector3.Cross(along, thumb);
        var confidence = Math.Min(elbow.Confidence, wrist.Confidence);
        for (var i = 0; i < hand.Length; i++)
        {
            var position = (along * Positions[i].X + back * Positions[i].Y + thumb * Positions[i].Z) * scale;
            hand[i] = new Keypoint(wrist.X + position.X, wrist.Y - position.Y, confidence);
        }
        return true;
    }

    /// <summary>The standard humanoid's left hand in the T pose, whose arm lies along +X, palm down, thumb to the front.</summary>
    static Vector3[] Flat()
    {
        var map = StandardHumanoid.Map;
        var pose = TPose.OfRest(map);
        var model = new Matrix4x4[map.Skeleton.Count];
        for (var i = 0; i < model.Length; i++)
        {
            model[i] = Matrix4x4.CreateFromQuaternion(pose.Rotations[i]);
            model[i].Translation = pose.Positions[i];
        }
        var layout = KeypointLayout.Avatar128;
        var positions = new Vector3[layout.Count];
        new RigKeypoints(map, layout).Locate(model, positions);
        var hand = layout.Part("leftHand");
        return Array.ConvertAll(positions.AsSpan(hand.Start, hand.Count).ToArray(), position => position - positions[hand.Start]);
    }

    static Vector3[] Relaxed(Vector3[] flat)
    {
        var hand = (Vector3[])flat.Clone();
        for (var finger = 1; finger < 5; finger++)
        {
            var rotation = 0f;
            for (var joint = 1; joint < 4; joint++)
            {
                var point = 1 + 4 * finger + joint;
                rotation -= Bend[joint - 1]; // about the thumb's side, to the palm
                hand[point] = hand[point - 1] + Vector3.Transform(flat[point] - flat[point - 1], Quaternion.CreateFromAxisAngle(Vector3.UnitZ, rotation));
            }
        }
        return hand;
    }
}
