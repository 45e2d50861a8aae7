using Avatars.Body;
using Avatars.Imaging;

namespace Avatars.Tests.Body;

/// <summary>Colour difference between hands and clothes of painted bodies.</summary>
public sealed class HandContrastTests
{
    static TexturedPerson Painted(RgbColor hands, RgbColor trunk, RgbColor other)
    {
        const int Side = 256;
        var layout = AtlasLayout.Of(HumanBody.Model.Mesh, Side);
        var texels = new byte[4 * Side * Side];
        for (var i = 0; i < layout.Triangles.Length; i++)
        {
            var part = layout.Triangles[i] == 0 ? BodyPart.None : HumanBody.Model.Mesh.Parts[layout.Triangles[i] - 1];
            var colour = part is BodyPart.LeftHand or BodyPart.RightHand ? hands : part == BodyPart.Torso ? trunk : other;
            (texels[4 * i], texels[4 * i + 1], texels[4 * i + 2], texels[4 * i + 3]) = (colour.R, colour.G, colour.B, 255);
        }
        return TexturedPerson.Plain(HumanBody.Model, trunk, trunk) with { Texture = new BodyTexture(new RgbaImage(Side, Side, texels)) };
    }

    [Test]
    public void Black_and_white_differ_by_100() =>
        Assert.That(HandContrast.Of(Painted(new RgbColor(255, 255, 255), new RgbColor(0, 0, 0), new RgbColor(255, 0, 0))), Is.EqualTo(100).Within(0.1));

    /// <summary>L*a*b* of sRGB red is (53.2, 80.1, 67.2), of green (87.7, -86.2, 83.2).</summary>
    [Test]
    public void Red_and_green_differ_as_their_published_coordinates() =>
        Assert.That(HandContrast.Of(Painted(new RgbColor(255, 0, 0), new RgbColor(0, 255, 0), new RgbColor(0, 0, 0))), Is.EqualTo(170.6).Within(0.5));

    [Test]
    public void A_shirt_of_the_skins_colour_is_little_contrast()
    {
        var skin = new RgbColor(222, 180, 150);
        Assert.That(HandContrast.Of(Painted(skin, new RgbColor(214, 186, 160), skin)), Is.LessThan(HandContrast.Least));
        Assert.That(HandContrast.Of(Painted(skin, new RgbColor(20, 24, 40), skin)), Is.GreaterThan(2 * HandContrast.Least));
    }
}
