using System.Numerics;
using Avatars.Body;
using Avatars.Imaging;

namespace Avatars.Datasets.BodyModels;

/// <summary>A plain look for a body without a texture: lit from above left, with eyes, teeth and tongue in their colours.</summary>
static class BodyShading
{
    public const byte Background = 245;

    const float Iris = 0.0059f, Pupil = 0.0025f; // radii, metres

    static readonly Vector3 Light = Vector3.Normalize(new Vector3(-0.4f, 0.6f, 0.8f));

    public static RgbImage Paint(BodyModel model, BodyRasterizer drawn)
    {
        var picture = new RgbImage(drawn.Width, drawn.Height);
        var (left, right) = (EyeFront(model, BodyPart.LeftEye), EyeFront(model, BodyPart.RightEye));
        for (var i = 0; i < drawn.Triangles.Length; i++)
        {
            var light = 0.35f + 0.65f * MathF.Max(0, Vector3.Dot(drawn.Normals[i], Light));
            var colour = drawn.PartAt(i) switch
            {
                BodyPart.None => new Vector3(Background) / light,
                BodyPart.LeftEye => Eye(drawn.Rest[i], left),
                BodyPart.RightEye => Eye(drawn.Rest[i], right),
                BodyPart.Teeth => new Vector3(235, 230, 215),
                BodyPart.Tongue => new Vector3(190, 90, 90),
                BodyPart.Cavity => new Vector3(110, 40, 40),
                _ => new Vector3(225, 180, 155),
            } * light;
            for (var k = 0; k < 3; k++)
                picture.Bytes[3 * i + k] = (byte)Math.Clamp(colour[k], 0, 255);
        }
        return picture;
    }

    static Vector3 Eye(Vector3 place, Vector3 front)
    {
        var distance = Vector2.Distance(new Vector2(place.X, place.Y), new Vector2(front.X, front.Y));
        return distance < Pupil ? new Vector3(20, 20, 20) : distance < Iris ? new Vector3(90, 120, 140) : new Vector3(240, 240, 240);
    }

    /// <summary>The foremost point of an eyeball at rest, where it looks out.</summary>
    static Vector3 EyeFront(BodyModel model, BodyPart part)
    {
        var (low, high) = (new Vector3(float.MaxValue), new Vector3(float.MinValue));
        for (var i = 0; i < model.Mesh.TriangleCount; i++)
            if (model.Mesh.Parts[i] == part)
            {
                var corner = model.Average[model.Mesh.Corners(i).A];
                (low, high) = (Vector3.Min(low, corner), Vector3.Max(high, corner));
            }
        return (low + high) / 2;
    }
}
