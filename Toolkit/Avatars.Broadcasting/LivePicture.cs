using Avatars.Imaging;

namespace Avatars.Broadcasting;

/// <summary>The newest frame of a live picture, for any number of readers on any threads. The writer never waits; a slow reader skips frames. While
/// nobody reads, publishing allocates nothing.</summary>
/// <param name="width">Of every frame, pixels.</param>
/// <param name="isTransparent">Whether frames come with alpha, which films and readers then keep where they can.</param>
public sealed class LivePicture(int width, int height, bool isTransparent = false)
{
    readonly Lock _gate = new();
    readonly RgbImage _last = new(width, height);
    readonly byte[] _lastAlpha = new byte[width * height];
    TaskCompletionSource<PublishedFrame> _next = NewSource();
    PublishedFrame? _newest;
    bool _hasAlpha;
    long _count;
    int _readers;

    public int Width => width;

    public int Height => height;

    public bool IsTransparent => isTransparent;

    /// <summary>Frames that were handed in so far, whether anybody read them or not.</summary>
    public long Count => Interlocked.Read(ref _count);

    public bool HasReaders => Volatile.Read(ref _readers) > 0;

    /// <summary>Hands in a frame; its pixels are copied.</summary>
    /// <param name="alpha">One byte a pixel, straight; empty for an opaque frame.</param>
    /// <exception cref="ArgumentException">The frame has another size.</exception>
    public void Publish(RgbImage picture, ReadOnlySpan<byte> alpha = default)
    {
        if ((picture.Width, picture.Height) != (width, height) || !alpha.IsEmpty && alpha.Length != width * height)
            throw new ArgumentException($"The live picture is {width}x{height}, this frame {picture.Width}x{picture.Height}.", nameof(picture));
        TaskCompletionSource<PublishedFrame> waiting;
        PublishedFrame frame;
        lock (_gate)
        {
            picture.Bytes.CopyTo(_last.Bytes, 0);
            _hasAlpha = !alpha.IsEmpty;
            alpha.CopyTo(_lastAlpha);
            _count++;
            if (!HasReaders)
                return;
            frame = _newest = CopyOfLast();
            (waiting, _next) = (_next, NewSource());
        }
        waiting.SetResult(frame);
    }

    /// <summary>Begins reading: frames are kept until the result is disposed, the last one that there was before included.</summary>
    public IDisposable Read() => new Reader(this);

    /// <summary>The newest frame after the one with a number, as soon as there is one.</summary>
    /// <param name="after">0 for any.</param>
    public Task<PublishedFrame> NextAsync(long after, CancellationToken stop)
    {
        lock (_gate)
            return _newest is { } newest && newest.Number > after ? Task.FromResult(newest) : _next.Task.WaitAsync(stop);
    }

    PublishedFrame CopyOfLast() =>
        new(_count, new RgbImage(width, height, (byte[])_last.Bytes.Clone()), _hasAlpha ? (byte[])_lastAlpha.Clone() : null);

    static TaskCompletionSource<PublishedFrame> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    sealed class Reader : IDisposable
    {
        LivePicture? _picture;

        public Reader(LivePicture picture)
        {
            _picture = picture;
            lock (picture._gate)
                if (Interlocked.Increment(ref picture._readers) == 1)
                    picture._newest = picture._count > 0 ? picture.CopyOfLast() : null;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _picture, null) is { } picture)
                Interlocked.Decrement(ref picture._readers);
        }
    }
}
