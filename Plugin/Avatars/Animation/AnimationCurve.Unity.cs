namespace Avatars.Animation;

/// <remarks>The members in small letters are Unity's spelling, for scripts.</remarks>
public sealed partial class AnimationCurve
{
    /// <summary>A copy each time: editing it has no effect until it is assigned.</summary>
    public Keyframe[] keys { get => _keys.ToArray(); set => SetKeys(value); }

    /// <summary>Number of keys.</summary>
    public int length => Length;

    public WrapMode preWrapMode { get => PreWrapMode; set => PreWrapMode = value; }

    public WrapMode postWrapMode { get => PostWrapMode; set => PostWrapMode = value; }
}
