using System.Globalization;
using System.Text;

namespace Avatars.Fuzzing.Mutation;

/// <summary>Values that readers have been known to trip over.</summary>
static class Hostile
{
    /// <summary>Beside the case's folder; watched, see <see cref="Running.Canary"/>.</summary>
    public const string CanaryName = "canary.bin";

    static readonly string[] Numbers =
    [
        "0", "-0", "-0.0", "1", "-1", "2", "255", "256", "32767", "32768", "65535", "65536", "65537", "16777216", "16777217", "2147483647", "2147483648",
        "-2147483648", "-2147483649", "4294967295", "4294967296", "1000000", "100000000", "9007199254740993", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "18446744073709551615", "18446744073709551616", "1e308", "-1e308", "1e309", "1e999", "-1e999",
        "3.4e38", "3.5e38", "-3.5e38", "1e38", "1e-320", "4.9e-324", "1e-46", "1e-400", "0.1", "1E+2", "1e00001", "00", "01", "+1", ".5", "5.", "0x10",
        "NaN", "nan", "Infinity", "-Infinity", "inf", "1_000", "1,5", "-", "\u0661", "1e", "12345678901234567890123456789012345678901234567890",
    ];

    static readonly string[] Words =
    [
        "", " ", "null", "true", "false", "[]", "{}", "\0", "a\0b", "\u001b[31m", "\n", "\r\n", "\t", "'", "\"", "\\", "%s", "%n", "{0}", "\uFEFF", "\u2028",
        "\u202E", "\u00E9", "e\u0301", "\u97D3", "\U0001F600", "__proto__", "constructor", ".", "..", "/", "//", "CON", "NUL", "~", "$HOME", "`id`", "<", "&",
        "&amp;", "]]>", "-->", "#", "//", ";", ",",
    ];

    static readonly string[] Outside =
    [
        "../" + CanaryName, "..\\" + CanaryName, "./../" + CanaryName, "x/../../" + CanaryName, "%2e%2e/" + CanaryName, "..%2f" + CanaryName,
        "....//" + CanaryName, "../" + CanaryName + "\0.bin", "{canary}", "file://{canary}", "file:{canary}", "file:///{canary}", "\\\\?\\{canary}",
        "/dev/zero", "/dev/stdin", "/proc/self/mem", "/proc/self/fd/0", ".", "..", "/", "", "C:\\canary.bin", "http://127.0.0.1:1/canary", "data:,",
        "data:application/octet-stream;base64,AAAA", "data:;base64,!!!!",
    ];

    /// <summary>As text stands in a file.</summary>
    public static string Number(Random random) => random.Next(4) switch
    {
        0 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        1 => (random.NextDouble() * Math.Pow(10, random.Next(-50, 50))).ToString("R", CultureInfo.InvariantCulture),
        _ => Numbers[random.Next(Numbers.Length)],
    };

    /// <summary>A number near another one.</summary>
    public static string Near(string number, Random random)
    {
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || random.Next(3) == 0)
            return Number(random);
        return (random.Next(8) switch
        {
            0 => value + 1,
            1 => value - 1,
            2 => -value,
            3 => value * 2,
            4 => value / 2,
            5 => value * 1000,
            6 => value * 1e6,
            _ => Math.Floor(value) + 0.5,
        }).ToString("R", CultureInfo.InvariantCulture);
    }

    public static string Word(Random random) => random.Next(8) switch
    {
        0 => Path(random),
        1 => Number(random),
        2 => Long(random),
        _ => Words[random.Next(Words.Length)],
    };

    /// <summary>A path out of the folder, a device, or none at all. {canary} is replaced by the full path of the watched file.</summary>
    public static string Path(Random random) => Outside[random.Next(Outside.Length)].Replace("{canary}", Running.Canary.FullPath, StringComparison.Ordinal);

    /// <summary>A text of up to 100,000 letters.</summary>
    public static string Long(Random random)
    {
        var pattern = Words[random.Next(Words.Length)] is { Length: > 0 } word ? word : "a";
        return new StringBuilder().Insert(0, pattern, Amount(random, 100_000 / pattern.Length)).ToString();
    }

    /// <summary>From 1 to <paramref name="most"/>; small numbers and the largest are frequent.</summary>
    public static int Amount(Random random, int most) => Math.Max(1, random.Next(12) == 0 ? most : (int)Math.Pow(most, random.NextDouble()));

    /// <summary>Bytes that a decompression bomb inflates to: now and then 100 MB.</summary>
    public static int Bomb(Random random) => random.Next(8) == 0 ? 100_000_000 : Amount(random, 1_000_000);

    /// <summary>An integer of up to 64 bits, for fields of binary formats.</summary>
    /// <param name="near">What stands there.</param>
    public static ulong Integer(Random random, ulong near, int size) => random.Next(9) switch
    {
        0 => 0,
        1 => ulong.MaxValue,
        2 => near + (ulong)random.Next(-4, 5),
        3 => near * 2,
        4 => 1UL << random.Next(64),
        5 => (1UL << random.Next(1, 64)) - 1,
        6 => (ulong)random.NextInt64(),
        7 => (ulong)random.Next(size + 8),
        _ => BitConverter.DoubleToUInt64Bits(double.Parse(Numbers[random.Next(10)], CultureInfo.InvariantCulture)),
    };
}
