using Avatars.Imaging;
using Avatars.Rig;
using View = Avatars.PoseMaps.Camera;

namespace Avatars.Scripting;

/// <summary>Who is shown, before what, and how pictures are made. What is null is the application's choice.</summary>
public sealed record AvatarLook
{
    /// <summary>Picture of the person; a path beside the script.</summary>
    public string? Source { get; init; }

    /// <summary>A .person file; a path beside the script.</summary>
    public string? Person { get; init; }

    /// <summary>Picture behind the person; a path beside the script.</summary>
    public string? Background { get; init; }

    /// <summary>Colour behind the person.</summary>
    public RgbColor? BackgroundColor { get; init; }

    public string? Sampler { get; init; }

    public int? Steps { get; init; }

    public float? Guidance { get; init; }

    public uint? Seed { get; init; }

    /// <summary>Pixels.</summary>
    public (int Width, int Height)? Size { get; init; }
}

/// <summary>What one picture is to show.</summary>
/// <param name="Person">Who it is of.</param>
/// <param name="Body">Of the pose's skeleton.</param>
/// <param name="Pose">A copy of its own.</param>
/// <param name="Camera">In the library's space; null where the application frames the person.</param>
/// <param name="Framing">How it frames it.</param>
public sealed record AvatarShot(ScriptedAvatar Person, HumanoidMap Body, Pose Pose, View? Camera, CameraFraming Framing, AvatarLook Look);
