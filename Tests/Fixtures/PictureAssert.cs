using Avatars.Imaging;
using Avatars.Pictures;
using NUnit.Framework;

namespace Avatars.Fixtures;

/// <summary>Compares pictures; where they differ, it leaves expected, actual and difference beside the test's output.</summary>
public static class PictureAssert
{
    /// <param name="levels">How far a byte may be off.</param>
    public static void AreSame(RgbImage expected, RgbImage actual, string name, int levels = 0)
    {
        Assert.That((actual.Width, actual.Height), Is.EqualTo((expected.Width, expected.Height)), $"{name}: size");
        var difference = new RgbImage(expected.Width, expected.Height);
        var (wrong, worst) = (0, 0);
        for (var i = 0; i < expected.Bytes.Length; i++)
        {
            var off = Math.Abs(expected.Bytes[i] - actual.Bytes[i]);
            worst = Math.Max(worst, off);
            if (off <= levels)
                continue;
            wrong++;
            difference.Bytes[i] = 255;
        }
        if (wrong == 0)
            return;
        var folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "pictures");
        foreach (var (kind, picture) in new[] { ("expected", expected), ("actual", actual), ("difference", difference) })
            PictureFile.Write(Path.Combine(folder, $"{name}.{kind}.png"), picture);
        Assert.Fail($"{name}: {wrong} of {expected.Bytes.Length} bytes are off by more than {levels}, the worst by {worst}. See {folder}/{name}.*.png.");
    }
}
