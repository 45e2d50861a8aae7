using System.Collections.Generic;
using Avatars.Body.Fitting;
using Avatars.Perception;

namespace Avatars.Sources;

/// <summary>A person in a picture: what the networks see, and the body that fits it.</summary>
/// <param name="People">How many people are in the picture.</param>
/// <param name="Warnings">One sentence each; empty where all is well.</param>
public sealed record SourceBody(PerceivedPerson Seen, FittedBody Fit, int People, IReadOnlyList<string> Warnings);
