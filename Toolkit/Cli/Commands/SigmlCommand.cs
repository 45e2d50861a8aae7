using System.CommandLine;

namespace Avatars.Cli.Commands;

/// <summary>avatar sigml: work with files of sign notation.</summary>
static class SigmlCommand
{
    public static Command Create() => new("sigml", "Sign notation: what of SiGML files can be shown.") { SigmlCheckCommand.Create() };
}
