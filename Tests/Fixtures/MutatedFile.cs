using System.Text;
using NUnit.Framework;

namespace Avatars.Fixtures;

/// <summary>A valid file that was changed at random: FsCheck makes the seed, and the seed the changes.</summary>
public static class MutatedFile
{
    /// <summary>Bytes that a refusal, or the reading of a file of some kilobytes, may allocate.</summary>
    const long MostAllocated = 64 << 20;

    static readonly string[] Words =
    [
        "-1", "0", "2147483647", "2147483648", "-2147483649", "4294967295", "9223372036854775807", "18446744073709551616", "1e999", "-1e38", "1e-46",
            "NaN", "null", "true", "\"\"", "[]", "{}", "\"\\ud800\"", "\0",
        "../", "/", "..\\", ":", "\u001b[31m", "\n", "\t", "'", "\"", "{", "}", "[", "]", ",", "\uFEFF",
    ];

    /// <summary>
    /// Reads one mutation of a file by <paramref name="read"/>, which is given its path: it is read, or refused with an exception that readers may throw
    /// (<see cref="IsRefusal"/>), and memory stays within a bound.
    /// </summary>
    /// <param name="ending">Of the file's name.</param>
    public static void IsReadOrRefused(byte[] valid, string ending, int seed, Action<string> read)
    {
        var path = Path.Combine(Path.GetTempPath(), $"avatar-law-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}{ending}");
        File.WriteAllBytes(path, Of(valid, new Random(seed)));
        try
        {
            Require(path, seed, read);
        }
        finally
        {
            File.Delete(path);
        }
    }

    static void Require(string path, int seed, Action<string> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(path);
        }
        catch (Exception error) when (IsRefusal(error))
        {
            Assert.That(error.Message, Is.Not.Empty);
        }
        catch (Exception error)
        {
            Assert.Fail($"Seed {seed}: {error}");
        }
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(MostAllocated), $"bytes allocated, seed {seed}");
    }

    /// <summary>What a reader may throw.</summary>
    public static bool IsRefusal(Exception error) => error is FormatException or IOException or UnauthorizedAccessException or NotSupportedException;

    /// <summary>One to four changes: bytes, numbers, words, pieces that are lost, doubled or moved.</summary>
    public static byte[] Of(byte[] valid, Random random)
    {
        var bytes = new List<byte>(valid);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
            Change(bytes, random);
        return [.. bytes];
    }

    static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, random.Next(2) == 0 ? 9 : 200), bytes.Count - at);
        var piece = bytes.GetRange(at, length);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.InsertRange(random.Next(bytes.Count + 1), piece); break;
            case 4: bytes.RemoveRange(at, bytes.Count - at); break;
            case 5: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)])); break;
            case 6: ReplaceNumber(bytes, at, random); break;
            case 7 when length is 4 or 8: Overwrite(bytes, at,
                BitConverter.GetBytes(random.Next(3) switch { 0 => -1L, 1 => 1L << random.Next(63), _ => 0x7FFFFFFFL })[..length]); break;
            default:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(random.Next(bytes.Count + 1), piece);
                break;
        }
    }

    static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        for (var i = 0; i < with.Length; i++)
            bytes[at + i] = with[i];
    }

    /// <summary>The next decimal number becomes another word.</summary>
    static void ReplaceNumber(List<byte> bytes, int from, Random random)
    {
        var at = bytes.FindIndex(from, value => value is >= (byte)'0' and <= (byte)'9');
        if (at < 0)
            return;
        var end = at;
        while (end < bytes.Count && bytes[end] is >= (byte)'0' and <= (byte)'9' or (byte)'.')
            end++;
        bytes.RemoveRange(at, end - at);
        bytes.InsertRange(at, Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]));
    }
}
