using System.Numerics;
using Avatars.Body;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Tests.Body;

/// <summary>A random person's face before a camera, making one expression that comes and goes, while the head turns and landmarks jitter.</summary>
sealed class SeenFace
{
    public const int Frames = 75, FramesPerSecond = 25;
    const float PixelsPerMetre = 700; // a face 150 pixels high

    readonly ShapedBody _body;
    readonly Random _random;

    public SeenFace(int seed)
    {
        _random = new Random(seed);
        _body = new ShapedBody(HumanBody.Model, [.. Enumerable.Range(0, HumanBody.Model.Shapes.Count).Select(_ => 0.7f * Normal())]);
    }

    /// <summary>0 for the first third and the last third, 1 between.</summary>
    static float Share(int frame) => Math.Clamp(MathF.Min(frame - Frames / 3, 2 * Frames / 3 - frame) / 5f, 0, 1);

    /// <param name="kind">holistic, reduced (contours only), iris (with irises) or openpose.</param>
    public PoseFile Film(string[] names, float[] weights, string kind, float jitter = 0.5f)
    {
        var driver = new FaceDriver(HumanBody.Model, names);
        var numbers = Numbers(kind);
        var isOpenPose = kind == "openpose";
        var points = isOpenPose ? numbers.Select((_, i) => $"FB_{i}") : numbers.Select(number => $"{number}");
        PoseComponent[] components =
        [
            new(isOpenPose ? "pose_keypoints_2d" : "POSE_LANDMARKS", "XYC", isOpenPose ? ["Nose"] : ["NOSE"], [], []),
            new(isOpenPose ? "face_keypoints_2d" : "FACE_LANDMARKS", "XYC", [.. points], [], []),
        ];
        var (data, confidence) = (new List<float>(), new List<float>());
        for (var frame = 0; frame < Frames; frame++)
        {
            driver.Run([.. weights.Select(weight => weight * Share(frame))]);
            var turn = Quaternion.CreateFromYawPitchRoll(0.35f * MathF.Sin(frame / 9f), 0.15f * MathF.Sin(frame / 7f), 0.1f * MathF.Sin(frame / 11f));
            var joints = HumanBody.Posed(_body, bone => bone == HumanBodyBones.Head ? turn : Quaternion.Identity);
            driver.TurnEyes(joints);
            var surface = new PosedSurface(_body);
            surface.Pose(joints, driver.Expression);
            var head = surface.JointPositions[HumanBody.Model.Joints.IndexOf(HumanBodyBones.Head)];
            foreach (var number in numbers.Prepend(1))
            {
                var seen = number >= 0;
                var place = HumanBody.Model.PointsOf("face")[Math.Max(0, number)].Locate(surface.Positions, surface.JointPositions) - head;
                var scale = PixelsPerMetre * 2.5f / (2.5f - place.Z); // from two and a half metres
                data.Add(300 + scale * place.X + jitter * Normal());
                data.Add(300 - scale * place.Y + jitter * Normal());
                confidence.Add(seen ? 1 : 0);
            }
        }
        return new PoseFile(0.2f, 600, 600, 0, components, FramesPerSecond, Frames, 1, [.. data], [.. confidence]);
    }

    static int[] Numbers(string kind) => kind switch
    {
        "holistic" => [.. Enumerable.Range(0, 468)],
        "iris" => [.. Enumerable.Range(0, 478)],
        "reduced" => Reduced,
        _ => [.. Enumerable.Range(0, 70).Select(i => Avatars.Retargeting.FaceNumbering.OfName("FB_0", i, 70))],
    };

    /// <summary>FACEMESH_CONTOURS, as reduced files have them.</summary>
    static readonly int[] Reduced =
    [
        0, 7, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109,
        127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 172, 173, 176, 178, 181, 185, 191, 234, 246,
        249, 251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318, 321, 323, 324, 332, 334,
        336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454,
        466,
    ];

    float Normal() => MathF.Sqrt(-2 * MathF.Log(1 - _random.NextSingle())) * MathF.Cos(2 * MathF.PI * _random.NextSingle());
}
