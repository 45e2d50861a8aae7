using Spectre.Console;

namespace Avatars.Cli.Generating;

/// <summary>A progress bar on a terminal, none where output is redirected; and the place where long work checks whether it is to stop.</summary>
static class Progress
{
    /// <param name="work">Receives the action that reports a finished step, which throws when the command is to stop.</param>
    /// <exception cref="OperationCanceledException">The command is to stop.</exception>
#pragma warning disable CA1068 // the work is a block of lines in every caller and reads best at the end
    public static void Run(string title, int steps, CancellationToken stop, Action<Action> work)
#pragma warning restore CA1068
    {
        if (Console.IsErrorRedirected || Console.IsOutputRedirected)
        {
            work(stop.ThrowIfCancellationRequested);
            return;
        }
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: steps);
                work(() =>
                {
                    stop.ThrowIfCancellationRequested();
                    task.Increment(1);
                });
            });
    }
}
