namespace Avatars.ModelBuilding.Quantization;

/// <summary>Which layers of a network are computed in 8 bits: as many as the allowed error permits, those first that
/// save most for the error they bring.</summary>
/// <param name="Layers">Names.</param>
/// <param name="Error">Of the network's result with these layers in 8 bits: power of the noise over power of the signal.</param>
/// <param name="Alone">The same for each candidate by itself.</param>
public sealed record LayerChoice(IReadOnlyList<string> Layers, double Error, IReadOnlyDictionary<string, double> Alone)
{
    /// <param name="savings">What each candidate saves, in any unit of time.</param>
    /// <param name="limit">Highest error of the chosen layers together.</param>
    /// <param name="errorOf">Measures the network with these layers in 8 bits.</param>
    public static LayerChoice Make(IReadOnlyDictionary<string, double> savings, double limit, Func<IReadOnlyCollection<string>, double> errorOf)
    {
        var alone = savings.Keys.ToDictionary(layer => layer, layer => errorOf([layer]), StringComparer.Ordinal);
        string[] ordered = [.. savings.Keys.OrderBy(layer => alone[layer] / savings[layer]).ThenBy(layer => layer, StringComparer.Ordinal)];
        var (good, bad, error) = (0, ordered.Length + 1, 0.0);
        for (var count = ordered.Length; good + 1 < bad; count = (good + bad) / 2)
            if (errorOf(ordered[..count]) is var measured && measured <= limit)
                (good, error) = (count, measured);
            else
                bad = count;
        List<string> chosen = [.. ordered[..good]];
        foreach (var layer in ordered[good..]) // what one layer broke, a later and smaller one may not
            if (alone[layer] <= limit && errorOf([.. chosen, layer]) is var measured && measured <= limit)
            {
                chosen.Add(layer);
                error = measured;
            }
        return new(chosen, error, alone);
    }

    const double Nothing = 1e-12; // 120 dB: noise that float32 makes by itself

    /// <summary>Decibels of signal over noise, 120 at most.</summary>
    public static double Decibels(double error) => -10 * Math.Log10(Math.Max(error, Nothing));

    /// <summary>The inverse of <see cref="Decibels"/>.</summary>
    public static double ErrorAt(double decibels) => Math.Pow(10, -decibels / 10);
}
