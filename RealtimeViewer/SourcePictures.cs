using Avatars.Graphics;
using Avatars.Imaging;
using Avatars.Pictures;
using Silk.NET.OpenGL;
using Texture = Avatars.Graphics.Texture;

namespace Avatars.Viewer;

/// <summary>The pictures of people to choose from, with a thumbnail of each on the graphics card.</summary>
sealed class SourcePictures : IDisposable
{
    const int ThumbnailSide = 168; // pixels: the inset at twice a point's size

    readonly GL _gl;
    readonly List<SourcePicture> _all = [];
    readonly List<Texture> _thumbnails = [];

    /// <exception cref="FormatException">A file is not a picture.</exception>
    public SourcePictures(GL gl, IEnumerable<string> paths)
    {
        _gl = gl;
        foreach (var path in paths)
            Add(path);
    }

    public IReadOnlyList<SourcePicture> All => _all;

    /// <summary>Reads a picture and puts it at the end.</summary>
    /// <exception cref="FormatException">The file is not a picture.</exception>
    public void Add(string path)
    {
        var small = Thumbnail(PictureFile.ReadRgb(path));
        var texture = Texture.Screen(_gl, small.Width, small.Height);
        texture.Update(small);
        _thumbnails.Add(texture);
        _all.Add(new SourcePicture(Path.GetFileName(path), path, texture.Handle));
    }

    public void Dispose()
    {
        foreach (var texture in _thumbnails)
            texture.Dispose();
    }

    /// <summary>The whole picture on a dark square.</summary>
    static RgbImage Thumbnail(RgbImage picture)
    {
        var longest = Math.Max(picture.Width, picture.Height);
        var (width, height) = (Math.Max(picture.Width * ThumbnailSide / longest, 1), Math.Max(picture.Height * ThumbnailSide / longest, 1));
        var small = PictureResizer.Resize(picture, width, height, ResizeFilter.Bilinear);
        var square = new RgbImage(ThumbnailSide, ThumbnailSide);
        square.Bytes.AsSpan().Fill(0x1C);
        var (left, top) = ((ThumbnailSide - width) / 2, (ThumbnailSide - height) / 2);
        for (var y = 0; y < height; y++)
            small.Row(y).CopyTo(square.Row(top + y)[(left * 3)..]);
        return square;
    }
}
