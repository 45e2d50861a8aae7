using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Avatars.PoseMaps;

/// <summary>The layouts that are in use, and how they are made up.</summary>
public sealed partial class KeypointLayout
{
    /// <summary>OpenPose's COCO-18: also the body of every drawing of FPDM, PCDMs and IMAGPose. The edges are in their drawing order.</summary>
    public static KeypointLayout Body18 { get; } = Named("body18",
        "Nose Neck RightShoulder RightElbow RightWrist LeftShoulder LeftElbow LeftWrist RightHip RightKnee RightAnkle LeftHip LeftKnee LeftAnkle "
            + "RightEye LeftEye RightEar LeftEar",
        1, 2, 1, 5, 2, 3, 3, 4, 5, 6, 6, 7, 1, 8, 8, 9, 9, 10, 1, 11, 11, 12, 12, 13, 1, 0, 0, 14, 14, 16, 0, 15, 15, 17);

    /// <summary>OpenPose's BODY_25.</summary>
    public static KeypointLayout Body25 { get; } = Named("body25",
        "Nose Neck RightShoulder RightElbow RightWrist LeftShoulder LeftElbow LeftWrist MidHip RightHip RightKnee RightAnkle LeftHip LeftKnee LeftAnkle " +
        "RightEye LeftEye RightEar LeftEar LeftBigToe LeftSmallToe LeftHeel RightBigToe RightSmallToe RightHeel",
        1, 8, 1, 2, 1, 5, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 10, 11, 8, 12, 12, 13, 13, 14, 1, 0, 0, 15, 15, 17, 0, 16, 16, 18, 14, 19, 19, 20, 14, 21,
            11, 22, 22, 23, 11, 24);

    /// <summary>Wrist, then four points a finger from the palm out: thumb, index, middle, ring, little. OpenPose, COCO-WholeBody and MediaPipe agree
    /// on it.</summary>
    public static KeypointLayout Hand21 { get; } = Named("hand21",
        "Wrist Thumb1 Thumb2 Thumb3 Thumb4 Index1 Index2 Index3 Index4 Middle1 Middle2 Middle3 Middle4 Ring1 Ring2 Ring3 Ring4 Little1 Little2 Little3 "
            + "Little4",
        0, 1, 1, 2, 2, 3, 3, 4, 0, 5, 5, 6, 6, 7, 7, 8, 0, 9, 9, 10, 10, 11, 11, 12, 0, 13, 13, 14, 14, 15, 15, 16, 0, 17, 17, 18, 18, 19, 19, 20);

    /// <summary>The 300-W face: jaw 0-16, brows 17-26 and eyes 36-47 with the person's right first, nose 27-35, outer lips 48-59, inner lips 60-67.</summary>
    public static KeypointLayout Face68 { get; } = new("face68", Numbered("Face", 68), Face68Edges(), Face68Mirror());

    /// <summary>OpenPose's face: <see cref="Face68"/>, then the right and the left pupil.</summary>
    public static KeypointLayout Face70 { get; } = new("face70", Numbered("Face", 68).Append("RightPupil").Append("LeftPupil").ToArray(), Face68Edges(),
        Face68Mirror().Append(69).Append(68).ToArray());

    /// <summary>COCO's 17 body points and six of the feet: the first 23 of COCO-WholeBody.</summary>
    public static KeypointLayout CocoBodyFeet23 { get; } = Named("cocoBodyFeet23",
        "Nose LeftEye RightEye LeftEar RightEar LeftShoulder RightShoulder LeftElbow RightElbow LeftWrist RightWrist LeftHip RightHip LeftKnee "
            + "RightKnee LeftAnkle RightAnkle " +
        "LeftBigToe LeftSmallToe LeftHeel RightBigToe RightSmallToe RightHeel",
        5, 6, 5, 7, 7, 9, 6, 8, 8, 10, 5, 11, 6, 12, 11, 12, 11, 13, 13, 15, 12, 14, 14, 16, 0, 1, 0, 2, 1, 3, 2, 4, 15, 17, 15, 18, 15, 19, 16, 20, 16,
            21, 16, 22);

    /// <summary>COCO-WholeBody: body and feet 0-22, face 23-90, left hand 91-111, right hand 112-132.</summary>
    public static KeypointLayout CocoWholeBody133 { get; } = Join("cocoWholeBody133",
        ("body", CocoBodyFeet23), ("face", Face68), ("leftHand", Hand21), ("rightHand", Hand21));

