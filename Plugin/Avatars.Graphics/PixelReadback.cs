using Avatars.Imaging;
using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>
/// Asynchronous read-back of rendered pictures: <see cref="Begin"/> starts a transfer, a later <see cref="Finish"/> returns the picture, oldest
/// first. Several may be in flight.
/// </summary>
public sealed unsafe class PixelReadback : IDisposable
{
    readonly GL _gl;
    readonly uint[] _buffers;
    readonly int _width;
    readonly int _height;
    int _oldest;

    /// <param name="depth">Largest number of pictures in flight.</param>
    public PixelReadback(GL gl, int width, int height, int depth = 3)
    {
        PictureSize.Require(width, height);
        _gl = gl;
        _width = width;
        _height = height;
        _buffers = new uint[depth];
        for (var i = 0; i < depth; i++)
        {
            _buffers[i] = gl.GenBuffer();
            gl.BindBuffer(BufferTargetARB.PixelPackBuffer, _buffers[i]);
            gl.BufferData(BufferTargetARB.PixelPackBuffer, (nuint)(width * height * 4), null, BufferUsageARB.StreamRead);
        }
        gl.BindBuffer(BufferTargetARB.PixelPackBuffer, 0);
    }

    /// <summary>Pictures begun and not finished.</summary>
    public int InFlight { get; private set; }

    public bool IsFull => InFlight == _buffers.Length;

    /// <summary>Starts the transfer of the picture in <paramref name="source"/>.</summary>
    /// <exception cref="ArgumentException">It has another size.</exception>
    /// <exception cref="InvalidOperationException">All are in flight: call <see cref="Finish"/> first.</exception>
    public void Begin(Framebuffer source)
    {
        if (source.Width != _width || source.Height != _height)
            throw new ArgumentException($"The picture is {source.Width}x{source.Height}, but this read-back was made for {_width}x{_height}.", nameof(source));
        if (IsFull)
            throw new InvalidOperationException($"{InFlight} pictures are under way. Finish the oldest before the next.");
        source.BindForReading();
        _gl.BindBuffer(BufferTargetARB.PixelPackBuffer, _buffers[(_oldest + InFlight) % _buffers.Length]);
        _gl.PixelStore(PixelStoreParameter.PackAlignment, 1);
        _gl.ReadPixels(0, 0, (uint)_width, (uint)_height, PixelFormat.Rgba, PixelType.UnsignedByte, null);
        _gl.BindBuffer(BufferTargetARB.PixelPackBuffer, 0);
        InFlight++;
    }

    /// <summary>Waits for the oldest picture and copies it, top row first, alpha dropped.</summary>
    /// <exception cref="ArgumentException"><paramref name="target"/> has another size.</exception>
    /// <exception cref="InvalidOperationException">None is under way.</exception>
    public void Finish(RgbImage target)
    {
        if (target.Width != _width || target.Height != _height)
            throw new ArgumentException($"The picture is {target.Width}x{target.Height}, but this read-back was made for {_width}x{_height}.", nameof(target));
        if (InFlight == 0)
            throw new InvalidOperationException("No picture is under way. Begin one first.");
        var length = _width * _height * 4;
        _gl.BindBuffer(BufferTargetARB.PixelPackBuffer, _buffers[_oldest]);
        var pixels = _gl.MapBufferRange(BufferTargetARB.PixelPackBuffer, 0, (nuint)length, MapBufferAccessMask.ReadBit);
        if (pixels is null)
            throw new InvalidOperationException("The graphics driver gave no access to the picture. Is the context current on this thread?");
        CopyFlipped(new ReadOnlySpan<byte>(pixels, length), target);
        _gl.UnmapBuffer(BufferTargetARB.PixelPackBuffer);
        _gl.BindBuffer(BufferTargetARB.PixelPackBuffer, 0);
        _oldest = (_oldest + 1) % _buffers.Length;
        InFlight--;
    }

    public void Dispose()
    {
        foreach (var buffer in _buffers)
            _gl.DeleteBuffer(buffer);
    }

    void CopyFlipped(ReadOnlySpan<byte> rgba, RgbImage target)
    {
        for (var y = 0; y < _height; y++)
        {
            var from = rgba.Slice((_height - 1 - y) * _width * 4, _width * 4);
            var to = target.Row(y);
            for (int x = 0, i = 0; i < to.Length; x += 4, i += 3)
            {
                to[i] = from[x];
                to[i + 1] = from[x + 1];
                to[i + 2] = from[x + 2];
            }
        }
    }
}
