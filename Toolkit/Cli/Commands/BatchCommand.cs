using System.CommandLine;

namespace Avatars.Cli.Commands;

/// <summary>avatar batch: many films, stills, data sets and evaluations, on one machine or many.</summary>
static class BatchCommand
{
    /// <param name="commands">Those that items are.</param>
    public static Command Create(RootCommand commands) => new("batch", "Makes many films, stills, data sets and evaluations, on one machine or many.")
    {
        BatchPlanCommand.Create(commands),
        BatchRunCommand.Create(commands),
        BatchStatusCommand.Create(),
        BatchCollectCommand.Create(),
        BatchSubmitCommand.Create(),
    };
}
