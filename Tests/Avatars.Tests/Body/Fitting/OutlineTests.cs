using System.Numerics;
using Avatars.Body;
using Avatars.Body.Fitting;

namespace Avatars.Tests.Body.Fitting;

public sealed class OutlineTests
{
    const int Side = 512, Cells = 200;

    static readonly FitCamera Camera = new(Side, new Vector2(Side) / 2);

    /// <summary>The average body at rest, two metres before the camera.</summary>
    static readonly Vector3[] Standing = [.. HumanBody.Average.Rest.Select(vertex => vertex - new Vector3(0, 0.85f, 2))];

    [Test]
    public void An_edge_is_compared_with_its_own_part_and_not_with_the_other_leg()
    {
        // A matte that closes the gap between the legs, as shadows and wide trousers do: there is no outline at the legs' inner sides.
        var matte = Silhouette();
        for (var y = 0; y < Side; y++)
        {
            var row = matte.AsSpan(y * Side, Side);
            if (y > Row(0.75f) && row.IndexOf((byte)255) is >= 0 and var first)
                row[first..row.LastIndexOf((byte)255)].Fill(255);
        }
        var outline = new Outline(HumanBody.Model, new FitTarget { Width = Side, Height = Side, Joints = new SeenJoint[33], Matte = matte }, Cells);
        outline.Draw(Standing, Camera);
        var metre = Camera.Scale(new Vector3(0, 0, -2));
        var points = outline.Compare(0.25f * metre, 2000);
        var legs = points.Where(point => MathF.Abs(point.Normal.X) > 0.7f && point.Pixels.Y > Row(0.65f) && point.Pixels.Y < Row(0.2f)).ToArray();
        Assert.That(legs.Count(point => point.Pixels.X > Side / 2 == point.Normal.X > 0), Is.GreaterThan(20), "outer sides are compared");
        Assert.That(legs.Max(point => MathF.Abs(point.Gap)) / metre, Is.LessThan(0.03f), "metres; the other leg's outer side is 0.2 away");
    }

    static float Row(float height) => Camera.Project(new Vector3(0, height - 0.85f, -2)).Y;

    static byte[] Silhouette()
    {
        var raster = new SurfaceRaster(HumanBody.Model, Side, Side, Side);
        raster.Draw(Standing, Camera);
        return Array.ConvertAll(raster.Triangles, triangle => (byte)(triangle >= 0 ? 255 : 0));
    }
}
