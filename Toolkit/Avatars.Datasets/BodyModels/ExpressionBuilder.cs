using System.Numerics;
using Avatars.Datasets.MakeHuman;

namespace Avatars.Datasets.BodyModels;

/// <summary>Facial blend shapes of the body model: MakeHuman's facial actions.</summary>
static class ExpressionBuilder
{
    public readonly record struct Shape(string Name, Vector3[] Deltas);

    static readonly string[] Targets =
    [
        "eye-left-closure", "eye-right-closure", "eye-left-opened-up", "eye-right-opened-up", "eye-left-slit", "eye-right-slit",
        "eyebrows-left-down", "eyebrows-right-down", "eyebrows-left-extern-up", "eyebrows-right-extern-up", "eyebrows-left-inner-up",
        "eyebrows-right-inner-up", "eyebrows-left-up", "eyebrows-right-up",
        "mouth-compression", "mouth-corner-puller", "mouth-depression-retraction", "mouth-depression", "mouth-elevation", "mouth-eversion", "mouth-open",
        "mouth-parling", "mouth-part-later", "mouth-protusion", "mouth-pursing", "mouth-retraction", "mouth-upward-retraction", "neck-platysma",
        "nose-compression", "nose-depression", "nose-left-dilatation", "nose-right-dilatation", "nose-left-elevation", "nose-right-elevation",
    ];

    public static IEnumerable<Shape> Build(MakeHumanLibrary library, BodyVertices vertices)
    {
        foreach (var name in Targets)
        {
            var positions = new Vector3[library.BaseMesh.Positions.Length];
            library.Targets.Expression(name).AddTo(positions, 1);
            yield return new Shape(name, vertices.Take(positions));
        }
    }
}
