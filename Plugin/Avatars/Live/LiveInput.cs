using System;
using System.Globalization;
using System.Net;
using Avatars.Files;

namespace Avatars.Live;

/// <summary>The text by which users name live input: <c>vmc</c>, <c>vmc:39540</c> (another port) or <c>vmc:0.0.0.0:39539</c> (heard from the
/// network).</summary>
public static class LiveInput
{
    const string Vmc = "vmc";

    /// <summary>What the text asks for; everything else by default.</summary>
    /// <exception cref="FormatException">It is none of these forms.</exception>
    public static VmcOptions Parse(string text)
    {
        var parts = text.Split(':', 2);
        if (!parts[0].Equals(Vmc, StringComparison.OrdinalIgnoreCase))
            throw Wrong(text);
        var options = new VmcOptions();
        if (parts.Length == 1)
            return options;
        var separator = parts[1].LastIndexOf(':');
        if (separator >= 0)
            options = options with
            {
                Address = IPAddress.TryParse(parts[1][..separator].Trim('[', ']'), out var address) ? address : throw Wrong(text),
            };
        return int.TryParse(parts[1][(separator + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? options with { Port = port } : throw Wrong(text);
    }

    static FormatException Wrong(string text) => new($"{ErrorLine.Quote(text)} is no live input. Give vmc (UDP port "
        + $"{VmcOptions.DefaultPort} of this machine), vmc:PORT, or vmc:ADDRESS:PORT; vmc:0.0.0.0:{VmcOptions.DefaultPort} listens to the whole network.");
}
