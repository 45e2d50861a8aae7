using System;
using System.Numerics;

namespace Avatars.Body;

/// <summary>How well a person's hands stand out from the clothes that they sign in front of.</summary>
public static class HandContrast
{
    /// <summary>Below, hands and clothes look alike.</summary>
    public const float Least = 20;

    /// <summary>Colour difference between hands and trunk: CIE 1976, in L*a*b* units; 2 is just seen, 100 is black and white.</summary>
    /// <remarks>CIE 15:2004. The parts' mean colours in linear light, each texel by how well it was seen.</remarks>
    /// <returns>NaN where a picture showed neither hands nor trunk.</returns>
    public static float Of(TexturedPerson person)
    {
        var layout = AtlasLayout.Of(person.Body.Model.Mesh, person.Texture.Side);
        var texels = person.Texture.Level(0);
        var (hands, trunk) = (Vector4.Zero, Vector4.Zero);
        for (var i = 0; i < layout.Triangles.Length; i++)
        {
            if (layout.Triangles[i] == 0)
                continue;
            var colour = new Vector4(Linear(texels[4 * i]), Linear(texels[4 * i + 1]), Linear(texels[4 * i + 2]), 1) * texels[4 * i + 3];
            switch (person.Body.Model.Mesh.Parts[layout.Triangles[i] - 1])
            {
                case BodyPart.LeftHand or BodyPart.RightHand:
                    hands += colour;
                    break;
                case BodyPart.Torso:
                    trunk += colour;
                    break;
            }
        }
        return hands.W <= 0 || trunk.W <= 0 ? float.NaN : Vector3.Distance(Lab(hands / hands.W), Lab(trunk / trunk.W));
    }

    static float Linear(byte value)
    {
        var share = value / 255f;
        return share <= 0.04045f ? share / 12.92f : MathF.Pow((share + 0.055f) / 1.055f, 2.4f);
    }

    /// <param name="rgb">Linear sRGB.</param>
    static Vector3 Lab(Vector4 rgb)
    {
        var x = Root((0.4124f * rgb.X + 0.3576f * rgb.Y + 0.1805f * rgb.Z) / 0.9505f);
        var y = Root(0.2126f * rgb.X + 0.7152f * rgb.Y + 0.0722f * rgb.Z);
        var z = Root((0.0193f * rgb.X + 0.1192f * rgb.Y + 0.9505f * rgb.Z) / 1.089f);
        return new Vector3(116 * y - 16, 500 * (x - y), 200 * (y - z));
    }

    static float Root(float value) => value > 216f / 24389 ? MathF.Cbrt(value) : (24389f / 27 * value + 16) / 116;
}
