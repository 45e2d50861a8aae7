namespace Avatars.Scripting;

/// <summary>Hands and feet; names and values as in Unity.</summary>
public enum AvatarIKGoal
{
    LeftFoot = 0,
    RightFoot = 1,
    LeftHand = 2,
    RightHand = 3,
}

/// <summary>Knees and elbows; names and values as in Unity.</summary>
public enum AvatarIKHint
{
    LeftKnee = 0,
    RightKnee = 1,
    LeftElbow = 2,
    RightElbow = 3,
}

/// <summary>What of a person a target is about; names and values as in Unity.</summary>
public enum AvatarTarget
{
    Root = 0,
    Body = 1,
    LeftFoot = 2,
    RightFoot = 3,
    LeftHand = 4,
    RightHand = 5,
}

/// <summary>By which time an animator runs.</summary>
public enum AnimatorUpdateMode
{
    Normal = 0,
    Fixed = 1,
    UnscaledTime = 2,
}

/// <summary>What an animator does when no camera sees it; here it always animates.</summary>
public enum AnimatorCullingMode
{
    AlwaysAnimate = 0,
    CullUpdateTransforms = 1,
    CullCompletely = 2,
}

/// <summary>Kinds of parameters; values as in Unity.</summary>
public enum AnimatorControllerParameterType
{
    Float = 1,
    Int = 3,
    Bool = 4,
    Trigger = 9,
}

/// <summary>When a condition of a transition holds; values as in Unity.</summary>
public enum AnimatorConditionMode
{
    If = 1,
    IfNot = 2,
    Greater = 3,
    Less = 4,
    Equals = 6,
    NotEqual = 7,
}
