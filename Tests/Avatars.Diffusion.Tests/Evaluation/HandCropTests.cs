using System.Numerics;
using Avatars.Evaluation;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Tests.Evaluation;

public sealed class HandCropTests
{
    /// <summary>A flat hand of 40 by 60 pixels: wrist at the origin, fingers along <paramref name="up"/>, thumb to the left of it.</summary>
    static Keypoint[] Hand(Vector2 wrist, Vector2 up)
    {
        var right = new Vector2(-up.Y, up.X);
        var hand = new Keypoint[21];
        Put(0, 0, 0);
        for (var finger = 0; finger < 5; finger++)
            for (var joint = 0; joint < 4; joint++)
                Put(1 + 4 * finger + joint, -20 + 10 * finger, 15 + 15 * joint);
        return hand;

        void Put(int index, float across, float along)
        {
            var place = wrist + across * right + along * up;
            hand[index] = new Keypoint(place.X, place.Y, 1);
        }
    }

    [TestCase(0, -1), TestCase(1, 0), TestCase(0.6f, 0.8f)]
    public void Fingers_point_up_in_the_crop_however_the_hand_is_turned(float x, float y)
    {
        var (wrist, up) = (new Vector2(50, 70), new Vector2(x, y));
        var crop = HandCrop.Around(Hand(wrist, up))!.Value;
        Assert.That(Vector2.Distance(crop.Up, up), Is.LessThan(1e-5f));
        // The joints that count reach 45 pixels along the hand (the thumb's third) and 40 across it.
        Assert.That(crop.Side, Is.EqualTo(2 * 45).Within(1e-3f));
        var bottom = crop.ToPicture(new Vector2(0.5f, 1));
        Assert.That(Vector2.Dot(wrist - bottom, up), Is.EqualTo(45 - 22.5f - 4.5f).Within(1e-3f), "the wrist stands above the lower edge");
    }

    [Test]
    public void The_crop_shows_the_pictures_pixels()
    {
        var picture = new RgbImage(8, 8);
        picture.Row(5)[3 * 2 + 1] = 255; // one green pixel, its middle at (2.5, 5.5)
        var crop = new HandCrop(new Vector2(4, 4), 8, Vector2.UnitX); // the picture's right is up
        var tensor = new float[3 * 8 * 8];
        crop.Sample(picture, 8, tensor);
        var lit = Array.FindIndex(tensor, value => value > 0.99f);
        Assert.That(lit, Is.EqualTo(64 + 5 * 8 + 5), "2.5 from the left is 2.5 from the bottom, and 5.5 down is 5.5 to the right");
        Assert.That(tensor.Sum(), Is.EqualTo(1).Within(1e-4f));
    }

    [Test]
    public void A_hand_with_a_missing_joint_or_of_a_few_pixels_has_no_crop()
    {
        var hand = Hand(new Vector2(50, 70), -Vector2.UnitY);
        hand[20] = Keypoint.Missing;
        Assert.That(HandCrop.Around(hand), Is.Null);
        Assert.That(HandCrop.Around(Array.ConvertAll(Hand(Vector2.Zero, -Vector2.UnitY), joint => joint with { X = joint.X / 20, Y = joint.Y / 20 })),
            Is.Null);
    }

    [Test]
    public void Anything_but_a_hand_is_refused() =>
        Assert.That(() => HandCrop.Around(new Keypoint[20]), Throws.ArgumentException.With.Message.Contains("21"));
}
