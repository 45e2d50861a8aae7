using Spectre.Console;

namespace Avatars.Cli.Generating;

/// <summary>A progress bar on a terminal; nothing where output is redirected.</summary>
static class Progress
{
    /// <param name="work">Receives the action that reports a finished step.</param>
    public static void Run(string title, int steps, Action<Action> work)
    {
        if (Console.IsErrorRedirected || Console.IsOutputRedirected)
        {
            work(static () => { });
            return;
        }
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: steps);
                work(() => task.Increment(1));
            });
    }
}
