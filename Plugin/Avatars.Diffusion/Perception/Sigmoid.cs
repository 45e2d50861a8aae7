using System;

namespace Avatars.Perception;

/// <summary>The logistic function, which turns a network's logits into probabilities.</summary>
internal static class Sigmoid
{
    public static float Of(float logit) => 1 / (1 + MathF.Exp(-logit));
}
