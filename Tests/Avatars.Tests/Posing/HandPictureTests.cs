using Avatars.Imaging;
using Avatars.Posing;
using Avatars.Solving;

namespace Avatars.Tests.Posing;

public sealed class HandPictureTests
{
    [TestCase(64), TestCase(150)]
    public void A_hand_is_drawn_within_its_square_and_a_flat_one_covers_more_than_a_fist(int side)
    {
        var (flat, fist) = (Covered("flat", side), Covered("fist", side));
        Assert.That(flat / (double)(side * side), Is.InRange(0.15, 0.6), "share of the square");
        Assert.That(fist, Is.LessThan(0.9 * flat));
    }

    static int Covered(string shape, int side)
    {
        var picture = new RgbImage(3 * side, 2 * side);
        HandPicture.Draw(picture, side, 10, side, HandShapes.Find(shape));
        var covered = 0;
        for (var y = 0; y < picture.Height; y++)
            for (var x = 0; x < picture.Width; x++)
                if (picture.Row(y)[3 * x] != 0)
                {
                    covered++;
                    Assert.That(x >= side && x < 2 * side && y >= 10 && y < 10 + side, $"pixel {x}, {y}");
                }
        return covered;
    }
}
