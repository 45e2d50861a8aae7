using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Avatars.Cli;

/// <summary>The one place where the command line turns a failure into a message and an exit code.</summary>
static partial class Door
{
    /// <summary>Runs a command; what its user can mend is printed as one line, and the exit code is 1.</summary>
    public static int Invoke(RootCommand root, string[] args)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        try
        {
            return root.Parse(args).Invoke(configuration);
        }
        catch (Exception error) when (IsForTheUser(error))
        {
            Console.Error.WriteLine("avatar: " + MessageOf(error));
            return 1;
        }
    }

    /// <summary>Without the names of methods' parameters, which .NET appends and which say nothing to who types commands.</summary>
    static string MessageOf(Exception error) => ParameterName().Replace(error.Message, "");

    [GeneratedRegex(@" \(Parameter '\w+'\)")]
    private static partial Regex ParameterName();

    static bool IsForTheUser(Exception error) =>
        error is ArgumentException or FormatException or IOException or UnauthorizedAccessException
            or InvalidOperationException or NotSupportedException or JsonException or OperationCanceledException;
}
