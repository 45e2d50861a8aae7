using System.CommandLine;
using Avatars.ScriptHost;

namespace Avatars.Cli.Commands;

/// <summary>avatar new: files to begin with.</summary>
static class NewCommand
{
    public static Command Create()
    {
        var command = new Command("new", "Makes a script or a project to begin with.");
        command.Add(Kind("script", "Makes NAME.cs, a script that waves.", ScriptTemplates.WriteScript,
            file => $"avatar script {file} --source PICTURE --out film.mp4"));
        command.Add(Kind("project", "Makes a folder NAME with a script and a .csproj, for an editor that completes what is typed.",
            ScriptTemplates.WriteProject,
            folder => $"avatar script {folder} --source PICTURE --out film.mp4"));
        return command;
    }

    static Command Kind(string name, string description, Func<string, string, string> write, Func<string, string> next)
    {
        var title = new Argument<string>("name") { Description = "One word of letters and digits: the name of the class." };
        var folder = new Option<string>("--folder") { Description = "Where to make it. Default: here.", DefaultValueFactory = _ => "." };
        var command = new Command(name, description) { title, folder };
        command.SetAction(parsed =>
        {
            var made = write(parsed.GetValue(folder)!, parsed.GetValue(title)!);
            new TrustedScripts(TrustedScripts.DefaultFile).Add(made); // the user's own
            Console.WriteLine($"{made}: made. Run it: {next(made)}");
        });
        return command;
    }
}
