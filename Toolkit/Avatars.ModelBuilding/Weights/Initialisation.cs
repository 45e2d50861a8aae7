namespace Avatars.ModelBuilding.Weights;

public enum InitialisationKind
{
    Constant,
    Uniform,
    Normal,
}

/// <summary>What a weight holds before training.</summary>
/// <param name="Scale">The constant, the bound of a uniform distribution, or a standard deviation.</param>
public readonly record struct Initialisation(InitialisationKind Kind, float Scale)
{
    public static readonly Initialisation Zeros = new(InitialisationKind.Constant, 0);

    public static readonly Initialisation Ones = new(InitialisationKind.Constant, 1);

    public static Initialisation Constant(float value) => new(InitialisationKind.Constant, value);

    /// <summary>PyTorch's default for linear and convolution layers, weight and bias alike: Kaiming uniform with a = sqrt 5.</summary>
    /// <param name="fanIn">Inputs that one output sums over.</param>
    public static Initialisation FanIn(int fanIn) => new(InitialisationKind.Uniform, 1f / MathF.Sqrt(fanIn));

    public static Initialisation Normal(float deviation) => new(InitialisationKind.Normal, deviation);
}
