using System;
using Avatars.Imaging;

namespace Avatars.PoseMaps;

/// <summary>
/// A frame's textured body as pictures of the frame's size: what models are conditioned on whose pose map is the rasterised body. The pictures may be filled
/// anew between frames.
/// </summary>
public sealed class BodyPictures
{
    /// <exception cref="ArgumentOutOfRangeException">A side is not in 1..16384.</exception>
    public BodyPictures(int width, int height)
        : this(new RgbImage(width, height), new RgbImage(width, height), new RgbImage(width, height), new RgbImage(width, height), new RgbImage(width, height))
    {
    }

    /// <param name="expressed">One a pixel; null where no expression moves the face.</param>
    /// <exception cref="ArgumentException">The pictures have different sizes.</exception>
    public BodyPictures(RgbImage warped, RgbImage state, RgbImage coordinates, RgbImage normals, RgbImage background, byte[]? expressed = null)
    {
        (Warped, State, Coordinates, Normals, Background) = (warped, state, coordinates, normals, background);
        Expressed = expressed ?? new byte[warped.Width * warped.Height];
        if (Expressed.Length != warped.Width * warped.Height)
            throw new ArgumentException($"There are {Expressed.Length} values for {warped.Width}x{warped.Height} pixels. Give one each.", nameof(expressed));
        foreach (var picture in new[] { state, coordinates, normals, background })
            if ((picture.Width, picture.Height) != (warped.Width, warped.Height))
                throw new ArgumentException($"The pictures of a body have one size, but here are {warped.Width}x{warped.Height} and "
                    + $"{picture.Width}x{picture.Height}.");
    }

    /// <summary>The source's colours on the posed body, over the inpainted background.</summary>
    public RgbImage Warped { get; }

    /// <summary>
    /// Red: how well the colour is known, 0 to 255; green: nearness, 128 at the hips' distance and 127 more a metre nearer; blue: 255 where the body is.
    /// </summary>
    public RgbImage State { get; }

    /// <summary>
    /// Surface coordinates x, y and z, -1.6..1.6 as 0..255: the place on the body at rest, hips at the origin, in heights from foot to head, hands enlarged
    /// threefold and the head twofold. 0 where the body is not.
    /// </summary>
    public RgbImage Coordinates { get; }

    /// <summary>Unit normals in camera space, -1..1 as 0..255; 0 where the body is not.</summary>
    public RgbImage Normals { get; }

    /// <summary>The source's background, inpainted where the person was.</summary>
    public RgbImage Background { get; }

    /// <summary>
    /// One a pixel: how far an expression has moved the face there, 0 to 255. Generators learn from faces at rest, so there the texture is shown as it is.
    /// </summary>
    public byte[] Expressed { get; }
}
