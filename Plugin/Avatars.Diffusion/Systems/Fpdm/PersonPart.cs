using System;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Systems.Fpdm;

/// <summary>The part of a frame that shows the person: all that the networks need to see where the rest is the background.</summary>
static class PersonPart
{
    /// <summary>Sides and corners are multiples of it: of the pixels of a cell of the pose encoder's and the UNet's coarsest level.</summary>
    public const int Step = 16;

    // For clothes beyond the body, for hair beyond the head, and most of what convolutions see of the surroundings: shares of the frame's longer side.
    const float Margin = 1 / 16f, HeadMargin = 3 / 32f;
    const int LeastMargin = 16, LeastHeadMargin = 24; // pixels
    const byte LowestOfHead = 170; // of the surface coordinate y: 0.53 of the body's height above the hips, enlarged twofold on the head alone
    const float Worthwhile = 0.9f; // of the frame's area

    /// <summary>Body and skeleton drawing with a margin. Null where that is most of the frame, or nothing, or the frame's sides are not multiples of
    /// <see cref="Step"/>.</summary>
    /// <param name="pose">With body pictures of the frame's size.</param>
    public static PixelBox? Find(TargetPose pose, int width, int height)
    {
        if (pose.Body is not { } body || (body.State.Width, body.State.Height) != (width, height) || (pose.Map.Width, pose.Map.Height) != (width, height)
            || width % Step != 0 || height % Step != 0)
            return null;
        var (all, head) = (Box.None, Box.None);
        for (var y = 0; y < height; y++)
        {
            all.AddRow(y, body.State.Row(y), pose.Map.Row(y));
            head.AddRow(y, body.Coordinates.Row(y));
        }
        if (all.IsEmpty)
            return null;
        var side = Math.Max(width, height);
        all.Grow(Math.Max(LeastMargin, (int)(Margin * side)));
        if (!head.IsEmpty)
        {
            head.Grow(Math.Max(LeastHeadMargin, (int)(HeadMargin * side)));
            all.Add(head);
        }
        var (left, top) = (Math.Max(0, all.Left) / Step * Step, Math.Max(0, all.Top) / Step * Step);
        var (right, bottom) = (Up(Math.Min(width, all.Right)), Up(Math.Min(height, all.Bottom)));
        var part = new PixelBox(left, top, right - left, bottom - top);
        return part.Width * part.Height > Worthwhile * width * height ? null : part;
    }

    static int Up(int pixels) => (pixels + Step - 1) / Step * Step;

    /// <summary>Right and bottom are beyond the last pixel.</summary>
    struct Box
    {
        public static Box None => new() { Left = int.MaxValue, Top = int.MaxValue, Right = int.MinValue, Bottom = int.MinValue };

        public int Left { get; private set; }

        public int Top { get; private set; }

        public int Right { get; private set; }

        public int Bottom { get; private set; }

        public readonly bool IsEmpty => Right <= Left;

        public void Grow(int pixels) => (Left, Top, Right, Bottom) = (Left - pixels, Top - pixels, Right + pixels, Bottom + pixels);

        public void Add(Box other) => (Left, Top, Right, Bottom) =
            (Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

        /// <summary>Pixels that the body or the drawing covers: blue of <see cref="BodyPictures.State"/> is the body, the drawing is on black.</summary>
        public void AddRow(int y, ReadOnlySpan<byte> state, ReadOnlySpan<byte> map)
        {
            var (first, last) = (0, state.Length - 3);
            while (first <= last && (state[first + 2] | map[first] | map[first + 1] | map[first + 2]) == 0)
                first += 3;
            while (last >= first && (state[last + 2] | map[last] | map[last + 1] | map[last + 2]) == 0)
                last -= 3;
            AddPixels(y, first, last);
        }

        /// <summary>Pixels of the head: green of <see cref="BodyPictures.Coordinates"/> is the surface coordinate y.</summary>
        public void AddRow(int y, ReadOnlySpan<byte> coordinates)
        {
            var (first, last) = (0, coordinates.Length - 3);
            while (first <= last && coordinates[first + 1] < LowestOfHead)
                first += 3;
            while (last >= first && coordinates[last + 1] < LowestOfHead)
                last -= 3;
            AddPixels(y, first, last);
        }

        void AddPixels(int y, int first, int last)
        {
            if (last >= first)
                Add(new Box { Left = first / 3, Top = y, Right = last / 3 + 1, Bottom = y + 1 });
        }
    }
}
