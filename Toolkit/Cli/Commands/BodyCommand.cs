using System.CommandLine;

namespace Avatars.Cli.Commands;

/// <summary>avatar body: the parametric body.</summary>
static class BodyCommand
{
    public static Command Create() => new("body", "Builds the parametric body that is fitted to people in pictures.")
    {
        BodyBuildCommand.Create(),
        BodySheetCommand.Create(),
    };
}
