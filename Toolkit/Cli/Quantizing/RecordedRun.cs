namespace Avatars.Cli.Quantizing;

/// <summary>What a network read in one run.</summary>
/// <param name="Inputs">By name: sides, slowest first, and a copy of the values.</param>
sealed record RecordedRun(IReadOnlyDictionary<string, (long[] Shape, float[] Values)> Inputs);
