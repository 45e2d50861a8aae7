using Avatars.Imaging;

namespace Avatars.Cli.Generating;

/// <summary>Panes of one size side by side; pictures keep their aspect ratio.</summary>
sealed class FilmLayout
{
    readonly int _width, _height;
    readonly Dictionary<(int, int), (PictureResizer Resizer, RgbImage Resized)> _resizers = [];

    public FilmLayout(int panes, int width, int height)
    {
        (_width, _height) = (width, height);
        Picture = new RgbImage(panes * width, height);
    }

    public RgbImage Picture { get; }

    /// <summary>Draws the picture into a pane, as large as fits, with black around it.</summary>
    public void Put(int pane, RgbImage picture)
    {
        var scale = Math.Min((double)_width / picture.Width, (double)_height / picture.Height);
        var (width, height) = (Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
        var key = (picture.Width, picture.Height);
        if (!_resizers.TryGetValue(key, out var tools))
            _resizers[key] = tools = (new PictureResizer(picture.Width, picture.Height, width, height, ResizeFilter.Bicubic), new RgbImage(width, height));
        tools.Resizer.Run(picture, tools.Resized);
        var (left, top) = (pane * _width + (_width - width) / 2, (_height - height) / 2);
        for (var y = 0; y < height; y++)
            tools.Resized.Row(y).CopyTo(Picture.Row(top + y).Slice(left * 3));
    }
}
