using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.Sampling;

/// <summary>
/// One option of samplers under the name that the published scheduler configurations give it: what <c>model.json</c> (defaults.options), the
/// command line (--option) and the importer read. The noise schedule's own values (betas, training steps, zero terminal signal, prediction) are not
/// here: they belong to the model, not to a sampler.
/// </summary>
public sealed partial class SamplerOption
{
    readonly Func<SamplerOptions, bool> _isSet;
    readonly Func<SamplerOptions, SamplerValue, SamplerOptions> _set;

    SamplerOption(string name, string samplers, string meaning, Func<SamplerOptions, bool> isSet, Func<SamplerOptions, SamplerValue, SamplerOptions> set) =>
        (Name, Samplers, Meaning, _isSet, _set) = (name, samplers.Split(' '), meaning, isSet, set);

    public string Name { get; }

    /// <summary>Names of the samplers that take it.</summary>
    public IReadOnlyList<string> Samplers { get; }

    /// <summary>In a few words, with its values.</summary>
    public string Meaning { get; }

    /// <summary>Whether a sampler has a place for the option of this name.</summary>
    /// <exception cref="ArgumentException">There is no such option.</exception>
    public static bool Fits(string name, string sampler) => Find(name).Samplers.Contains(sampler);

    /// <summary>Name and value of an option as users write it, <c>solver_order=3</c>.</summary>
    /// <exception cref="ArgumentException">The text is not NAME=VALUE.</exception>
    public static KeyValuePair<string, string> Parse(string text) => text.Split('=', 2) is [var name, var value] && name.Length > 0 && value.Length > 0
        ? new(name, value)
        : throw new ArgumentException($"'{text}' is no option of a sampler: write NAME=VALUE, as in solver_order=3.");

    /// <summary>The options with one more set.</summary>
    /// <param name="value">As JSON or the command line writes it: <c>true</c>, <c>3</c>, <c>midpoint</c>, <c>[999, 499]</c>, <c>-Infinity</c>;
    /// <c>null</c> leaves the option as it is.</param>
    /// <exception cref="ArgumentException">There is no such option, the sampler has no place for it, or the value is not one.</exception>
    public static SamplerOptions Set(SamplerOptions options, string sampler, string name, string value)
    {
        var option = Find(name);
        if (!option.Samplers.Contains(sampler))
            throw new ArgumentException($"Sampler option {name} has no place in {sampler}; it is for {string.Join(", ", option.Samplers)}. "
                + "Leave it out, or choose another sampler.", nameof(name));
        return value == "null" ? options : option._set(options, new SamplerValue(name, value));
    }

    /// <exception cref="ArgumentException">An option is set that the sampler has no place for: the message names it.</exception>
    internal static void RequirePlace(string sampler, SamplerOptions options)
    {
        foreach (var option in All)
            if (!option.Samplers.Contains(sampler) && option._isSet(options))
                throw new ArgumentException($"Sampler option {option.Name} has no place in {sampler}; it is for {string.Join(", ", option.Samplers)}. "
                    + "Leave it out, or choose another sampler.", nameof(options));
    }

    static SamplerOption Find(string name) => All.FirstOrDefault(option => option.Name == name)
        ?? throw new ArgumentException($"'{name}' is not an option of a sampler. "
            + $"Known: {string.Join(", ", All.Select(option => option.Name))}.", nameof(name));
}
