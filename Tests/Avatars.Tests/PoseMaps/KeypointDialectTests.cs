using System.Numerics;
using Avatars.PoseMaps;
using static Avatars.Tests.PoseMaps.FilePerson;

namespace Avatars.Tests.PoseMaps;

public sealed class KeypointDialectTests
{
    const string Canvas = "\"canvas_width\": 600, \"canvas_height\": 480";
    const string Size = "\"width\": 600, \"height\": 480";

    static readonly string OpenPose = $"{{\"people\": [{{\"pose_keypoints_2d\": {Flat(Body18)}, \"hand_left_keypoints_2d\": {Flat(LeftHand)}, "
        + $"\"hand_right_keypoints_2d\": {Flat(RightHand)}, \"face_keypoints_2d\": {Flat(Face)}}}], {Canvas}}}";

    static TestCaseData Case(string name, string text, bool hands = false, bool face = false, bool neck = true) =>
        new TestCaseData(text, hands, face, neck).SetArgDisplayNames(name);

    static string InOpenPose(string body) => $"{{\"people\": [{{\"pose_keypoints_2d\": {body}}}], {Canvas}}}";

    static IEnumerable<TestCaseData> Known()
    {
        yield return Case("OpenPose with hands and face", OpenPose, hands: true, face: true);
        yield return Case("OpenPose 1.0 names", OpenPose.Replace("_2d", "", StringComparison.Ordinal), hands: true, face: true);
        yield return Case("OpenPose 0.1 bodies", $"{{\"version\": 0.1, \"bodies\": [{{\"joints\": {Flat(Body18)}}}], {Canvas}}}");
        yield return Case("null for parts", $"{{\"people\": [{{\"pose_keypoints_2d\": {Flat(Body18)}, \"hand_left_keypoints_2d\": null, "
            + $"\"face_keypoints_2d\": []}}], {Canvas}}}");
        yield return Case("BODY_25", InOpenPose(Flat(Body25)));
        yield return Case("BODY_135", InOpenPose(Flat(Body135)), hands: true, face: true);
        yield return Case("COCO 17 in OpenPose's envelope", InOpenPose(Flat(Coco17)), neck: false);
        yield return Case("Halpe 26 in OpenPose's envelope", InOpenPose(Flat(Halpe26)));
        yield return Case("whole body 133 in OpenPose's envelope", InOpenPose(Flat(WholeBody133)), hands: true, face: true, neck: false);
        yield return Case("whole body 134 with a neck", InOpenPose(Flat(Dwpose134)), hands: true, face: true);
        yield return Case("Halpe 136 in OpenPose's envelope", InOpenPose(Flat(Halpe136)), hands: true, face: true);
        yield return Case("no confidences", InOpenPose(Flat(Body18, third: null)));
        yield return Case("ComfyUI list of frames", $"[{OpenPose}, {{\"people\": [], {Canvas}}}]", hands: true, face: true);
        yield return Case("a person as the root", $"{{\"pose_keypoints_2d\": {Flat(Body18)}, {Canvas}}}");
        yield return Case("AlphaPose --format open", $"{{\"a.jpg\": {OpenPose}, \"b.jpg\": {OpenPose}}}", hands: true, face: true);
        yield return Case("AlphaPose --format cmu", $"{{\"a.jpg\": {{\"version\": \"AlphaPose v0.3\", \"bodies\": "
            + $"[{{\"joints\": {Flat(Body18)}}}], {Canvas}}}}}");
        yield return Case("AlphaPose 17", $"[{{\"image_id\": \"a.jpg\", \"category_id\": 1, \"keypoints\": {Flat(Coco17)}, \"score\": 2.9}}]", neck: false);
        yield return Case("AlphaPose 136 with idx", $"[{{\"image_id\": \"a.jpg\", \"category_id\": 1, \"keypoints\": {Flat(Halpe136)}, \"score\": 2.9, "
            + $"\"box\": [1, 2, 3, 4], \"idx\": [0.0]}}]", hands: true, face: true);
        yield return Case("MMPose instance_info", $"{{\"meta_info\": {{\"dataset_name\": \"coco\"}}, \"instance_info\": [{{\"frame_id\": 1, "
            + $"\"instances\": [{{\"keypoints\": {Pairs(Coco17)}, \"keypoint_scores\": {Same("0.8", 17)}, \"bbox\": [[1, 2, 3, 4]], \"bbox_score\": "
            + $"0.9}}]}}]}}", neck: false);
        yield return Case("MMPose predictions, nested", $"{{\"predictions\": [[{{\"keypoints\": {Pairs(WholeBody133)}, "
            + $"\"keypoint_scores\": {Same("0.8", 133)}}}]]}}", hands: true, face: true, neck: false);
        yield return Case("MMPose list of instances", $"[{{\"keypoints\": {Pairs(Halpe26)}, \"keypoint_scores\": {Same("0.8", 26)}, \"bbox\": [[1, 2, "
            + $"3, 4]], \"bbox_score\": 0.9}}]");
        yield return Case("MMPose lists in a list", $"[[{{\"keypoints\": {Pairs(Coco17)}, \"keypoint_scores\": {Same("0.8", 17)}}}]]", neck: false);
        yield return Case("RTMLib arrays", $"{{\"keypoints\": [{Pairs(Coco17)}], \"scores\": [{Same("0.8", 17)}]}}", neck: false);
        yield return Case("COCO annotations", $"{{\"images\": [{{\"id\": 7, {Size}}}], \"annotations\": [{{\"image_id\": 7, \"num_keypoints\": 17, "
            + $"\"keypoints\": {Flat(Coco17, "2")}}}]}}", neck: false);
        yield return Case("COCO-WholeBody annotations", $"{{\"images\": [{{\"id\": 7, {Size}}}], \"annotations\": [{{\"image_id\": 7, "
            + $"\"keypoints\": {Flat(Coco17, "2")}, \"foot_kpts\": {Flat(WholeBody133[17..23], "2")}, \"face_kpts\": {Flat(Face, "0.7")}, "
            + $"\"lefthand_kpts\": {Flat(LeftHand, "0.7")}, \"righthand_kpts\": {Flat(RightHand, "0.7")}}}]}}", hands: true, face: true, neck: false);
        yield return Case("editor with width and height", $"{{{Size}, \"keypoints\": {Pairs(Body18)}}}");
        yield return Case("Ultralytics", $"[{{\"name\": \"person\", \"class\": 0, \"keypoints\": {{\"x\": "
            + $"[{string.Join(",", Coco17.Select(p => FormattableString.Invariant($"{p.X}")))}], \"y\": "
            + $"[{string.Join(",", Coco17.Select(p => FormattableString.Invariant($"{p.Y}")))}], \"visible\": {Same("0.9", 17)}}}}}]", neck: false);
        yield return Case("TensorFlow.js", $"[{{\"score\": 0.9, \"keypoints\": {Objects(Coco17, ", \"score\": 0.9, \"name\": \"some\"")}}}]", neck: false);
        yield return Case("bare points", Pairs(Coco17, "0.9"), neck: false);
        yield return Case("bare numbers", Flat(Body18));
        yield return Case("bare people", $"[{Pairs(Body18)}]");
        yield return Case("MediaPipe list", $"{{\"frames\": "
            + $"[{{\"pose_landmarks\": {Objects(MediaPipe33, ", \"z\": -0.1, \"visibility\": 0.99", 1f / Width, 1f / Height)}}}], {Size}}}", neck: false);
        yield return Case("MediaPipe holistic, "
            + "JavaScript", $"{{\"poseLandmarks\": {Objects(MediaPipe33, ", \"z\": -0.1, \"visibility\": 0.99", 1f / Width, 1f / Height)}, "
            + $"\"leftHandLandmarks\": {Objects(LeftHand, ", \"z\": 0, \"visibility\": 0", 1f / Width, 1f / Height)}, "
            + $"\"rightHandLandmarks\": {Objects(RightHand, ", \"z\": 0", 1f / Width, 1f / Height)}, {Size}}}", hands: true, neck: false);
        yield return Case("MediaPipe protobuf", $"{{\"pose_landmarks\": "
            + $"{{\"landmark\": {Objects(MediaPipe33, ", \"z\": 0.2", 1f / Width, 1f / Height)}}}, {Size}}}", neck: false);
        yield return Case("MediaPipe Tasks", $"{{\"landmarks\": [{Objects(MediaPipe33, ", \"z\": 0.2, \"visibility\": 1", 1f / Width, 1f / Height)}], "
            + $"\"worldLandmarks\": [], {Size}}}", neck: false);
        yield return Case("DWPose's dictionary", $"{{\"bodies\": {{\"candidate\": {Pairs(Body18)}, \"subset\": [{Same("1", 18)}]}}, \"hands\": "
            + $"[{Pairs(LeftHand)}, {Pairs(RightHand)}], \"faces\": [{Pairs(Face)}], {Size}}}", hands: true, face: true);
    }

    [TestCaseSource(nameof(Known))]
    public void A_neighbours_file_gives_the_person(string text, bool hands, bool face, bool neck) =>
        AssertIn(KeypointsFile.Parse(text, "some file"), hands, face, neck);

    [Test]
    public void Of_several_frames_the_one_asked_for_is_read()
    {
        var text = $"[{OpenPose}, {{\"people\": [{{\"pose_keypoints_2d\": {Flat(Body18, "1", 0.5f, 0.5f)}}}], {Canvas}}}]";
        var first = KeypointsFile.Parse(text, "poses.json");
        Assert.That(first.Remarks, Has.One.Contains("frame 1 of 2"));
        var second = KeypointsFile.Parse(text, "poses.json", new KeypointReading { Frame = 2 });
        Assert.That(second.People[0][0].X, Is.EqualTo(Body18[0].X / 2).Within(0.001));
        Assert.That(() => KeypointsFile.Parse(text, "poses.json", new KeypointReading { Frame = 3 }),
            Throws.TypeOf<FormatException>().With.Message.Contains("2 frames"));
        Assert.That(() => KeypointsFile.Parse(text, "poses.json", new KeypointReading { Frame = 0 }), Throws.TypeOf<FormatException>());
    }

    [Test]
    public void Results_are_parted_by_picture_and_people_of_one_stay_together()
    {
        string Person(string picture, float scale) => $"{{\"image_id\": \"{picture}\", \"keypoints\": {Flat(Coco17, "0.9", scale, scale)}, \"score\": 2}}";
        var text = $"[{Person("a.jpg", 1)}, {Person("a.jpg", 0.5f)}, {Person("b.jpg", 0.25f)}]";
        Assert.That(KeypointsFile.Parse(text, "results.json").People.Select(person => person[0].X),
            Is.EqualTo(new[] { Coco17[0].X, Coco17[0].X / 2 }).Within(0.001));
        Assert.That(KeypointsFile.Parse(text, "results.json", new KeypointReading { Frame = 2 }).People.Single()[0].X,
            Is.EqualTo(Coco17[0].X / 4).Within(0.001));
    }

    [Test]
    public void An_editors_people_of_18_points_are_parted()
    {
        Vector2[] two = [.. Body18, .. Body18.Select(point => point / 2)];
        var frame = KeypointsFile.Parse($"{{{Size}, \"keypoints\": {Pairs(two)}}}", "editor.json");
        Assert.That(frame.People.Select(person => person[4].X), Is.EqualTo(new[] { Body18[4].X, Body18[4].X / 2 }).Within(0.001));
    }

    [Test]
    public void Of_several_of_dwposes_people_the_left_hands_come_first()
    {
        var text = $"{{\"bodies\": {{\"candidate\": {Pairs([.. Body18, .. Body18])}, \"subset\": [{Same("1", 18)}, "
            + $"[-1, {string.Join(",", Enumerable.Range(19, 17))}]]}}, \"hands\": "
            + $"[{Pairs(LeftHand)}, {Pairs(RightHand)}, {Pairs(RightHand)}, {Pairs(LeftHand)}], {Size}}}";
        var people = KeypointsFile.Parse(text, "dwpose.json").People;
        Assert.That(people[0][20].X, Is.EqualTo(LeftHand[2].X).Within(0.001));
        Assert.That(people[0][41].X, Is.EqualTo(RightHand[2].X).Within(0.001), "third in the list");
        Assert.That(people[1][20].X, Is.EqualTo(RightHand[2].X).Within(0.001), "second in the list");
        Assert.That(people[1][0].IsPresent, Is.False, "-1 in the subset");
    }

    [Test]
    public void A_whole_body_keeps_its_feet_for_the_style_that_draws_them()
    {
        var frame = KeypointsFile.Parse(InOpenPose(Flat(WholeBody133)), "rtmlib.json");
        Assert.That(frame.Layout, Is.SameAs(KeypointLayout.CocoWholeBody133));
        Assert.That(frame.For(KeypointLayout.CocoWholeBody133, Width, Height)[17].X, Is.EqualTo(330).Within(0.01), "left big toe");
    }

    [TestCase("{\"animals\": [[[1, 2, 1]]], \"canvas_height\": 5}", "animals")]
    [TestCase("{\"shapes\": [], \"imagePath\": \"a.jpg\"}", "\"shapes\", \"imagePath\"")]
    [TestCase("[]", null)]
    [TestCase("[7]", "7")]
    [TestCase("{}", "no field")]
    [TestCase("[[1, 2], [3, 4]]", "2 points")]
    [TestCase("{\"people\": [{\"name\": \"Ann\"}]}", "\"name\"")]
    [TestCase("{\"keypoints\": [[1, 2], [3, 4]]}", "17 (coco17)")]
    [TestCase("[{\"x\": 1, \"y\": 2}]", "1 points")]
    public void What_is_unknown_is_said_beside_what_is_known(string text, string? found)
    {
        if (found is null)
        {
            Assert.That(KeypointsFile.Parse(text, "some file").People, Is.Empty);
            return;
        }
        var error = Assert.Throws<FormatException>(() => KeypointsFile.Parse(text, "some file"));
        Assert.That(error!.Message, Does.Contain("'some file'").And.Contain(found));
        Assert.That(error.Message, Has.Length.LessThan(700));
    }

    [Test]
    public void Messages_are_short_and_have_no_control_characters()
    {
        var name = "x\\u001b[31m\\n" + new string('y', 100_000);
        foreach (var text in new[] { $"{{\"layout\": \"{name}\", \"keypoints\": []}}", $"{{\"{name}\": 1}}", $"{{\"people\": [{{\"{name}\": "
            + $"1}}]}}", $"{{\"layout\": \"hand21\", \"keypoints\": [\"{name}\"]}}", $"1 2\n{new string('z', 100_000)}\u001b" })
        {
            var error = Assert.Throws<FormatException>(() => KeypointsFile.Parse(text, "some file"));
            Assert.That(error!.Message, Has.Length.LessThan(700));
            Assert.That(error.Message.Any(char.IsControl), Is.False, error.Message);
        }
    }
}
