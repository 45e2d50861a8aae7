namespace Avatars.Retargeting;

/// <summary>What pose estimators find on a person: enough of the body to pose it, and both hands.</summary>
public enum Landmark
{
    Nose,
    LeftEar,
    RightEar,
    LeftShoulder,
    RightShoulder,
    LeftElbow,
    RightElbow,
    LeftWrist,
    RightWrist,
    LeftHip,
    RightHip,
    LeftKnee,
    RightKnee,
    LeftAnkle,
    RightAnkle,
    LeftToe,
    RightToe,

    /// <summary>First of the left hand's 21: wrist, then four a finger from the palm out.</summary>
    LeftHand,

    /// <summary>First of the right hand's 21.</summary>
    RightHand = LeftHand + 21,

    /// <summary>One past the last.</summary>
    Count = RightHand + 21,
}
