using System.CommandLine;
using System.Globalization;
using Avatars.Viewer;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
    return ViewerOptions.Command(ViewerWindow.Show).Parse(args).Invoke(configuration);
}
catch (Exception error) when (error is ArgumentException or FormatException or IOException or UnauthorizedAccessException or InvalidOperationException or NotSupportedException)
{
    Console.Error.WriteLine("avatar-viewer: " + error.Message);
    return 1;
}
