using System;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Posing;

/// <summary>Where a hand is seen from.</summary>
public enum HandView
{
    Palm,

    /// <summary>The side of the thumb.</summary>
    Thumb,
}

/// <summary>Draws a hand shape as a shaded right hand, for palettes and sheets.</summary>
public static class HandPicture
{
    const float Metres = 0.235f; // that a view shows

    static readonly float[] Radii = [0.0105f, 0.0085f, 0.0085f, 0.008f, 0.007f]; // of fingers, metres

    /// <summary>Draws over a square of a picture; what is not hand stays.</summary>
    /// <param name="picture">Holds the square.</param>
    /// <param name="x">Left edge of the square, pixels.</param>
    /// <param name="y">Top edge of the square, pixels.</param>
    /// <param name="side">Of the square, pixels.</param>
    public static void Draw(RgbImage picture, int x, int y, int side, HandShape shape, HandView view = HandView.Palm)
    {
        // The right hand, as the mirror image of the left: the thumb is on the right of the palm.
        var (right, toViewer) = view == HandView.Palm ? (new Vector3(0, 0.25f, 0.97f), new Vector3(0.1f, -1, 0.25f))
            : (new Vector3(0, -0.94f, -0.33f), new Vector3(0.1f, -0.35f, 1));
        Hand(picture, x, y, side, Points(shape), right, toViewer);
    }

    /// <summary>21 points from the wrist, left hand in the T pose: fingers along +X, palm down, thumb to +Z.</summary>
    static Vector3[] Points(HandShape shape)
    {
        var map = StandardHumanoid.Map;
        var local = new JointTransform[map.Skeleton.Count];
        map.Skeleton.CopyRestTo(local);
        var space = new MuscleSpace(map);
        foreach (var bone in new[] { HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand })
            space.SetDegreesFromTPose(local, bone, Vector3.Zero);
        new HandRig(map).Apply(shape, left: true, local);
        var model = new ModelPose(map.Skeleton);
        model.Run(local);
        var wrist = model.Positions[map[HumanBodyBones.LeftHand]];
        var points = new Vector3[21];
        for (var finger = 0; finger < 5; finger++)
        {
            for (var segment = 0; segment < 3; segment++)
                points[1 + 4 * finger + segment] = model.Positions[map[HumanBones.Finger(true, finger, segment)]] - wrist;
            var last = map[HumanBones.Finger(true, finger, 2)];
            points[4 + 4 * finger] = points[3 + 4 * finger] + Vector3.Transform(map.Skeleton[last].Rest.Translation, model.Rotations[last]);
        }
        return points;
    }

    static void Hand(RgbImage picture, int x, int y, int side, Vector3[] p, Vector3 right, Vector3 toViewer)
    {
        (right, toViewer) = (Vector3.Normalize(right), Vector3.Normalize(toViewer));
        var up = Vector3.Normalize(Vector3.Cross(right, -toViewer));
        var view = new View(picture, x, y, side, right, up.X < 0 ? -up : up, toViewer);
        var skin = new Vector3(230, 182, 154);
        for (var finger = 0; finger < 5; finger++)
        {
            var color = finger == 0 ? new Vector3(240, 178, 140) : new Vector3(236, 188, 160) - new Vector3(5 * finger - 5);
            var (radius, first) = (Radii[finger], 1 + 4 * finger);
            view.Bone(p[first], 1.1f * radius, p[first + 1], 1.05f * radius, color);
            view.Bone(p[first + 1], 1.05f * radius, p[first + 2], 0.95f * radius, color);
            view.Bone(p[first + 2], 0.95f * radius, Vector3.Lerp(p[first + 2], p[first + 3], 0.75f), 0.85f * radius, color);
            if (finger > 0)
                view.Bone(new Vector3(0.004f, 0, (2.5f - finger) * 0.011f), 0.013f, p[first], 0.0098f, skin);
        }
        for (var i = 0; i <= 8; i++)
            for (var k = 0; k < 3; k++)
                view.Ball(Vector3.Lerp(Vector3.Lerp(new Vector3(0.004f, 0, 0.0165f), p[5], 0.25f + 0.33f * k),
                    Vector3.Lerp(new Vector3(0.004f, 0, -0.0165f), p[17], 0.25f + 0.33f * k), i / 8f), 0.0115f, skin);
        view.Bone(new Vector3(0, 0, 0.008f), 0.014f, p[1], 0.014f, skin);
        view.Bone(p[1], 0.014f, p[2], 0.0115f, skin);
        foreach (var z in new[] { 0.006f, -0.006f })
            view.Bone(new Vector3(-0.05f, 0, z), 0.019f, new Vector3(0, 0, z), 0.016f, skin);
    }

    /// <summary>Shaded balls with a depth buffer.</summary>
    sealed class View(RgbImage picture, int left, int top, int side, Vector3 right, Vector3 up, Vector3 toViewer)
    {
        static readonly Vector3 Light = Vector3.Normalize(new Vector3(-0.35f, 0.6f, 0.75f));

        readonly float[] _depth = NewDepth(side);

        public void Bone(Vector3 from, float fromRadius, Vector3 to, float toRadius, Vector3 color)
        {
            var steps = (int)(Vector3.Distance(from, to) / 0.0012f) + 2;
            for (var i = 0; i <= steps; i++)
                Ball(Vector3.Lerp(from, to, i / (float)steps), fromRadius + (toRadius - fromRadius) * i / steps, color);
        }

        public void Ball(Vector3 centre, float radius, Vector3 color)
        {
            var scale = side / Metres;
            centre -= new Vector3(0.085f, 0, 0);
            var (x, y, z, r) = (side / 2 + Vector3.Dot(centre, right) * scale, side / 2 - Vector3.Dot(centre, up) * scale,
                Vector3.Dot(centre, toViewer) * scale, radius * scale);
            for (var py = Math.Max(0, (int)(y - r)); py <= Math.Min(side - 1, y + r); py++)
                for (var px = Math.Max(0, (int)(x - r)); px <= Math.Min(side - 1, x + r); px++)
                {
                    var (dx, dy) = ((px + 0.5f - x) / r, (py + 0.5f - y) / r);
                    var square = 1 - dx * dx - dy * dy;
                    if (square <= 0)
                        continue;
                    var dz = MathF.Sqrt(square);
                    if (z + dz * r <= _depth[py * side + px])
                        continue;
                    _depth[py * side + px] = z + dz * r;
                    var shade = 0.35f + 0.65f * MathF.Max(0, Vector3.Dot(new Vector3(dx, -dy, dz), Light));
                    shade *= (dz < 0.25f ? 0.55f : 1) * (0.75f + 0.25f * Math.Clamp(((z + dz * r) / scale + 0.05f) / 0.1f, 0, 1));
                    var pixel = picture.Row(top + py).Slice(3 * (left + px), 3);
                    (pixel[0], pixel[1], pixel[2]) = ((byte)Math.Min(255, color.X * shade), (byte)Math.Min(255, color.Y * shade),
                        (byte)Math.Min(255, color.Z * shade));
                }
        }

        static float[] NewDepth(int side)
        {
            var depth = new float[side * side];
            Array.Fill(depth, float.MinValue);
            return depth;
        }
    }
}
