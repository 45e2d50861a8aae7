using System.Numerics;
using Avatars.Body;
using Avatars.Body.Texturing;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.Body;

/// <summary>A body with a known texture is drawn, the texture taken off the picture, and compared; and drawn again in another pose.</summary>
public sealed class TextureLiftTests
{
    const int Side = 512, Size = 512;
    static readonly ShapedBody Body = HumanBody.Average;
    static readonly AtlasMap Map = new(Body.Model, Side);
    static readonly RgbaImage Truth = Pattern();

    /// <summary>Smooth colours that differ everywhere, also from those of the mirrored place.</summary>
    static RgbaImage Pattern()
    {
        var bytes = new byte[4 * Side * Side];
        for (var texel = 0; texel < Side * Side; texel++)
        {
            if (Map.Triangles[texel] == 0)
                continue;
            var at = Map.At(texel, Body.Model.Average);
            bytes[4 * texel] = (byte)(128 + 100 * MathF.Sin(4 * at.Y + 3 * at.X));
            bytes[4 * texel + 1] = (byte)(128 + 100 * MathF.Sin(5 * at.X + 1));
            bytes[4 * texel + 2] = (byte)(128 + 100 * MathF.Sin(9 * at.Z + 2 * at.Y));
            bytes[4 * texel + 3] = 255;
        }
        return new RgbaImage(Side, Side, bytes);
    }

    static Camera Around(float yaw) => Camera.Orbit(new Vector3(0, 0.9f, 0), yaw, 0.05f, 4, 0.5f, Size, Size);