    /// <summary>MediaPipe's pose landmarks (BlazePose).</summary>
    public static KeypointLayout MediaPipePose33 { get; } = Named("mediaPipePose33",
        "Nose LeftEyeInner LeftEye LeftEyeOuter RightEyeInner RightEye RightEyeOuter LeftEar RightEar LeftMouth RightMouth LeftShoulder RightShoulder "
            + "LeftElbow RightElbow LeftWrist RightWrist " +
        "LeftLittle RightLittle LeftIndex RightIndex LeftThumb RightThumb LeftHip RightHip LeftKnee RightKnee LeftAnkle RightAnkle LeftHeel RightHeel "
            + "LeftFootIndex RightFootIndex",
        0, 1, 1, 2, 2, 3, 3, 7, 0, 4, 4, 5, 5, 6, 6, 8, 9, 10, 11, 12, 11, 13, 13, 15, 15, 17, 15, 19, 15, 21, 17, 19, 12, 14, 14, 16, 16, 18, 16, 20, 16,
            22, 18, 20,
        11, 23, 12, 24, 23, 24, 23, 25, 24, 26, 25, 27, 26, 28, 27, 29, 28, 30, 29, 31, 30, 32, 27, 31, 28, 32);

    /// <summary>MediaPipe's face mesh without the irises. Its edges are the contours: oval, brows, eyes, lips.</summary>
    public static KeypointLayout MediaPipeFace468 { get; } = new("mediaPipeFace468", Numbered("Mesh", 468), FaceMeshContours(), FaceMeshMirror());

    /// <summary>MediaPipe's face mesh with the irises: right 468-472 and left 473-477, the centre first, then right, top, left and bottom as the
    /// picture shows them.</summary>
    public static KeypointLayout MediaPipeFace478 { get; } = new("mediaPipeFace478", Numbered("Mesh", 478),
        FaceMeshContours().Concat(Ring(469, 472)).Concat(Ring(474, 477)).ToArray(),
        FaceMeshMirror().Concat(new[] { 473, 476, 475, 474, 477, 468, 471, 470, 469, 472 }).ToArray());

    /// <summary>MediaPipe Holistic: pose 0-32, face 33-500, left hand 501-521, right hand 522-542.</summary>
    public static KeypointLayout MediaPipeHolistic543 { get; } = Join("mediaPipeHolistic543",
        ("body", MediaPipePose33), ("face", MediaPipeFace468), ("leftHand", Hand21), ("rightHand", Hand21));

    /// <summary>MediaPipe Holistic with the irises: pose 0-32, face 33-510, left hand 511-531, right hand 532-552.</summary>
    public static KeypointLayout MediaPipeHolistic553 { get; } = Join("mediaPipeHolistic553",
        ("body", MediaPipePose33), ("face", MediaPipeFace478), ("leftHand", Hand21), ("rightHand", Hand21));

    /// <summary>MediaPipe Holistic without the face: pose 0-32, left hand 33-53, right hand 54-74.</summary>
    public static KeypointLayout MediaPipeHolistic75 { get; } = Join("mediaPipeHolistic75",
        ("body", MediaPipePose33), ("leftHand", Hand21), ("rightHand", Hand21));

    /// <summary>Avatar's layout: body 0-17, left hand 18-38, right hand 39-59, face 60-127. Sufficient for signing; the default model was trained on
    /// it.</summary>
    public static KeypointLayout Avatar128 { get; } = Join("avatar128",
        ("body", Body18), ("leftHand", Hand21), ("rightHand", Hand21), ("face", Face68));

    const string CocoNames =
        "Nose LeftEye RightEye LeftEar RightEar LeftShoulder RightShoulder LeftElbow RightElbow LeftWrist RightWrist LeftHip RightHip LeftKnee "
            + "RightKnee LeftAnkle RightAnkle";

    static readonly int[] CocoEdges = [5, 6, 5, 7, 7, 9, 6, 8, 8, 10, 5, 11, 6, 12, 11, 12, 11, 13, 13, 15, 12, 14, 14, 16, 0, 1, 0, 2, 1, 3, 2, 4];

    /// <summary>COCO's 17 body points: most detectors of whole people.</summary>
    public static KeypointLayout Coco17 { get; } = Named("coco17", CocoNames, CocoEdges);

