namespace Avatars.Datasets.Bodies;

/// <summary>The size of the errors of a <see cref="SimulatedFit"/>.</summary>
/// <param name="Degrees">Deviation of each joint's rotation in the source picture, out of its plane.</param>
/// <param name="Shape">Deviation of the shape coefficients, in standard deviations of the population.</param>
/// <param name="Clothes">How much of the distance of clothes and hair from the skin the fit finds, least and most.</param>
/// <param name="Waves">Deviation of the surface along its normal, metres.</param>
/// <param name="Shift">Deviation of the body's place in the source picture, metres.</param>
public sealed record FitErrors(float Degrees, float Shape, (float Least, float Most) Clothes, float Waves, float Shift)
{
    /// <summary>The true pose, the nearest shape, three quarters of clothes and hair.</summary>
    public static FitErrors None { get; } = new(0, 0, (0.75f, 0.75f), 0, 0);

    /// <summary>As a fit to a picture: joints off by about 1 % of the body's height, mostly in depth.</summary>
    public static FitErrors Typical { get; } = new(2.2f, 0.12f, (0.35f, 1), 0.003f, 0.004f);
}
