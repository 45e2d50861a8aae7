using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

/// <summary>Maps that the published systems' own Python drew, pixel for pixel.</summary>
[Category("Golden")]
public sealed class PoseMapGoldenTests
{
    static IEnumerable<TestCaseData> Cases(string input) => GoldenCases.Of("pose_map", golden => golden.InputNames.Contains(input));

    static IEnumerable<TestCaseData> Fpdm => GoldenCases.Of("pose_map", golden => golden.InputNames.Contains("keypoints")
        && !golden.InputNames.Contains("limbs_one_based"));

    [TestCaseSource(nameof(Fpdm))]
    public void Fpdm_draws_the_body(GoldenCase golden)
    {
        golden.RequireConfig("width", "height", "anno_width", "anno_height", "offset", "stickwidth");
        var (width, height) = SizeOf(golden);
        var frame = new FpdmAnnotation(Number(golden, "offset"), Number(golden, "anno_width"), Number(golden, "anno_height"), Missing: -1);
        var keypoints = Pairs(golden.Input("keypoints")).Select(point => frame.ToCanvas(point.X, point.Y, width, height)).ToArray();
        golden.Expect("canvas_keypoints", keypoints.SelectMany(point => new[] { point.X, point.Y }).ToArray());
        Assert.That(Number(golden, "stickwidth"), Is.EqualTo(4), "the half-width that the style draws");
        ExpectMap(golden, "image", PoseMapStyle.FpdmDeepFashionNative, keypoints);
    }

    [TestCaseSource(nameof(Cases), new object[] { "limbs_one_based" })]
    public void Fpdm_draws_signing_people(GoldenCase golden)
    {
        golden.RequireConfig("width", "height", "anno_width", "anno_height", "offset", "stickwidth");
        var (width, height) = SizeOf(golden);
        var frame = new FpdmAnnotation(Number(golden, "offset"), Number(golden, "anno_width"), Number(golden, "anno_height"), Missing: 0);
        var keypoints = Pairs(golden.Input("keypoints")).Select(point => frame.ToCanvas(point.X, point.Y, width, height)).ToArray();
        ExpectMap(golden, "image", PoseMapStyle.FpdmPhoenixOf((int)Number(golden, "stickwidth")), keypoints);
    }

    [TestCaseSource(nameof(Cases), new object[] { "limbs_one_based" })]
    public void The_tables_for_signing_people_are_the_published_ones(GoldenCase golden)
    {
        var elements = PoseMapStyle.FpdmPhoenix.Elements.ToArray();
        var colors = elements.Where(element => element.Shape == PoseMapShape.Dot)
            .SelectMany(element => new long[] { element.Color.B, element.Color.G, element.Color.R });
        Assert.That(colors, Is.EqualTo(golden.Input("colors").ToIntegers()));
        var limbs = elements.Where(element => element.Shape == PoseMapShape.Limb)
            .SelectMany(element => element.Points.Select(point => point + 1L).Concat(Enumerable.Repeat(-1L, 6 - element.Points.Length)));
        Assert.That(limbs, Is.EqualTo(golden.Input("limbs_one_based").ToIntegers()));
    }

    [TestCaseSource(nameof(Cases), new object[] { "candidate" })]
    public void Dwpose_draws_bodies_and_hands(GoldenCase golden)
    {
        golden.RequireConfig("width", "height", "persons");
        var style = golden.SourceRepository.EndsWith("PCDMs", StringComparison.Ordinal) ? PoseMapStyle.PcdmsDwpose : PoseMapStyle.ImagposeDwpose;
        var people = DwposePeople(golden);
        ExpectMap(golden, "image", style, people);
        var names = golden.OutputNames.ToArray();
        if (names.Contains("body_only"))
            ExpectMap(golden, "body_only", style, Only(people, "body"));
        if (names.Contains("hands_only"))
            ExpectMap(golden, "hands_only", style, Only(people, "leftHand", "rightHand"));
        if (names.Contains("face_only")) // their DWPose leaves it out of the map; its drawing is that of their OpenPose
            ExpectMap(golden, "face_only", PoseMapStyle.PcdmsOpenpose, Only(people, "face"));
    }

    [TestCaseSource(nameof(Cases), new object[] { "left_hand" })]
    public void Openpose_draws_body_hands_and_face(GoldenCase golden)
    {
        golden.RequireConfig("width", "height");
        var (width, height) = SizeOf(golden);
        var keypoints = new[] { "body", "left_hand", "right_hand", "face" }.SelectMany(part => Pairs(golden.Input(part)))
            .Select(point => Scaled(point, width, height)).ToArray();
        ExpectMap(golden, "image", PoseMapStyle.PcdmsOpenpose, keypoints);
    }

    static PreciseKeypoint[] DwposePeople(GoldenCase golden)
    {
        var (width, height) = SizeOf(golden);
        var candidate = Pairs(golden.Input("candidate"));
        var subset = golden.Input("subset").ToDoubles();
        var hands = Pairs(golden.Input("hands"));
        var faces = Pairs(golden.Input("faces"));
        var people = golden.Input("subset").Shape[0];
        var keypoints = new List<PreciseKeypoint>();
        for (var person = 0; person < people; person++)
        {
            var body = subset.AsSpan(person * 18, 18).ToArray().Select(row => row < 0 ? (-1, -1) : candidate[(int)row]);
            var left = hands.Skip(person * 21).Take(21);
            var right = hands.Skip((people + person) * 21).Take(21);
            keypoints.AddRange(body.Concat(left).Concat(right).Concat(faces.Skip(person * 68).Take(68)).Select(point => Scaled(point, width, height)));
        }
        return keypoints.ToArray();
    }

    static PreciseKeypoint[] Only(PreciseKeypoint[] people, params string[] names)
    {
        var layout = KeypointLayout.Avatar128;
        bool IsKept(int index) => names.Select(layout.Part).Any(part => index % layout.Count >= part.Start && index % layout.Count < part.Start + part.Count);
        return people.Select((point, index) => IsKept(index) ? point : default).ToArray();
    }

    /// <summary>-1 in either coordinate means missing.</summary>
    static PreciseKeypoint Scaled((double X, double Y) point, int width, int height) =>
        new(point.X * width, point.Y * height, point.X != -1 && point.Y != -1);

    static void ExpectMap(GoldenCase golden, string output, PoseMapStyle style, PreciseKeypoint[] keypoints)
    {
        var (width, height) = SizeOf(golden);
        var expected = new RgbImage(width, height, golden.Output(output).Bytes.ToArray());
        var map = new RgbImage(width, height);
        new PoseMapRasterizer(style, width, height).Draw(keypoints, map);
        PictureAssert.AreSame(expected, map, $"{golden.Name}.{output}");
    }

    static (int Width, int Height) SizeOf(GoldenCase golden) => ((int)Number(golden, "width"), (int)Number(golden, "height"));

    static double Number(GoldenCase golden, string name) => golden.Config.GetProperty(name).GetDouble();

    static (double X, double Y)[] Pairs(GoldenTensor tensor) => tensor.ToDoubles().Chunk(2).Select(pair => (pair[0], pair[1])).ToArray();
}
