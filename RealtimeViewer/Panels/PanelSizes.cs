namespace Avatars.Viewer.Panels;

/// <summary>What of the window is shown, and how large the user made it. Points; 0 follows the window's size.</summary>
sealed class PanelSizes
{
    public float Left { get; set; }

    public float Right { get; set; }

    public float Bottom { get; set; }

    /// <summary>Width of the pictures beside the rig.</summary>
    public float Pictures { get; set; }

    public bool HasLeft { get; set; } = true;

    public bool HasRight { get; set; } = true;

    public bool HasBottom { get; set; } = true;

    /// <summary>Whether thirds and the safe area are drawn over the pictures.</summary>
    public bool HasGuides { get; set; }

    /// <summary>Pose map and performance, below the generated person.</summary>
    public bool HasDetails { get; set; } = true;
}
