namespace Avatars.Perception;

/// <summary>Hands and face of one person in one frame; null where not seen.</summary>
internal readonly record struct PersonDetails(HandLandmarksFound? Left, HandLandmarksFound? Right, FaceLandmarksFound? Face);
