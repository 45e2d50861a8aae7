using System;
using System.IO;
using System.Text.RegularExpressions;

namespace Avatars.Files;

/// <summary>Failures of writing under a temporary name, told of the file or folder that was asked for.</summary>
static class FailedWriting
{
    static readonly Regex NamedPath = new(@"( to)?( the path)? ?:? ?'[^']*'", RegexOptions.CultureInvariant);

    /// <summary>Whether an exception comes of writing at <paramref name="beside"/>, not of something else that was done meanwhile.</summary>
    public static bool IsOf(Exception error, string beside) => error is IOException or UnauthorizedAccessException
        && error.Message.Contains(Path.GetFileName(beside), StringComparison.Ordinal);

    /// <param name="path">As the user named it.</param>
    public static IOException Of(Exception error, string path)
    {
        while (error.InnerException is IOException or UnauthorizedAccessException)
            error = error.InnerException;
        var reason = NamedPath.Replace(error.Message, "").Trim().TrimEnd('.');
        return new IOException($"'{path}' could not be written ({ErrorLine.Printable(reason, 200)}). See that the disk has room and that the folder is "
            + "writable, or choose another place.", error);
    }
}
