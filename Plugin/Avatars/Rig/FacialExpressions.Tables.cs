namespace Avatars.Rig;

/// <summary>The tables. * stands for the side; targets of a preset with * are those of both sides.</summary>
public static partial class FacialExpressions
{
    /// <summary>Degrees of the eyes at weight 1.</summary>
    const float LookSide = 30, LookUp = 20, LookDown = 25;

    static readonly (string Upper, string Lower)[] Sides = [("Left", "left"), ("Right", "right")], Middle = [("", "")];

    /// <summary>ARFaceAnchor.BlendShapeLocation. Yaw is that of the left side; the right side's is its mirror image.</summary>
    static readonly (string Name, string Targets, float Yaw, float Pitch)[] Arkit52 =
    [
        ("eyeBlink*", "eye-*-closure 1", 0, 0), ("eyeSquint*", "eye-*-slit 1", 0, 0), ("eyeWide*", "eye-*-opened-up 1", 0, 0),
        ("eyeLookUp*", "eye-*-opened-up 0.3", 0, LookUp), ("eyeLookDown*", "eye-*-closure 0.3", 0, -LookDown),
        ("eyeLookIn*", "", -LookSide, 0), ("eyeLookOut*", "", LookSide, 0),
        ("browDown*", "eyebrows-*-down 1", 0, 0), ("browInnerUp", "eyebrows-left-inner-up 1, eyebrows-right-inner-up 1", 0, 0),
        ("browOuterUp*", "eyebrows-*-extern-up 1", 0, 0),
        ("jawOpen", "jaw-open 1", 0, 0), ("jawForward", "jaw-forward 1", 0, 0), ("jaw*", "jaw-* 1", 0, 0),
        ("mouthClose", "jaw-open -1, mouth-compression 0.3", 0, 0), ("mouthFunnel", "mouth-protusion 0.8", 0, 0), ("mouthPucker", "mouth-pursing 1", 0, 0),
        ("mouth*", "mouth-* 1", 0, 0), ("mouthSmile*", "mouth-corner-puller-* 1", 0, 0), ("mouthFrown*", "mouth-depression-* 1", 0, 0),
        ("mouthDimple*", "mouth-retraction-* 0.5", 0, 0), ("mouthStretch*", "mouth-retraction-* 0.8, neck-platysma 0.15", 0, 0),
        ("mouthRollLower", "mouth-compression 0.3", 0, 0), ("mouthRollUpper", "mouth-compression 0.3", 0, 0),
        ("mouthShrugLower", "mouth-eversion 0.5", 0, 0), ("mouthShrugUpper", "mouth-elevation-left 0.3, mouth-elevation-right 0.3", 0, 0),
        ("mouthPress*", "mouth-compression 0.4", 0, 0), ("mouthLowerDown*", "mouth-depression-retraction-* 0.7", 0, 0),
        ("mouthUpperUp*", "mouth-elevation-* 0.8", 0, 0), ("noseSneer*", "nose-*-elevation 1", 0, 0),
        ("cheekSquint*", "eye-*-slit 0.3, mouth-upward-retraction-* 0.2", 0, 0), ("cheekPuff", "cheek-puff 1", 0, 0),
        ("tongueOut", "tongue-out 1, jaw-open 0.25", 0, 0),
    ];

    /// <summary>VRM 1.0's presets, and the name in VRM 0.x.</summary>
    static readonly (string Name, string Old, string Targets, float Yaw, float Pitch)[] Presets =
    [
        ("happy", "Joy", "mouth-corner-puller-* 0.9, eye-*-slit 0.3", 0, 0),
        ("angry", "Angry", "eyebrows-*-down 1, mouth-depression-* 0.4, eye-*-slit 0.2, nose-*-elevation 0.2", 0, 0),
        ("sad", "Sorrow", "eyebrows-*-inner-up 0.8, mouth-depression-* 0.6, eye-*-closure 0.15", 0, 0),
        ("relaxed", "Fun", "mouth-corner-puller-* 0.35, eye-*-closure 0.25", 0, 0),
        ("surprised", "Surprised", "eyebrows-*-up 1, eye-*-opened-up 0.8, jaw-open 0.4", 0, 0), ("neutral", "Neutral", "", 0, 0),
        ("aa", "A", "jaw-open 0.7", 0, 0), ("ih", "I", "mouth-retraction-* 0.5, jaw-open 0.15", 0, 0), ("ou", "U", "mouth-pursing 0.7, jaw-open 0.15", 0, 0),
        ("ee", "E", "mouth-retraction-* 0.7, mouth-depression-retraction-* 0.3, jaw-open 0.1", 0, 0), ("oh", "O", "mouth-protusion 0.5, jaw-open 0.4", 0, 0),
        ("blink", "Blink", "eye-*-closure 1", 0, 0), ("blinkLeft", "Blink_L", "eye-left-closure 1", 0, 0),
        ("blinkRight", "Blink_R", "eye-right-closure 1", 0, 0),
        ("lookUp", "LookUp", "eye-*-opened-up 0.3", 0, LookUp), ("lookDown", "LookDown", "eye-*-closure 0.3", 0, -LookDown),
        ("lookLeft", "LookLeft", "", LookSide, 0), ("lookRight", "LookRight", "", -LookSide, 0),
    ];
}
