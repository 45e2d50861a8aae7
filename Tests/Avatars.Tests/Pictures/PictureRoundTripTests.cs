using Avatars.Imaging;
using Avatars.Pictures;
using FsCheck;

namespace Avatars.Tests.Pictures;

/// <summary>PNG keeps every byte, whatever the size and the content.</summary>
public sealed class PictureRoundTripTests
{
    [FsCheck.NUnit.Property(MaxTest = 200)]
    public bool Rgb(PositiveInt width, PositiveInt height, int seed)
    {
        var picture = new RgbImage(width.Get, height.Get);
        new Random(seed).NextBytes(picture.Bytes);
        var read = PictureFile.DecodeRgb(PictureFile.EncodePng(picture), "memory");
        return (read.Width, read.Height) == (width.Get, height.Get) && read.Bytes.AsSpan().SequenceEqual(picture.Bytes);
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public bool Rgba(PositiveInt width, PositiveInt height, int seed)
    {
        var picture = new RgbaImage(width.Get, height.Get, new byte[width.Get * height.Get * 4]);
        new Random(seed).NextBytes(picture.Bytes);
        var read = PictureFile.DecodeRgba(PictureFile.EncodePng(picture), "memory");
        return (read.Width, read.Height) == (width.Get, height.Get) && read.Bytes.AsSpan().SequenceEqual(picture.Bytes);
    }
}
