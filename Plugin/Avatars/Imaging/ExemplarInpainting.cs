using System;
using System.Collections.Generic;

namespace Avatars.Imaging;

/// <summary>Fills unknown pixels of a picture with structure copied from its known parts, coarse to fine. The same picture gives the same bytes.</summary>
/// <remarks>
/// Wexler, Shechtman and Irani 2007, "Space-Time Completion of Video": patches and votes in a pyramid. Nearest patches by Barnes et al. 2009,
/// "PatchMatch". The finest level takes over the offsets of the one below without a search of its own.
/// </remarks>
internal static class ExemplarInpainting
{
    const int CoarsestSide = 24; // pixels of the shorter side
    const int CoarseRounds = 8, Rounds = 4; // of search and vote

    /// <param name="picture">Unknown pixels receive colours.</param>
    /// <param name="unknown">One per pixel.</param>
    /// <param name="largestSearch">Pixels of the longer side at which patches are still searched.</param>
    public static void Fill(RgbImage picture, bool[] unknown, int largestSearch = 640, uint seed = 1)
    {
        if (Array.IndexOf(unknown, true) < 0 || Array.IndexOf(unknown, false) < 0)
            return;
        var levels = Pyramid(picture, unknown);
        var coarsest = levels[^1];
        SmoothFill(coarsest);
        PatchField? field = null;
        for (var i = levels.Count - 1; i >= 0; i--)
        {
            var level = levels[i];
            field = field is null ? PatchField.Random(level, seed) : PatchField.Enlarged(field, level, seed + (uint)i);
            if (field is null)
            {
                SmoothFill(level); // too little is known for whole patches
                continue;
            }
            if (i < levels.Count - 1)
                field.Vote(keepSeams: false);
            var isSearched = i == levels.Count - 1 || Math.Max(level.Width, level.Height) <= largestSearch;
            for (var round = 0; isSearched && round < (i == levels.Count - 1 ? CoarseRounds : Rounds); round++)
            {
                field.Search(round);
                field.Vote(keepSeams: false);
            }
            if (i == 0)
                field.Vote(keepSeams: true);
        }
        levels[0].CopyTo(picture);
    }

    static void SmoothFill(InpaintingLevel level)
    {
        var pixels = new System.Numerics.Vector4[level.Unknown.Length];
        for (var i = 0; i < pixels.Length; i++)
            if (!level.Unknown[i])
                pixels[i] = new System.Numerics.Vector4(level.Colours[3 * i], level.Colours[3 * i + 1], level.Colours[3 * i + 2], 1);
        UnknownPixels.Fill(pixels, level.Width, level.Height);
        for (var i = 0; i < pixels.Length; i++)
            if (level.Unknown[i] && pixels[i].W > 0)
                (level.Colours[3 * i], level.Colours[3 * i + 1], level.Colours[3 * i + 2]) =
                    (pixels[i].X / pixels[i].W, pixels[i].Y / pixels[i].W, pixels[i].Z / pixels[i].W);
    }

    static List<InpaintingLevel> Pyramid(RgbImage picture, bool[] unknown)
    {
        var levels = new List<InpaintingLevel> { InpaintingLevel.Of(picture, unknown) };
        while (Math.Min(levels[^1].Width, levels[^1].Height) >= 2 * CoarsestSide)
            levels.Add(levels[^1].Half());
        return levels;
    }
}
