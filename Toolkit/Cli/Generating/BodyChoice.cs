using System.CommandLine;
using Avatars.Body;

namespace Avatars.Cli.Generating;

/// <summary>Which body model a command uses.</summary>
static class BodyChoice
{
    public static Option<string?> Option() => new("--body") { Description = $"Body file. Default: {BodyFile.ShippedPath} of this program." };

    /// <param name="named">Null for the default one.</param>
    /// <inheritdoc cref="BodyFile.ReadShipped"/>
    public static BodyModel Open(string? named) => named is null ? BodyFile.ReadShipped() : BodyFile.Read(named);
}
