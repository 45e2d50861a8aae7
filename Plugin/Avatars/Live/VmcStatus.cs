namespace Avatars.Live;

/// <summary>What a VMC sender says of itself, and what came.</summary>
/// <param name="Sender">Address and port of the program that is followed; null before its first packet.</param>
/// <param name="IsAlive">Whether something came within the last second.</param>
/// <param name="IsModelLoaded">The sender's own word; false holds the last pose.</param>
/// <param name="SenderSeconds">The sender's clock, by its last time message.</param>
/// <param name="Packets">Datagrams of the followed sender.</param>
/// <param name="Messages">Messages understood and used.</param>
/// <param name="Ignored">Messages of unknown addresses or with other arguments than the protocol's.</param>
/// <param name="Malformed">Datagrams with a part that is no OSC.</param>
/// <param name="FromOthers">Datagrams of other programs that sent at the same time; they were not used.</param>
public sealed record VmcStatus(string? Sender, bool IsAlive, bool IsModelLoaded, float SenderSeconds, long Packets, long Messages, long Ignored,
    long Malformed, long FromOthers);
