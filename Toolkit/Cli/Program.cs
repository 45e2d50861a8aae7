using System.CommandLine;

namespace Avatars.Cli;

static class Program
{
    static int Main(string[] args)
    {
        var root = new RootCommand("Avatar: turns a posed 3D skeleton into a photoreal person, live.");
        // Commands, one file each, in alphabetical order.
        return Door.Invoke(root, args);
    }
}
