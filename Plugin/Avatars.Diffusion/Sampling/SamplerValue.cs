using System;
using System.Globalization;
using System.Linq;

namespace Avatars.Sampling;

/// <summary>The text of a sampler option's value, as JSON or the command line writes it.</summary>
readonly struct SamplerValue
{
    readonly string _name, _text;

    public SamplerValue(string name, string text) => (_name, _text) = (name, text.Trim().Trim('"'));

    public bool Flag() => _text switch
    {
        "true" or "True" => true,
        "false" or "False" => false,
        _ => throw Wrong("is not true or false"),
    };

    public double Double(double least, double most)
    {
        var number = _text switch
        {
            "Infinity" or "inf" => double.PositiveInfinity,
            "-Infinity" or "-inf" => double.NegativeInfinity,
            _ => double.TryParse(_text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : double.NaN,
        };
        return number >= least && number <= most ? number : throw Wrong(FormattableString.Invariant($"is not a number from {least} to {most}"));
    }

    public float Number(double least, double most) => (float)Double(least, most);

    public int Integer(int least, int most) =>
        int.TryParse(_text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"is not a whole number from {least} to {most}");

    /// <param name="known">Any word where this is empty.</param>
    public string Word(params string[] known) =>
        known.Length == 0 || known.Contains(_text) ? _text : throw Wrong($"is not known. Known: {string.Join(", ", known)}");

    /// <summary>Between brackets, or bare with commas.</summary>
    public int[] Integers()
    {
        var (name, text) = (_name, _text.TrimStart('[').TrimEnd(']'));
        return text.Trim().Length == 0 ? [] : [.. text.Split(',').Select(part => new SamplerValue(name, part).Integer(0, 100_000))];
    }

    public ArgumentException Wrong(string what) => new($"Sampler option {_name}: '{(_text.Length <= 40 ? _text : _text.Substring(0, 40) + "...")}' {what}.");
}
