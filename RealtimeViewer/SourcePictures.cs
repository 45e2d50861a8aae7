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
    readonly HashSet<string> _unread = [];

    /// <exception cref="FormatException">A file is not a picture.</exception>
    public SourcePictures(GL gl, IEnumerable<string> paths)
    {
        _gl = gl;
        foreach (var path in paths)
            if (Samples.IsPicture(path))
                AddWith(path, PictureFile.ReadRgb(path));
            else
                Add(path);
    }

    public IReadOnlyList<SourcePicture> All => _all;

    /// <summary>Puts a file at the end, if it is not there yet. It is read when it is shown.</summary>
    /// <returns>Its index.</returns>
    public int Add(string path) => Add([path]);

    /// <param name="paths">Pictures of one person, or one person file.</param>
    /// <inheritdoc cref="Add(string)"/>
    public int Add(IReadOnlyList<string> paths)
    {
        if (_all.FindIndex(source => source.Paths.SequenceEqual(paths)) is >= 0 and var known)
            return known;
        AddWith(paths[0], new RgbImage(1, 1), paths.Count > 1 ? [.. paths.Skip(1)] : null);
        _unread.Add(paths[0]);
        return _all.Count - 1;
    }

    /// <summary>Shows the picture of a file that was added unread, or takes out one that cannot be read.</summary>
    public void SetPicture(int index, RgbImage? picture)
    {
        if (!_unread.Remove(_all[index].Path))
            return;
        if (picture is not null)
            _thumbnails[index].Update(Thumbnail(picture));
        else
        {
            _thumbnails[index].Dispose();
            _thumbnails.RemoveAt(index);
            _all.RemoveAt(index);
        }
    }

    public void Dispose()
    {
        foreach (var texture in _thumbnails)
            texture.Dispose();
    }

    void AddWith(string path, RgbImage picture, string[]? more = null)
    {
        var texture = Texture.Screen(_gl, ThumbnailSide, ThumbnailSide);
        texture.Update(Thumbnail(picture));
        _thumbnails.Add(texture);
        _all.Add(new SourcePicture(Path.GetFileName(path), path, texture.Handle, more));
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
