namespace Avatars.Systems.ImagPose;

/// <summary>Which tiles of the canvas show the source, and which are to be generated.</summary>
internal enum CanvasLayout
{
    /// <summary>Tiles 0 to 2 show the source: three pictures of the person, or one three times. Tile 3 is generated. The published tasks T1 and T3.</summary>
    OnePose,

    /// <summary>Tile 0 shows the source, tiles 1 to 3 are generated, each in a pose of its own. The published task T2.</summary>
    SeveralPoses,
}

static class CanvasLayouts
{
    public const int MostPoses = 3;

    /// <summary>Tiles that show the source; those behind them are generated.</summary>
    public static int Known(this CanvasLayout layout) => layout == CanvasLayout.OnePose ? 3 : 1;
}
