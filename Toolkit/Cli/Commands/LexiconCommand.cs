using System.CommandLine;

namespace Avatars.Cli.Commands;

/// <summary>avatar lexicon: work with lexicons of signs.</summary>
static class LexiconCommand
{
    public static Command Create() => new("lexicon", "Lexicons of signs: add a recording, check, list.")
    {
        LexiconAddCommand.Create(), LexiconCheckCommand.Create(), LexiconListCommand.Create(),
    };
}
