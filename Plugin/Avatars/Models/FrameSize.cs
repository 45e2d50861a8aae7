using System;
using System.Globalization;

namespace Avatars.Models;

/// <summary>Pixels of a generated frame.</summary>
public readonly record struct FrameSize(int Width, int Height)
{
    /// <summary>As "384x512".</summary>
    public override string ToString() => FormattableString.Invariant($"{Width}x{Height}");

    /// <summary>Null where the text is no size.</summary>
    internal static FrameSize? Parse(string text) => text.Split('x') is [var width, var height]
        && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? new(columns, rows) : null;
}