    static Matrix4x4[] Bent() => HumanBody.Posed(Body, bone => bone switch
    {
        HumanBodyBones.LeftUpperArm => Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 0.5f),
        HumanBodyBones.RightLowerArm => Quaternion.CreateFromAxisAngle(Vector3.UnitX, -0.8f),
        HumanBodyBones.Head => Quaternion.CreateFromAxisAngle(Vector3.UnitY, 0.3f),
        _ => Quaternion.Identity,
    });

    static (BodyRasterizer Drawn, RgbImage Picture, PosedSurface Surface) Draw(RgbaImage texture, Matrix4x4[] pose, Camera camera, byte background)
    {
        var surface = new PosedSurface(Body);
        surface.Pose(pose);
        var drawn = new BodyRasterizer(Body.Model, Size, Size);
        drawn.Draw(surface, camera, new BodyTexture(texture));
        var picture = new RgbImage(Size, Size);
        for (var i = 0; i < Size * Size; i++)
            for (var k = 0; k < 3; k++)
                picture.Bytes[3 * i + k] = drawn.Triangles[i] == 0 ? background : drawn.Colour[4 * i + k];
        return (drawn, picture, surface);
    }

    [Test]
    public void What_is_seen_well_is_taken_truly()
    {
        var camera = Around(0.3f);
        var (_, picture, surface) = Draw(Truth, Bent(), camera, background: 255);
        var lift = new TextureLift(Map);
        var share = lift.Add(picture, [], surface, camera);
        Assert.That(share, Is.InRange(0.15f, 0.5f), "of the skin is seen from the front");
        var (error, count, worst) = Compare(lift.Colours(), least: 200);
        Assert.That(count, Is.GreaterThan(Side * Side / 20));
        Assert.That(error, Is.LessThan(2.5f), "mean absolute difference, of 255");
        Assert.That(worst, Is.LessThan(60), "no texel has the colour of the white background or of another limb");
    }

    [Test]
    public void What_is_hidden_or_turned_away_is_not_taken()
    {
        var camera = Around(0);
        var (drawn, picture, surface) = Draw(Truth, Bent(), camera, background: 0);
        var lift = new TextureLift(Map);
        lift.Add(picture, [], surface, camera);
        var colours = lift.Colours();
        for (var texel = 0; texel < Side * Side; texel++)
            if (Map.Triangles[texel] != 0 && Map.At(texel, surface.Normals).Z < -0.2f)
                Assert.That(colours.Bytes[4 * texel + 3], Is.Zero, "the back of the body");
    }

    [Test]
    public void The_matte_keeps_out_what_is_not_the_person()
    {
        var camera = Around(0);
        var (_, picture, surface) = Draw(Truth, Bent(), camera, background: 0);
        var lift = new TextureLift(Map);
        Assert.That(lift.Add(picture, new byte[Size * Size], surface, camera), Is.Zero);
        Assert.That(lift.Colours().Bytes, Is.All.Zero);
    }

    [Test]
    public void Front_and_back_together_show_nearly_everything()
    {
        var lift = new TextureLift(Map);
        foreach (var yaw in new[] { 0f, MathF.PI / 2, MathF.PI, -MathF.PI / 2 })
        {
            var (_, picture, surface) = Draw(Truth, Bent(), Around(yaw), background: 255);
            lift.Add(picture, [], surface, Around(yaw));
        }
        var (error, count, _) = Compare(lift.Colours(), least: 100);
        Assert.That(count / (float)Map.Triangles.Count(triangle => triangle != 0), Is.GreaterThan(0.6f), "of the skin");
        Assert.That(error, Is.LessThan(3), "mean absolute difference, of 255");
    }

    /// <summary>The floor that a generator starts from: another pose, drawn from one picture.</summary>
    [Test]
    public void Another_pose_has_the_right_colours_where_confidence_says_so()
    {
        var camera = Around(0.3f);
        var (_, picture, surface) = Draw(Truth, Bent(), camera, background: 255);
        var lift = new TextureLift(Map);
        lift.Add(picture, [], surface, camera);
        var filled = TextureFill.Complete(Map, lift.Colours());
        var (truth, expected, _) = Draw(Truth, HumanBody.Rest(Body), Around(-0.2f), background: 0);
        var (drawn, actual, _) = Draw(filled, HumanBody.Rest(Body), Around(-0.2f), background: 0);
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < Size * Size; i++)
            if (truth.Triangles[i] != 0 && drawn.Colour[4 * i + 3] > 180)
                for (var k = 0; k < 3; k++, count++)
                    sum += Math.Abs(expected.Bytes[3 * i + k] - actual.Bytes[3 * i + k]);
        Assert.That(count / 3f / truth.Triangles.Count(triangle => triangle != 0), Is.GreaterThan(0.5f), "of the body is known from the one picture");
        Assert.That(sum / count, Is.LessThan(4), "mean absolute difference, of 255");
    }

    [Test]
    public void Every_place_of_the_body_gets_a_colour()
    {
        var camera = Around(0);
        var (_, picture, surface) = Draw(Truth, Bent(), camera, background: 255);
        var lift = new TextureLift(Map);
        lift.Add(picture, [], surface, camera);
        var filled = TextureFill.Complete(Map, lift.Colours());
        for (var texel = 0; texel < Side * Side; texel++)
            if (Map.Triangles[texel] != 0)
                Assert.That(filled.Bytes[4 * texel + 3], Is.GreaterThanOrEqualTo(TextureFill.Interpolated));
        Assert.That(TextureFill.Complete(Map, new RgbaImage(Side, Side, new byte[4 * Side * Side])).Bytes.Where((_, i) => i % 4 == 3).Max(),
            Is.EqualTo(TextureFill.Interpolated), "nothing seen at all");
    }

    /// <summary>A body whose left half alone is seen, from the side: the right half takes its colours, with less confidence.</summary>
    [Test]
    public void The_unseen_side_mirrors_the_seen_one()
    {
        var symmetric = new byte[4 * Side * Side];
        for (var texel = 0; texel < Side * Side; texel++)
        {
            var level = Map.Triangles[texel] == 0 ? 0 : Map.At(texel, Body.Model.Average).Y;
            symmetric.AsSpan(4 * texel, 3).Fill((byte)(128 + 100 * MathF.Sin(5 * level)));
            symmetric[4 * texel + 3] = 255;
        }
        var camera = Around(MathF.PI / 2);
        var (_, picture, surface) = Draw(new RgbaImage(Side, Side, symmetric), HumanBody.Rest(Body), camera, background: 255);
        var lift = new TextureLift(Map);
        lift.Add(picture, [], surface, camera);
        var (lifted, filled) = (lift.Colours().Bytes, TextureFill.Complete(Map, lift.Colours()).Bytes);
        var (sum, count) = (0.0, 0);
        for (var texel = 0; texel < Side * Side; texel++)
            if (Map.Triangles[texel] != 0 && lifted[4 * texel + 3] == 0 && filled[4 * texel + 3] > 90)
            {
                sum += Math.Abs(filled[4 * texel] - symmetric[4 * texel]);
                count++;
            }
        Assert.That(count, Is.GreaterThan(Side * Side / 25), "texels that only the mirror image shows");
        Assert.That(sum / count, Is.LessThan(4), "mean absolute difference, of 255");
    }

    static (float Error, int Count, int Worst) Compare(RgbaImage colours, int least)
    {
        var (sum, count, worst) = (0.0, 0, 0);
        for (var texel = 0; texel < Side * Side; texel++)
            if (colours.Bytes[4 * texel + 3] >= least)
            {
                count++;
                for (var k = 0; k < 3; k++)
                {
                    var difference = Math.Abs(colours.Bytes[4 * texel + k] - Truth.Bytes[4 * texel + k]);
                    sum += difference / 3.0;
                    worst = Math.Max(worst, difference);
                }
            }
        return ((float)(sum / count), count, worst);
    }
}
