using System.Diagnostics;
using NUnit.Framework;

namespace Avatars.Fixtures;

/// <summary>A file system of some kilobytes in memory. Skips the test where none may be mounted.</summary>
public sealed class SmallDisk : IDisposable
{
    readonly string _path;

    SmallDisk(string path) => _path = path;

    public static SmallDisk Mount(string path, int kilobytes)
    {
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) != 0)
            Assert.Ignore("A small file system can only be mounted by root, on Linux.");
        return new SmallDisk(path);
    }

    public void Dispose() => Run("umount", _path);

    static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
