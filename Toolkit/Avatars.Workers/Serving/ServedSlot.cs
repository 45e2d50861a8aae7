using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Streaming;
using Avatars.Systems;
using Avatars.Workers.Messages;

namespace Avatars.Workers.Serving;

/// <summary>
/// One frame in flight in the worker: from a pose to a picture in shared memory. Where memory is short, several share a generator, and a generator of smaller
/// frames serves larger ones.
/// </summary>
/// <param name="path">Of the generator; the slots that share it take turns.</param>
/// <param name="drawn">Tells that the pose map of a call lies in shared memory.</param>
sealed class ServedSlot(int number, IFrameGenerator generator, PoseToFrame path, SharedFrames frames, Action<MessageHead> drawn)
{
    readonly PoseReader _poses = new();
    readonly PoseRequest _pose = path.MakeRequest();
    readonly Keypoint[] _keypoints = new Keypoint[path.Layout.Count];
    readonly RgbImage _picture = new(path.Width, path.Height);
    readonly bool _isSmaller = (path.Width, path.Height) != (frames.Width, frames.Height);
    MessageHead _call; // in work
    Action? _publishMap;
    RgbaImage? _transparent;
    PersonSource? _source;

    public void SetSource(PersonSource source)
    {
        lock (path)
            path.SetSource(source);
        _source = source;
    }

    public void Configure(GenerationSettings settings)
    {
        lock (path)
            path.Configure(settings);
    }

    /// <summary>The editor copies the pose map while the networks run.</summary>
    public void Generate(MessageHead head, ref MessageReader message, MessageWriter answer)
    {
        var isTransparent = message.Flag();
        _poses.Read(ref message, _source?.Person, _isSmaller ? (path.Width, path.Height) : null, _pose);
        message.RequireEnd();
        lock (path)
        {
            (_call, path.Drawn) = (head, _publishMap ??= PublishMap);
            if (isTransparent)
            {
                var (transparent, _) = Transparent();
                path.Make(_pose, transparent);
                frames.WritePicture(number, Enlarged(transparent).Bytes);
            }
            else
            {
                path.Make(_pose, _picture);
                frames.WritePicture(number, Enlarged(_picture).Bytes);
            }
            Write(answer, path.Times);
            WriteKeypoints(answer);
        }
    }

    void PublishMap()
    {
        frames.WriteMap(number, Enlarged(path.PoseMap));
        drawn(_call);
    }

    /// <summary>A pose that was drawn already.</summary>
    public void GenerateTarget(ref MessageReader message, MessageWriter answer)
    {
        if (_isSmaller)
            throw new InsufficientMemoryException("Memory does not suffice for frames of this size. Choose a smaller one.");
        var isTransparent = message.Flag();
        var pose = message.Target();
        lock (path)
        {
            if (isTransparent)
            {
                var (transparent, able) = Transparent();
                able.Generate(pose, transparent);
                frames.WritePicture(number, transparent.Bytes);
            }
            else
            {
                generator.Generate(pose, _picture);
                frames.WritePicture(number, _picture.Bytes);
            }
            Write(answer, generator.Times);
        }
    }

    (RgbaImage Frame, ITransparentFrameGenerator Generator) Transparent() => generator is ITransparentFrameGenerator able
        ? (_transparent ??= new RgbaImage(path.Width, path.Height, new byte[4 * path.Width * path.Height]), able)
        : throw new InvalidOperationException("This model's frames cannot be transparent. Choose one that draws the person's body.");

    /// <summary>Of the size of frames; itself where it has that size.</summary>
    RgbImage Enlarged(RgbImage picture) => _isSmaller ? PictureResizer.Resize(picture, frames.Width, frames.Height, ResizeFilter.Bilinear) : picture;

    /// <summary>Colours and alpha each as a picture.</summary>
    /// <inheritdoc cref="Enlarged(RgbImage)"/>
    RgbaImage Enlarged(RgbaImage picture)
    {
        if (!_isSmaller)
            return picture;
        var (colours, alphas) = (new RgbImage(picture.Width, picture.Height), new RgbImage(picture.Width, picture.Height));
        for (var i = 0; i < picture.Width * picture.Height; i++)
            for (var channel = 0; channel < 3; channel++)
                (colours.Bytes[3 * i + channel], alphas.Bytes[3 * i + channel]) = (picture.Bytes[4 * i + channel], picture.Bytes[4 * i + 3]);
        (colours, alphas) = (Enlarged(colours), Enlarged(alphas));
        var bytes = new byte[4 * frames.Width * frames.Height];
        for (var i = 0; i < frames.Width * frames.Height; i++)
        {
            colours.Bytes.AsSpan(3 * i, 3).CopyTo(bytes.AsSpan(4 * i));
            bytes[4 * i + 3] = alphas.Bytes[3 * i];
        }
        return new RgbaImage(frames.Width, frames.Height, bytes);
    }

    void WriteKeypoints(MessageWriter answer)
    {
        path.Keypoints.CopyTo(_keypoints);
        if (_isSmaller)
            foreach (ref var point in _keypoints.AsSpan())
                point = point with { X = point.X * frames.Width / path.Width, Y = point.Y * frames.Height / path.Height };
        answer.Raw<Keypoint>(_keypoints);
    }

    static void Write(MessageWriter answer, Inference.StageTimes times) =>
        answer.Raw<double>([times.PoseMap, times.Encode, times.Denoise, times.Decode, times.Runs]);
}
