using System.Numerics;
using Avatars.Animation;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Viewer.Posing;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HomeViewTests
{
    const int Size = 256;

    readonly PoseSampler _rig = MakeRig();
    readonly UpperBodyView _upperBodyView = new();

    [TestCase(false)]
    [TestCase(true)]
    public void Everything_that_is_asked_for_is_in_the_picture(bool waistUp)
    {
        var camera = new OrbitCamera(HomeView.Of(_rig, waistUp)).At(Size, Size);
        _rig.Sample(0.5f, isInPlace: true);
        for (var joint = 0; joint < _rig.Model.Length; joint++)
        {
            Assert.That(camera.TryProject(_rig.Model[joint].Translation, out var pixels, out _));
            if (!waistUp || !_rig.Map.IsBelowWaist(joint))
                Assert.That(pixels.X is > 0 and < Size && pixels.Y is > 0 and < Size, $"{_rig.Map.BoneOf(joint)} at {pixels}");
            else if (_rig.Map.BoneOf(joint) is HumanBodyBones.LeftFoot or HumanBodyBones.RightFoot)
                Assert.That(pixels.Y, Is.GreaterThan(Size));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_camera_that_shows_hardly_more_than_the_upper_body_is_near(bool waistUp)
    {
        _upperBodyView.Update(_rig, new OrbitCamera(HomeView.Of(_rig, waistUp)).At(Size, Size));
        Assert.That(_upperBodyView.IsUpperBodyOnly, Is.EqualTo(waistUp));
    }

    [Test]
    public void A_knee_at_the_edge_changes_nothing()
    {
        foreach (var (knee, isNear) in new[] { (0.8f, false), (0.93f, false), (1, true), (0.93f, true), (0.88f, false), (0.93f, false) })
        {
            _upperBodyView.Update(_rig, WithKneesAt(knee));
            Assert.That(_upperBodyView.IsUpperBodyOnly, Is.EqualTo(isNear), $"knees at {knee} of the height");
        }
    }

    /// <summary>A camera in whose picture the knees are at this part of the height.</summary>
    Camera WithKneesAt(float height)
    {
        var knee = _rig.Model[_rig.Map[HumanBodyBones.LeftLowerLeg]].Translation;
        var above = (height - 0.5f) * 2 * MathF.Tan(0.3f) * (4 - knee.Z);
        return Camera.Orbit(new Vector3(0, knee.Y + above, 0), 0, 0, 4, 0.6f, Size, Size);
    }

    static PoseSampler MakeRig()
    {
        var skeleton = StandardHumanoid.Skeleton;
        var curves = new JointCurves[skeleton.Count];
        Array.Fill(curves, new JointCurves(null, null));
        foreach (var (arm, side) in new[] { (HumanBodyBones.LeftUpperArm, -1), (HumanBodyBones.RightUpperArm, 1) })
            curves[StandardHumanoid.Map[arm]] = new JointCurves(null, new RotationCurve([0, 1], [Lowered(side * 1.3f), Lowered(side)]));
        return new PoseSampler(new AnimationClip("arms beside the body", skeleton, 30, curves), KeypointLayout.Avatar128);

        static Quaternion Lowered(float radians) => Quaternion.CreateFromAxisAngle(Vector3.UnitZ, radians);
    }
}
