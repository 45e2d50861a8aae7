using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

/// <summary>What the published detector does around its two networks, whose answers are given.</summary>
[Category("Golden")]
public sealed class DwposeGoldenTests
{
    const int Body = 18, Face = 24, LeftHand = 92, RightHand = 113, Hand = 21;
    const double Missing = -1, Threshold = 0.3;

    static IEnumerable<TestCaseData> Cases => GoldenCases.Of("dwpose");

    [TestCaseSource(nameof(Cases))]
    public void Finds_people_and_keypoints_as_published(GoldenCase golden)
    {
        golden.RequireConfig("pose_model_input_hw", "detector_input_hw", "keypoints", "classes", "simcc_split_ratio");
        Assert.That((golden.Config.GetProperty("keypoints").GetInt32(), golden.Config.GetProperty("simcc_split_ratio").GetDouble()),
            Is.EqualTo((DwposePerson.Count - 1, 2.0)), "what is published, without the neck");
        var picture = PictureOf(golden);
        var input = InputOf(golden, picture);
        var boxes = DwposeBoxes.Decode(golden.Input("detector_output").ToFloats(), input);
        golden.Expect("boxes", boxes.SelectMany(box => new[] { box.Left, box.Top, box.Right, box.Bottom }).ToArray());

        var letterbox = golden.Output("letterbox_160").Shape;
        golden.Expect("letterbox_160", new DwposeDetectorInput(picture, letterbox[2], letterbox[1]).Planes);

        var crops = CropsOf(golden, picture, boxes);
        golden.Expect("pose_inputs", crops.SelectMany(crop => crop.Planes).ToArray());

        var people = PeopleOf(golden, crops);
        golden.Expect("keypoints", people.SelectMany(person => Numbers(person.Positions, 1, 1)).ToArray());
        golden.Expect("scores", people.SelectMany(person => person.Scores.ToArray()).ToArray());
    }

    [TestCaseSource(nameof(Cases))]
    public void Keeps_the_surest_person_and_what_is_seen_of_it(GoldenCase golden)
    {
        var picture = PictureOf(golden);
        var person = DwposePerson.MostConfident(PeopleOf(golden,
            CropsOf(golden, picture, DwposeBoxes.Decode(golden.Input("detector_output").ToFloats(), InputOf(golden, picture)))));
        golden.Expect("body_score", person.Scores[..Body]);
        golden.Expect("pose_candidate", Numbers(person.Positions[..Body], picture.Width, picture.Height));
        golden.Expect("pose_subset", Enumerable.Range(0, Body).Select(i => person.ToKeypoints()[i].IsPresent ? i : Missing).ToArray());
        golden.Expect("pose_hands", [.. Seen(person, picture, LeftHand, Hand), .. Seen(person, picture, RightHand, Hand)]);
        golden.Expect("pose_faces", Seen(person, picture, Face, 68));

        var map = new RgbImage(picture.Width, picture.Height);
        new PoseMapRasterizer(PoseMapStyle.ImagposeDwpose, map.Width, map.Height).Draw(person.ToKeypoints(), map);
        PictureAssert.AreSame(new RgbImage(map.Width, map.Height, golden.Output("map").Bytes.ToArray()), map, $"{golden.Name}.map");
    }

    static RgbImage PictureOf(GoldenCase golden)
    {
        var tensor = golden.Input("image");
        return new RgbImage(tensor.Shape[1], tensor.Shape[0], tensor.Bytes.ToArray());
    }

    static DwposeDetectorInput InputOf(GoldenCase golden, RgbImage picture)
    {
        var size = Sizes(golden, "detector_input_hw");
        return new DwposeDetectorInput(picture, size[1], size[0]);
    }

    static DwposeCrop[] CropsOf(GoldenCase golden, RgbImage picture, IReadOnlyList<PersonBox> boxes)
    {
        var size = Sizes(golden, "pose_model_input_hw");
        var found = boxes.Count > 0 ? boxes : [new PersonBox(0, 0, picture.Width, picture.Height)];
        return [.. found.Select(box => new DwposeCrop(picture, box, size[1], size[0]))];
    }

    static DwposePerson[] PeopleOf(GoldenCase golden, DwposeCrop[] crops) =>
        [.. crops.Select((crop, i) => new DwposePerson(golden.Input($"simcc_x{i}").ToFloats(), golden.Input($"simcc_y{i}").ToFloats(), crop))];

    static int[] Sizes(GoldenCase golden, string name) => [.. golden.Config.GetProperty(name).EnumerateArray().Select(side => side.GetInt32())];

    static double[] Numbers(ReadOnlySpan<(double X, double Y)> positions, double width, double height) =>
        [.. positions.ToArray().SelectMany(position => new[] { position.X / width, position.Y / height })];

    /// <summary>The published code marks what is not seen with -1, hands and face below the threshold.</summary>
    static double[] Seen(DwposePerson person, RgbImage picture, int start, int count) =>
        [.. Enumerable.Range(start, count).SelectMany(i => person.Scores[i] < Threshold ? [Missing, Missing]
            : Numbers(person.Positions.Slice(i, 1), picture.Width, picture.Height))];
}