    /// <summary>OpenPose's BODY_19: <see cref="Body25"/> without feet.</summary>
    public static KeypointLayout Body19 { get; } = Named("body19",
        "Nose Neck RightShoulder RightElbow RightWrist LeftShoulder LeftElbow LeftWrist MidHip RightHip RightKnee RightAnkle LeftHip LeftKnee LeftAnkle "
            + "RightEye LeftEye RightEar LeftEar",
        1, 8, 1, 2, 1, 5, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 10, 11, 8, 12, 12, 13, 13, 14, 1, 0, 0, 15, 15, 17, 0, 16, 16, 18);

    /// <summary>OpenPose's MPI model.</summary>
    internal static KeypointLayout Mpi15 { get; } = Named("mpi15",
        "HeadTop Neck RightShoulder RightElbow RightWrist LeftShoulder LeftElbow LeftWrist RightHip RightKnee RightAnkle LeftHip LeftKnee LeftAnkle Chest",
        0, 1, 1, 2, 2, 3, 3, 4, 1, 5, 5, 6, 6, 7, 1, 14, 14, 8, 8, 9, 9, 10, 14, 11, 11, 12, 12, 13);

    /// <summary>Halpe: COCO's 17, then top of the head, neck, middle of the hips and six points of the feet.</summary>
    public static KeypointLayout Halpe26 { get; } = Named("halpe26",
        CocoNames + " HeadTop Neck MidHip LeftBigToe RightBigToe LeftSmallToe RightSmallToe LeftHeel RightHeel", [.. CocoEdges, 17, 18, 18, 19]);

    /// <summary>Halpe of the whole body: body and feet 0-25, face 26-93, left hand 94-114, right hand 115-135.</summary>
    public static KeypointLayout Halpe136 { get; } = Join("halpe136", ("body", Halpe26), ("face", Face68), ("leftHand", Hand21), ("rightHand", Hand21));

    /// <summary><see cref="Body18"/>, then six points of the feet.</summary>
    static KeypointLayout Body18Feet { get; } = Named("body18Feet24",
        string.Join(" ", Body18._names) + " LeftBigToe LeftSmallToe LeftHeel RightBigToe RightSmallToe RightHeel",
        [.. Body18._edges.SelectMany(edge => new[] { edge.From, edge.To }), 13, 18, 13, 19, 13, 20, 10, 21, 10, 22, 10, 23]);

    /// <summary>COCO-WholeBody with a neck, in OpenPose's order, as DWPose and RTMLib convert it: body 0-17, feet 18-23, face 24-91, left hand
    /// 92-112, right hand 113-133.</summary>
    public static KeypointLayout Dwpose134 { get; } = Join("dwpose134", ("body", Body18Feet), ("face", Face68), ("leftHand", Hand21), ("rightHand", Hand21));

    /// <summary>A hand without its wrist, which is the body's: OpenPose's BODY_135.</summary>
    static KeypointLayout Hand20 { get; } = new("hand20", Hand21._names.Skip(1).ToArray(),
        Hand21._edges.Where(edge => edge.From > 0).Select(edge => new KeypointEdge(edge.From - 1, edge.To - 1)).ToArray());

    /// <summary>OpenPose's BODY_25B: the body of its BODY_135.</summary>
    static KeypointLayout Body25B { get; } = Named("body25b",
        CocoNames + " Neck HeadTop LeftBigToe LeftSmallToe LeftHeel RightBigToe RightSmallToe RightHeel", [.. CocoEdges, 17, 18]);

    /// <summary>OpenPose's BODY_135: body and feet 0-24, left hand 25-44 and right hand 45-64 without the wrists, face 65-134.</summary>
    internal static KeypointLayout Body135 { get; } = Join("body135", ("body", Body25B), ("leftHand", Hand20), ("rightHand", Hand20), ("face", Face70));

    /// <summary>Whole bodies by their number of points, which no two share: what a bare list of points is taken for.</summary>
    internal static IReadOnlyList<KeypointLayout> Bodies { get; } =
    [
        Coco17, Body18, Body19, CocoBodyFeet23, Body25, Halpe26, MediaPipePose33, CocoWholeBody133, Dwpose134, Body135, Halpe136, MediaPipeHolistic75,
            MediaPipeHolistic543, MediaPipeHolistic553,
    ];

    /// <summary>Every layout above, for looking one up by name.</summary>
    public static IReadOnlyList<KeypointLayout> All { get; } = new[]
    {
        Avatar128, Body18, Body25, Hand21, Face68, Face70, CocoBodyFeet23, CocoWholeBody133, MediaPipePose33, MediaPipeFace468, MediaPipeFace478,
            MediaPipeHolistic75, MediaPipeHolistic543, MediaPipeHolistic553,
        Coco17, Body19, Halpe26, Halpe136, Dwpose134,
    };

