using Avatars.Imaging;

namespace Avatars.Fixtures;

public static class RandomPictures
{
    /// <summary>Every byte by chance.</summary>
    public static RgbImage Make(int width, int height, int seed)
    {
        var picture = new RgbImage(width, height);
        new Random(seed).NextBytes(picture.Bytes);
        return picture;
    }
}
