namespace Avatars.Imaging;

/// <summary>Pillow's resampling filters.</summary>
public enum ResizeFilter
{
    Bilinear,

    /// <summary>Keys' cubic with a = -0.5.</summary>
    Bicubic,

    /// <summary>Three lobes.</summary>
    Lanczos,
}
