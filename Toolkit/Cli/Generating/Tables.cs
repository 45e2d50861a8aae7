using Spectre.Console;

namespace Avatars.Cli.Generating;

static class Tables
{
    const int WidthInFiles = 160; // columns, where the output is no terminal

    public static void Write(Table table)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WidthInFiles;
        AnsiConsole.Write(table);
    }
}
