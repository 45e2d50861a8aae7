using System.Numerics;
using Avatars.Imaging;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Cli.Inspecting;

/// <summary>Hand shapes drawn side by side, each from the palm and from the thumb's side, with their names.</summary>
static class HandSheet
{
    const int Side = 150; // pixels of one view
    const int Caption = 16;
    const float Metres = 0.235f; // that a view shows

    static readonly float[] Radii = [0.0105f, 0.0085f, 0.0085f, 0.008f, 0.007f]; // of fingers, metres

    // Five rows of three pixels for each letter, as octal digits.
    static readonly Dictionary<char, string> Letters = string.Concat(
            "a25755 b65656 c34443 d65556 e74647 f74644 g34553 h55755 i72227 j11152 k55655 l44447 m57755 n65555 o25552 p65644 q25573 ",
            "r65655 s34216 t72222 u55557 v55552 w55775 x55255 y55222 z71247 071117 126227 261247 361216 455711 574616 634657 771122 875757 975716 -00700")
        .Split(' ').ToDictionary(word => word[0], word => word[1..]);

    public static RgbImage Draw(IReadOnlyList<HandShape> shapes, int columns)
    {
        columns = Math.Min(columns, shapes.Count);
        var rows = (shapes.Count + columns - 1) / columns;
        var sheet = new RgbImage(columns * 2 * Side, rows * (Side + Caption));
        Array.Fill(sheet.Bytes, (byte)30);
        for (var i = 0; i < shapes.Count; i++)
        {
            var (x, y) = (i % columns * 2 * Side, i / columns * (Side + Caption));
            var points = Points(shapes[i]);
            // The right hand, as the mirror image of the left: the thumb is on the right of the palm.
            Hand(sheet, x, y, points, new Vector3(0, 0.25f, 0.97f), new Vector3(0.1f, -1, 0.25f));
            Hand(sheet, x + Side, y, points, new Vector3(0, -0.94f, -0.33f), new Vector3(0.1f, -0.35f, 1));
            Write(sheet, x + 6, y + Side + 2, shapes[i].Name);
        }
        return sheet;
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

    static void Hand(RgbImage sheet, int x, int y, Vector3[] p, Vector3 right, Vector3 toViewer)
    {
        (right, toViewer) = (Vector3.Normalize(right), Vector3.Normalize(toViewer));
        var up = Vector3.Normalize(Vector3.Cross(right, -toViewer));
        var view = new View(sheet, x, y, right, up.X < 0 ? -up : up, toViewer);
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

    static void Write(RgbImage sheet, int x, int y, string text)
    {
        foreach (var letter in text)
        {
            if (Letters.TryGetValue(letter, out var rows))
                for (var row = 0; row < 10; row++)
                    for (var column = 0; column < 6; column++)
                        if (((rows[row / 2] - '0') & (4 >> (column / 2))) != 0)
                            sheet.Row(y + row).Slice(3 * (x + column), 3).Fill(210);
            x += 8;
        }
    }

    /// <summary>Shaded balls with a depth buffer.</summary>
    sealed class View(RgbImage sheet, int left, int top, Vector3 right, Vector3 up, Vector3 toViewer)
    {
        static readonly Vector3 Light = Vector3.Normalize(new Vector3(-0.35f, 0.6f, 0.75f));

        readonly float[] _depth = [.. Enumerable.Repeat(float.MinValue, Side * Side)];

        public void Bone(Vector3 from, float fromRadius, Vector3 to, float toRadius, Vector3 color)
        {
            var steps = (int)(Vector3.Distance(from, to) / 0.0012f) + 2;
            for (var i = 0; i <= steps; i++)
                Ball(Vector3.Lerp(from, to, i / (float)steps), fromRadius + (toRadius - fromRadius) * i / steps, color);
        }

        public void Ball(Vector3 centre, float radius, Vector3 color)
        {
            const float scale = Side / Metres;
            centre -= new Vector3(0.085f, 0, 0);
            var (x, y, z, r) = (Side / 2 + Vector3.Dot(centre, right) * scale, Side / 2 - Vector3.Dot(centre, up) * scale,
                Vector3.Dot(centre, toViewer) * scale, radius * scale);
            for (var py = Math.Max(0, (int)(y - r)); py <= Math.Min(Side - 1, y + r); py++)
                for (var px = Math.Max(0, (int)(x - r)); px <= Math.Min(Side - 1, x + r); px++)
                {
                    var (dx, dy) = ((px + 0.5f - x) / r, (py + 0.5f - y) / r);
                    var square = 1 - dx * dx - dy * dy;
                    if (square <= 0)
                        continue;
                    var dz = MathF.Sqrt(square);
                    if (z + dz * r <= _depth[py * Side + px])
                        continue;
                    _depth[py * Side + px] = z + dz * r;
                    var shade = 0.35f + 0.65f * MathF.Max(0, Vector3.Dot(new Vector3(dx, -dy, dz), Light));
                    shade *= (dz < 0.25f ? 0.55f : 1) * (0.75f + 0.25f * Math.Clamp(((z + dz * r) / scale + 0.05f) / 0.1f, 0, 1));
                    var pixel = sheet.Row(top + py).Slice(3 * (left + px), 3);
                    (pixel[0], pixel[1], pixel[2]) = ((byte)Math.Min(255, color.X * shade), (byte)Math.Min(255, color.Y * shade),
                        (byte)Math.Min(255, color.Z * shade));
                }
        }
    }
}
