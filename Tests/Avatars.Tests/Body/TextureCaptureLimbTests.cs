using System.Numerics;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.Body;

/// <summary>An arm before the chest, fitted a little beside where it is: its colour does not come onto the chest.</summary>
public sealed class TextureCaptureLimbTests
{
    const int Size = 512, Side = 512;
    static readonly Camera Front = Camera.Orbit(new Vector3(0, 1.1f, 0), 0, 0, 3.2f, 0.5f, Size, Size);
    static readonly RgbColor Arm = new(220, 30, 30), Rest = new(30, 30, 220);

    static PosedSurface Surface(float degrees)
    {
        var surface = new PosedSurface(HumanBody.Average);
        surface.Pose(HumanBody.Posed(HumanBody.Average, bone => bone switch
        {
            HumanBodyBones.LeftUpperArm => Quaternion.CreateFromAxisAngle(Vector3.UnitY, -1.2f),
            HumanBodyBones.LeftLowerArm => Quaternion.CreateFromAxisAngle(Vector3.UnitY, (-60 + degrees) * MathF.PI / 180),
            _ => Quaternion.Identity,
        }));
        return surface;
    }

    static BodyRasterizer Drawn(PosedSurface surface)
    {
        var drawn = new BodyRasterizer(HumanBody.Model, Size, Size);
        drawn.Draw(surface, Front);
        return drawn;
    }

    static bool IsArm(BodyPart part) => part is BodyPart.LeftForearm or BodyPart.LeftHand or BodyPart.LeftUpperArm;

    [Test]
    public void A_limb_in_front_leaves_no_trace_on_what_is_behind_it()
    {
        var truth = Drawn(Surface(0));
        var picture = new RgbImage(Size, Size);
        for (var i = 0; i < Size * Size; i++)
            (picture.Bytes[3 * i], picture.Bytes[3 * i + 1], picture.Bytes[3 * i + 2]) = IsArm(truth.PartAt(i)) ? (Arm.R, Arm.G, Arm.B)
                : (Rest.R, Rest.G, Rest.B);
        var fitted = Surface(0.7f); // degrees: about 4 mm at the wrist
        var capture = new TextureCapture(HumanBody.Model, Side);
        capture.Take(picture, Enumerable.Repeat(1f, Size * Size).ToArray(), Front, fitted, Drawn(fitted));
        var texture = capture.Finish();
        var opened = new PosedSurface(HumanBody.Average);
        opened.Pose(HumanBody.Rest(HumanBody.Average));
        var drawn = new BodyRasterizer(HumanBody.Model, Size, Size);
        drawn.Draw(opened, Front, texture);
        var (stained, chest) = (0, 0);
        for (var i = 0; i < Size * Size; i++)
            if (drawn.PartAt(i) == BodyPart.Torso && drawn.Colour[4 * i + 3] > 100)
            {
                chest++;
                stained += drawn.Colour[4 * i] > 120 ? 1 : 0;
            }
        Assert.That(truth.Triangles.Select((_, i) => i).Count(i => IsArm(truth.PartAt(i)) && drawn.PartAt(i) == BodyPart.Torso), Is.GreaterThan(500),
            "pixels of the chest that the arm hid");
        Assert.That(chest, Is.GreaterThan(5000));
        Assert.That(stained / (float)chest, Is.LessThan(0.002f), "of the chest's pixels have the arm's colour");
    }
}
