using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

public sealed class DwposeTests
{
    const int Side = 64; // strides 8, 16, 32: 64 + 16 + 4 anchors
    const int Positions = 84;
    const int Numbers = 7;

    readonly DwposeDetectorInput _input = new(new RgbImage(32, 64), Side, Side);

    [Test]
    public void A_picture_without_a_person_gives_no_box() => Assert.That(DwposeBoxes.Decode(new float[Positions * Numbers], _input), Is.Empty);

    [Test]
    public void The_same_person_found_twice_is_one_and_things_are_left_out()
    {
        var output = new float[Positions * Numbers];
        Set(output, position: 9, score: 0.9f, person: 1, thing: 0); // row 1, column 1 of the finest grid
        Set(output, position: 10, score: 0.5f, person: 1, thing: 0, x: -0.9f); // nearly the same box, told by its neighbour
        Set(output, position: 60, score: 0.9f, person: 0.05f, thing: 1);
        var boxes = DwposeBoxes.Decode(output, _input);
        Assert.That(boxes, Is.EqualTo(new[] { new PersonBox(4, 4, 12, 12) }), "8 pixels wide and high around (8, 8)");
    }

    [Test]
    public void A_picture_is_fitted_into_the_top_left()
    {
        var white = new RgbImage(32, 64);
        white.Bytes.AsSpan().Fill(255);
        var input = new DwposeDetectorInput(white, Side, Side);
        Assert.That(input.Scale, Is.EqualTo(1));
        Assert.That((input.Planes[0], input.Planes[31], input.Planes[32]), Is.EqualTo((255, 255, 114)));
    }

    [Test]
    public void The_middle_of_a_crop_is_the_middle_of_the_box()
    {
        var crop = new DwposeCrop(new RgbImage(100, 100), new PersonBox(20, 10, 40, 70), 48, 64);
        Assert.That(crop.InPicture(24, 32), Is.EqualTo((30d, 40d)));
        Assert.That(crop.InPicture(24, 0).Y, Is.EqualTo(40 - 60 * 1.25 / 2).Within(1e-12), "a quarter more than the box");
    }

    [Test]
    public void The_neck_lies_between_the_shoulders_and_is_seen_with_both()
    {
        var crop = new DwposeCrop(new RgbImage(48, 64), new PersonBox(0, 0, 48, 64), 48, 64);
        var person = PersonWith(crop, (5, 20, 30, 0.9f), (6, 60, 30, 0.8f));
        Assert.That(person.Positions[1], Is.EqualTo(crop.InPicture(20, 15)), "marks are half pixels");
        Assert.That(person.ToKeypoints()[1].IsPresent, Is.True);
        Assert.That(PersonWith(crop, (5, 20, 30, 0.9f), (6, 60, 30, 0.2f)).ToKeypoints()[1].IsPresent, Is.False);
    }

    // Worked out with numpy as the published code does: 24 / 48 * scale + centre - scale / 2 is 49.0, divided by the picture's 90 pixels and multiplied again.
    [Test]
    public void A_position_that_is_truncated_to_pixels_is_double_to_its_last_bit()
    {
        var crop = new DwposeCrop(new RgbImage(90, 120), new PersonBox(26.75f, 4.5f, 71.25f, 110.25f), 48, 64);
        var person = PersonWith(crop, (5, 48, 40, 0.9f), (6, 48, 40, 0.9f));
        Assert.That(person.Positions[5].X, Is.EqualTo(49.0));
        Assert.That(person.ToKeypoints()[5].X, Is.EqualTo(48.99999999999999), "drawn at pixel 48; single precision says 49");
    }

    // float32's 0.3 is above the double 0.3 that the published code compares with.
    [Test]
    public void A_score_at_the_threshold_counts_as_seen()
    {
        var crop = new DwposeCrop(new RgbImage(48, 64), new PersonBox(0, 0, 48, 64), 48, 64);
        Assert.That(PersonWith(crop, (5, 20, 30, 0.3f), (6, 60, 30, 0.3f)).ToKeypoints()[1].IsPresent, Is.True);
    }

    [Test]
    public void Answers_of_another_size_are_refused()
    {
        Assert.That(() => DwposeBoxes.Decode(new float[Positions * Numbers + 1], _input), Throws.ArgumentException.With.Message.Contains("84 anchors"));
        var crop = new DwposeCrop(new RgbImage(48, 64), new PersonBox(0, 0, 48, 64), 48, 64);
        Assert.That(() => new DwposePerson(new float[133 * 95], new float[133 * 128], crop), Throws.ArgumentException.With.Message.Contains("133 x 96"));
        Assert.That(() => DwposePerson.MostConfident([]), Throws.ArgumentException);
    }

    static void Set(float[] output, int position, float score, float person, float thing, float x = 0)
    {
        var numbers = output.AsSpan(position * Numbers, Numbers);
        (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]) = (x, 0, 0, 0, score, person, thing);
    }

    static DwposePerson PersonWith(DwposeCrop crop, params (int Keypoint, int X, int Y, float Score)[] seen)
    {
        var (across, down) = (new float[133 * 96], new float[133 * 128]);
        foreach (var (keypoint, x, y, score) in seen)
            (across[keypoint * 96 + x], down[keypoint * 128 + y]) = (score, score);
        return new DwposePerson(across, down, crop);
    }
}
