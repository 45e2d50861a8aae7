namespace Avatars.Viewer.Posing;

/// <summary>What the camera shows at first.</summary>
enum Framing
{
    /// <summary>The person as large and at the same place as in the picture, where that is known and suits; else the whole figure.</summary>
    Picture,
    Figure,
    UpperBody,
}
