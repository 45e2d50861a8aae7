using Avatars.Imaging;

namespace Avatars.Cli.Generating;

/// <summary>Enlarges or reduces frames with alpha to one size; they keep their aspect ratio, with nothing beside them.</summary>
sealed class TransparentPane(int width, int height)
{
    readonly RgbaImage _pane = new(width, height, new byte[4 * width * height]);
    FilmLayout? _colours, _alphas;
    RgbImage? _colour, _alpha;

    /// <summary>The frame at the pane's size. The result is filled anew by the next call.</summary>
    public RgbaImage Fit(RgbaImage frame)
    {
        if ((frame.Width, frame.Height) == (width, height))
            return frame;
        (_colours, _alphas) = (_colours ?? new FilmLayout(1, width, height), _alphas ?? new FilmLayout(1, width, height));
        (_colour, _alpha) = (_colour ?? new RgbImage(frame.Width, frame.Height), _alpha ?? new RgbImage(frame.Width, frame.Height));
        for (int from = 0, to = 0; to < _colour.Bytes.Length; from += 4, to += 3)
            for (var k = 0; k < 3; k++) // colours count by their alpha
                (_colour.Bytes[to + k], _alpha.Bytes[to + k]) = ((byte)((frame.Bytes[from + k] * frame.Bytes[from + 3] + 127) / 255), frame.Bytes[from + 3]);
        _colours.Put(0, _colour);
        _alphas.Put(0, _alpha);
        for (int from = 0, to = 0; to < _pane.Bytes.Length; from += 3, to += 4)
        {
            var alpha = _alphas.Picture.Bytes[from];
            for (var k = 0; k < 3; k++)
                _pane.Bytes[to + k] = alpha == 0 ? (byte)0 : (byte)Math.Min(255, (_colours.Picture.Bytes[from + k] * 255 + alpha / 2) / alpha);
            _pane.Bytes[to + 3] = alpha;
        }
        return _pane;
    }
}
