namespace Avatars.ModelBuilding.Importing;

/// <summary>One published network: which graphs of a package it fills, and where in a checkpoint it may lie.</summary>
/// <param name="Name">For messages: "UNet", "source encoder (DINOv2-large)".</param>
/// <param name="Graphs">Names of the package's networks that share its weights.</param>
/// <param name="Prefixes">What may stand before its names, best first; "" for a file or folder of its own.</param>
/// <param name="Origin">Where it is published, for the message that it is missing.</param>
public sealed record PublishedPart(string Name, string[] Graphs, string[] Prefixes, string Origin)
{
    /// <summary>Beginnings of names that the published file may hold beside the network's own, and that no inference reads.</summary>
    public string[] Unread { get; init; } = [];

    /// <summary>Endings of such names.</summary>
    public string[] UnreadEndings { get; init; } = [];

    /// <summary>Name of an earlier part that lies in the same file: several files of a system may hold networks of this shape.</summary>
    public string? Beside { get; init; }

    /// <summary>Whether the network can do without this tensor, named without prefix.</summary>
    public bool IsUnread(string name) => Array.Exists(Unread, beginning => name.StartsWith(beginning, StringComparison.Ordinal))
        || Array.Exists(UnreadEndings, ending => name.EndsWith(ending, StringComparison.Ordinal));
}
