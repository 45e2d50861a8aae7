using System;
using System.Globalization;

namespace Avatars.Models;

/// <summary>Pixels of a generated frame.</summary>
public readonly record struct FrameSize(int Width, int Height)
{
    /// <summary>As "384x512".</summary>
    public override string ToString() => FormattableString.Invariant($"{Width}x{Height}");

    /// <summary>Whether a text is a size, such as "384x512".</summary>
    public static bool TryParse(string text, out FrameSize size)
    {
        size = default;
        if (text.Split('x') is not [var width, var height]
            || !int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out var columns)
            || !int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out var rows))
            return false;
        size = new FrameSize(columns, rows);
        return true;
    }
}
