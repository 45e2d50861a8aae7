using System.Numerics;
using Avatars.Body;
using Avatars.Datasets.MakeHuman;

namespace Avatars.Datasets.BodyModels;

/// <summary>Sliders with a meaning: MakeHuman's, moved to their ends on the middle body and expressed in the model's shape directions.</summary>
static class SliderBuilder
{
    static readonly MacroShape Middle = new() { African = 1, Asian = 1, Caucasian = 1 };

    static readonly (string Name, MacroShape Low, MacroShape High)[] Macros =
    [
        ("gender", Middle with { Gender = 0 }, Middle with { Gender = 1 }),
        ("age", Middle with { Age = 0.25f }, Middle with { Age = 0.9f }),
        ("weight", Middle with { Weight = 0 }, Middle with { Weight = BodyPopulation.Heaviest }),
        ("muscle", Middle with { Muscle = 0 }, Middle with { Muscle = 1.2f }),
        ("height", Middle with { Height = 0.3f }, Middle with { Height = 0.7f }),
        ("proportions", Middle with { Proportions = 0.1f }, Middle with { Proportions = 0.9f }),
        ("bust", Middle with { Gender = 0.25f, Cup = 0.1f }, Middle with { Gender = 0.25f, Cup = 0.9f }),
    ];

    static readonly (string Name, string[] Details)[] Details =
    [
        ("arm length", ["measure-upperarm-length-decr-incr", "measure-lowerarm-length-decr-incr"]),
        ("leg length", ["upperlegs-height-decr-incr", "lowerlegs-height-decr-incr"]),
        ("torso length", ["torso-scale-vert-decr-incr"]),
        ("shoulder width", ["measure-shoulder-dist-decr-incr"]),
        ("hip width", ["hip-scale-horiz-decr-incr"]),
        ("waist", ["measure-waist-circ-decr-incr"]),
        ("neck length", ["measure-neck-height-decr-incr"]),
        ("head size", ["head-scale-horiz-decr-incr", "head-scale-vert-decr-incr", "head-scale-depth-decr-incr"]),
        ("hand size", ["hand-scale-decr-incr"]),
        ("foot size", ["foot-scale-decr-incr"]),
    ];

    public static IEnumerable<BodySlider> Build(MakeHumanLibrary library, BodyVertices vertices, BodyJointsBuilder joints, ShapeBasis basis)
    {
        float[] Coefficients(Vector3[] positions)
        {
            var (body, located) = BodyPopulation.Aligned(library, vertices, joints, positions);
            return basis.Fit(body, located);
        }
        Vector3[] Shaped(MacroShape shape, params (string Name, float Value)[] details)
        {
            var positions = (Vector3[])library.BaseMesh.Positions.Clone();
            library.Targets.Apply(shape, positions);
            foreach (var (name, value) in details)
                library.Targets.Apply(name, value, positions);
            return positions;
        }
        foreach (var (name, low, high) in Macros)
        {
            var middle = Coefficients(Shaped(low with { Gender = (low.Gender + high.Gender) / 2, Age = name == "age" ? 0.5f : low.Age,
                Weight = 0.5f, Muscle = 0.5f, Height = 0.5f, Proportions = 0.5f, Cup = 0.5f }));
            yield return new BodySlider(name, Minus(Coefficients(Shaped(low)), middle), Minus(Coefficients(Shaped(high)), middle));
        }
        var neutral = Coefficients(Shaped(Middle));
        foreach (var (name, details) in Details)
            yield return new BodySlider(name, Minus(Coefficients(Shaped(Middle, [.. details.Select(detail => (detail, -1f))])), neutral),
                Minus(Coefficients(Shaped(Middle, [.. details.Select(detail => (detail, 1f))])), neutral));
    }

    static float[] Minus(float[] a, float[] b) => [.. a.Select((value, i) => value - b[i])];
}
