namespace Avatars.Scripting;

/// <summary>Whether a message must find a receiver.</summary>
public enum SendMessageOptions
{
    RequireReceiver = 0,
    DontRequireReceiver = 1,
}

/// <summary>A method of the scripts beside the animator, called when playback crosses a time.</summary>
public sealed class AnimationEvent
{
    /// <summary>Seconds of the clip.</summary>
    public float time { get; set; }

    public string functionName { get; set; } = "";

    public string stringParameter { get; set; } = "";

    public int intParameter { get; set; }

    public float floatParameter { get; set; }

    public Object? objectReferenceParameter { get; set; }

    public SendMessageOptions messageOptions { get; set; }
}
