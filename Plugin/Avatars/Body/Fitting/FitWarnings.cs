using System;
using System.Collections.Generic;
using System.Globalization;

namespace Avatars.Body.Fitting;

/// <summary>Sentences that say how far a fit can be trusted.</summary>
static class FitWarnings
{
    const float LeastCoverage = 0.45f, MostError = 0.04f, LeastOverlap = 0.8f, Seen = 0.5f;

    /// <summary>Elbows and hips: a portrait without them says nothing about limbs and trunk.</summary>
    static readonly int[] BelowShoulders = [13, 14, 23, 24];

    public static IReadOnlyList<string> Of(float coverage, float error, float? overlap, SeenJoint[] joints)
    {
        var warnings = new List<string>();
        if (coverage < LeastCoverage)
            warnings.Add($"The picture shows about {Percent(coverage)} of the body; the rest is a guess. "
                + "Use a picture in which more of the person can be seen.");
        else if (!Array.Exists(BelowShoulders, joint => joints[joint].Visibility >= Seen))
            warnings.Add("The picture shows little more than head and shoulders; arms, trunk and legs are a guess. "
                + "Use a picture in which more of the person can be seen.");
        if (error > MostError)
            warnings.Add($"The body does not fit what is seen: joints are off by {Percent(error)} of its height. Use a picture with a clearer pose.");
        if (overlap < LeastOverlap)
            warnings.Add($"The body's outline covers only {Percent(overlap.Value)} of the person's: something may hide the person, or the clothes are wide.");
        return warnings;
    }

    static string Percent(float share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}
