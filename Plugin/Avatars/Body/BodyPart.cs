namespace Avatars.Body;

/// <summary>What a triangle of the body belongs to. Values are stored in files.</summary>
public enum BodyPart : byte
{
    /// <summary>No body: background.</summary>
    None = 0,
    Torso = 1,
    Head = 2,
    LeftUpperArm = 3,
    RightUpperArm = 4,
    LeftForearm = 5,
    RightForearm = 6,
    LeftHand = 7,
    RightHand = 8,
    LeftThigh = 9,
    RightThigh = 10,
    LeftShin = 11,
    RightShin = 12,
    LeftFoot = 13,
    RightFoot = 14,
    LeftEye = 15,
    RightEye = 16,
    Teeth = 17,
    Tongue = 18,

    /// <summary>Inside of the mouth and of the eye sockets.</summary>
    Cavity = 19,
}