    /// <exception cref="ArgumentException">There is no layout of this name.</exception>
    public static KeypointLayout Find(string name) =>
        All.FirstOrDefault(layout => string.Equals(layout.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"'{name}' is not a keypoint layout. Known: {string.Join(", ", All.Select(layout => layout.Name))}.", nameof(name));

    /// <summary>A layout whose mirror follows from its names: LeftX becomes RightX.</summary>
    static KeypointLayout Named(string name, string names, params int[] edges)
    {
        var list = names.Split(' ');
        var mirror = Array.ConvertAll(list, joint => Array.IndexOf(list, OppositeOf(joint)));
        return new KeypointLayout(name, list, Pairs(edges), mirror);
    }

    static string OppositeOf(string joint) =>
        joint.StartsWith("Left", StringComparison.Ordinal) ? "Right" + joint.Substring(4)
        : joint.StartsWith("Right", StringComparison.Ordinal) ? "Left" + joint.Substring(5)
        : joint;

    static string[] Numbered(string prefix, int count) =>
        Enumerable.Range(0, count).Select(i => prefix + i.ToString(CultureInfo.InvariantCulture)).ToArray();

    static KeypointEdge[] Pairs(int[] indices) =>
        Enumerable.Range(0, indices.Length / 2).Select(i => new KeypointEdge(indices[2 * i], indices[2 * i + 1])).ToArray();

    static IEnumerable<KeypointEdge> Chain(params int[] indices) =>
        Enumerable.Range(0, indices.Length - 1).Select(i => new KeypointEdge(indices[i], indices[i + 1]));

    static IEnumerable<KeypointEdge> Run(int first, int last) => Chain(Enumerable.Range(first, last - first + 1).ToArray());

    static IEnumerable<KeypointEdge> Ring(int first, int last) => Run(first, last).Append(new KeypointEdge(last, first));

    static KeypointEdge[] Face68Edges() =>
        Run(0, 16).Concat(Run(17, 21)).Concat(Run(22, 26)).Concat(Run(27, 30)).Concat(Run(31, 35))
            .Concat(Ring(36, 41)).Concat(Ring(42, 47)).Concat(Ring(48, 59)).Concat(Ring(60, 67)).ToArray();

    /// <summary>Index sums of the two that are swapped: jaw 16, brows 43, nose 66, eyes 81 and 87, lips by their own rings.</summary>
    static int[] Face68Mirror() => Enumerable.Range(0, 68).Select(i => i switch
    {
        <= 16 => 16 - i,
        <= 26 => 43 - i,
        <= 30 => i,
        <= 35 => 66 - i,
        <= 39 or (>= 42 and <= 45) => 81 - i,
        <= 47 => 87 - i,
        <= 54 => 102 - i,
        <= 59 => 114 - i,
        <= 64 => 124 - i,
        _ => 132 - i,
    }).ToArray();

    /// <summary>MediaPipe numbers the right half and the middle first (0-247), then the left half in the same order without the middle.</summary>
    static int[] FaceMeshMirror()
    {
        int[] middle = [0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 94, 151, 152, 164, 168, 175, 195, 197, 199, 200];
        var mirror = Enumerable.Range(0, 468).ToArray();
        var left = 248;
        for (var right = 0; right < 248; right++)
        {
            if (Array.IndexOf(middle, right) >= 0)
                continue;
            mirror[right] = left;
            mirror[left++] = right;
        }
        return mirror;
    }

    static KeypointEdge[] FaceMeshContours()
    {
        var mirror = FaceMeshMirror();
        var right = Chain(10, 109, 67, 103, 54, 21, 162, 127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152) // half of the oval
            .Concat(Chain(46, 53, 52, 65, 55)).Concat(Chain(70, 63, 105, 66, 107)) // brow
            .Concat(Chain(33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246, 33)) // eye
            .Concat(Chain(17, 84, 181, 91, 146, 61, 185, 40, 39, 37, 0)) // outer lips
            .Concat(Chain(14, 87, 178, 88, 95, 78, 191, 80, 81, 82, 13)) // inner lips
            .ToArray();
        return right.Concat(right.Select(edge => new KeypointEdge(mirror[edge.From], mirror[edge.To]))).ToArray();
    }
}
