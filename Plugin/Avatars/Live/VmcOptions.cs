using System.Net;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Live;

/// <summary>How live motion is received.</summary>
public sealed record VmcOptions
{
    /// <summary>The port to which performers send by default.</summary>
    public const int DefaultPort = 39539;

    /// <summary>0 lets the system choose a free one (<see cref="VmcReceiver.EndPoint"/>).</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The network interface to listen on. Loopback: only programs of this machine are heard. <see cref="IPAddress.Any"/> listens to the network,
    /// where anybody may send.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The sender's model, for senders whose joints are not all unrotated in their T pose (VRM 1.0): bones of its rest pose. Null takes a T pose
    /// of the standard humanoid, which suits VRM 0.x.</summary>
    public HumanoidMap? SenderRig { get; init; }

    /// <summary>The rig that is driven; null for <see cref="StandardHumanoid"/>.</summary>
    public HumanoidMap? Target { get; init; }

    /// <summary>Whether the hips travel. <see cref="RootMotion.FromOrigin"/> starts from where the sender's hips are first told.</summary>
    public RootMotion RootMotion { get; init; } = RootMotion.InPlace;

    /// <summary>Rotation of the whole motion to the person's left, radians.</summary>
    public float YawRadians { get; init; }

    /// <summary>Uses the bones' rotations alone: for senders whose positions mean nothing.</summary>
    public bool RotationsOnly { get; init; }
}
