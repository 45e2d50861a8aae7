using System.Numerics;
using Avatars.Animation;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.PoseMaps;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Tests.Retargeting;

namespace Avatars.Tests.PoseMaps;

public sealed class PersonFramingTests
{
    const int Size = 256;
    const float FieldOfView = 0.5f;
    const float Free = 0.03f * Size; // pixels: 3 % of the picture

    static readonly Vector3 Crown = new(0, 0.156f, 0.03f); // from the head joint of the standard humanoid, whose crown is at 1.67 m
    static readonly Vector3 Sole = new(0, -0.067f, 0); // from the ankle

    static IEnumerable<TestCaseData> Clips()
    {
        yield return new TestCaseData("calm", Case("head_standing.bvh"));
        yield return new TestCaseData("wave", MotionFile.Read(Path.Combine(SharedFolders.Repository, "Samples/Motion/wave.bvh"))
            .For(StandardHumanoid.Map, RootMotion.InPlace));
        yield return new TestCaseData("arms up", Pose((HumanBodyBones.LeftUpperArm, 2.5f), (HumanBodyBones.RightUpperArm, -2.5f)));
        yield return new TestCaseData("bowed head", Nod(0.8f));
        yield return new TestCaseData("head back", Nod(-0.8f));
        foreach (var recorded in SharedFolders.TestCases(SharedFolder.Assets, Recorded, parameters: 2))
            yield return recorded;
    }

    static IEnumerable<TestCaseData> Recorded(string assets) => Directory.GetFiles(Path.Combine(assets, "motion"), "*.bvh", SearchOption.AllDirectories)
        .Order()
        .Select(path => new TestCaseData(Path.GetFileName(path), MotionFile.Read(path).For(StandardHumanoid.Map, RootMotion.InPlace)));

    static AnimationClip Case(string name) => PosedPerson.Case(name);

    [TestCaseSource(nameof(Clips))]
    public void Crown_hands_and_soles_stay_free_of_the_edges_for_the_whole_clip(string name, AnimationClip clip)
    {
        foreach (var waistUp in new[] { false, true })
        {
            var camera = CameraOf(clip, waistUp);
            for (var i = 0; i < 200; i++)
                foreach (var (bone, offset) in Ends)
                {
                    if (waistUp && StandardHumanoid.Map.IsBelowWaist(StandardHumanoid.Map[bone]))
                        continue;
                    var pixels = Project(clip, clip.Length * i / 199, camera, bone, offset);
                    Assert.That(MathF.Min(pixels.X, pixels.Y), Is.GreaterThan(Free), $"{name}, {bone} at {clip.Length * i / 199} s");
                    Assert.That(MathF.Max(pixels.X, pixels.Y), Is.LessThan(Size - Free), $"{name}, {bone} at {clip.Length * i / 199} s");
                }
        }
    }

    [Test, Category("Cases")]
    public void A_calm_person_fills_the_picture_from_the_hair_to_the_soles()
    {
        var clip = Case("head_standing.bvh");
        foreach (var waistUp in new[] { false, true })
        {
            var crown = Project(clip, 0.2f, CameraOf(clip, waistUp), HumanBodyBones.Head, Crown).Y;
            Assert.That(crown, Is.InRange(Free + 2, waistUp ? 24 : 14), "pixels: 3 % and hair of some 3 cm");
        }
        Assert.That(Project(clip, 0.2f, CameraOf(clip, false), HumanBodyBones.LeftFoot, Sole).Y,
            Is.InRange(Size - Free - 12, Size - Free - 1), "pixels: the toes are nearer to the camera and reach lower");
    }

    /// <summary>Whatever the camera's angles: nothing leaves the picture, and at two thirds of the distance something does.</summary>
    [FsCheck.NUnit.Property(MaxTest = 100)]
    public bool A_camera_stands_as_near_as_it_can(int seed)
    {
        var random = new Random(seed);
        float Random(float low, float high) => low + (high - low) * random.NextSingle();
        float yaw = Random(-3, 3), pitch = Random(-0.8f, 0.8f), fieldOfView = Random(0.2f, 1.2f);
        var framing = new PersonFraming(StandardHumanoid.Map);
        var clip = Pose((HumanBodyBones.LeftUpperArm, Random(-1, 2.5f)), (HumanBodyBones.RightUpperArm, Random(-2.5f, 1)),
            (HumanBodyBones.LeftUpperLeg, Random(0, 1)), (HumanBodyBones.Spine, Random(-0.5f, 0.5f)));
        framing.Add(Model(clip, 0), waistUp: false);
        var (target, distance) = framing.Fit(yaw, pitch, fieldOfView);
        return IsInside(distance) && !IsInside(distance * 2 / 3);

        bool IsInside(float distance)
        {
            var camera = Camera.Orbit(target, yaw, pitch, distance, fieldOfView, Size, Size);
            foreach (var (bone, offset) in Ends)
            {
                var pixels = Project(clip, 0, camera, bone, offset);
                if (!(MathF.Min(pixels.X, pixels.Y) > Free && MathF.Max(pixels.X, pixels.Y) < Size - Free))
                    return false;
            }
            return true;
        }
    }

    [Test]
    public void A_rig_of_another_size_without_fingers_toes_and_head_is_framed_alike()
    {
        var joints = new List<Joint>();
        foreach (var joint in StandardHumanoid.Skeleton.Joints)
            if (Enum.Parse<HumanBodyBones>(joint.Name) is var bone && !HumanBones.IsFinger(bone)
                && bone is not (HumanBodyBones.LeftToes or HumanBodyBones.RightToes or HumanBodyBones.Head or HumanBodyBones.LeftEye
                or HumanBodyBones.RightEye or HumanBodyBones.Jaw))
                joints.Add(joint with { Parent = joint.Parent < 0 ? -1
                    : joints.FindIndex(other => other.Name == StandardHumanoid.Skeleton[joint.Parent].Name),
                    Rest = joint.Rest with { Translation = joint.Rest.Translation * 100 } });
        var map = new HumanoidMap(new Skeleton(joints), Enumerable.Range(0, joints.Count)
            .ToDictionary(i => Enum.Parse<HumanBodyBones>(joints[i].Name), i => i));
        var local = new JointTransform[joints.Count];
        map.Skeleton.CopyRestTo(local);
        var model = new Matrix4x4[local.Length];
        LocalToModel.Run(map.Skeleton, local, model);
        var framing = new PersonFraming(map);
        framing.Add(model, waistUp: false);
        var whole = new PersonFraming(StandardHumanoid.Map);
        whole.Add(Model(Pose(), 0), waistUp: false);
        var (a, b) = (framing.Fit(0, 0, FieldOfView), whole.Fit(0, 0, FieldOfView));
        Assert.That(a.Distance / 100, Is.EqualTo(b.Distance).Within(0.15f), "metres");
        Assert.That(Vector3.Distance(a.Target / 100, b.Target), Is.LessThan(0.06f), "metres");
    }

    static readonly (HumanBodyBones Bone, Vector3 Offset)[] Ends =
    [
        (HumanBodyBones.Head, Crown), (HumanBodyBones.Head, new(0, 0.065f, -0.06f)), (HumanBodyBones.LeftMiddleDistal, Vector3.Zero),
            (HumanBodyBones.RightMiddleDistal, Vector3.Zero),
        (HumanBodyBones.LeftFoot, Sole), (HumanBodyBones.RightFoot, Sole), (HumanBodyBones.LeftToes, new(0, 0, 0.06f)),
            (HumanBodyBones.RightToes, new(0, 0, 0.06f)),
        (HumanBodyBones.LeftLowerArm, Vector3.Zero), (HumanBodyBones.RightLowerArm, Vector3.Zero),
    ];

    static Camera CameraOf(AnimationClip clip, bool waistUp)
    {
        var (target, distance) = PersonFraming.OfClip(clip, StandardHumanoid.Map, waistUp, yaw: 0, pitch: 0, FieldOfView);
        return Camera.Orbit(target, 0, 0, distance, FieldOfView, Size, Size);
    }

    /// <param name="offset">In the T pose, in which the standard humanoid's joints outside the arms have the model's axes.</param>
    static Vector2 Project(AnimationClip clip, float seconds, Camera camera, HumanBodyBones bone, Vector3 offset) =>
        camera.TryProject(Vector3.Transform(offset, Model(clip, seconds)[StandardHumanoid.Map[bone]]), out var pixels, out _) ? pixels
            : new Vector2(float.NaN);

    static Matrix4x4[] Model(AnimationClip clip, float seconds)
    {
        var local = new JointTransform[clip.Skeleton.Count];
        var model = new Matrix4x4[local.Length];
        clip.Sample(seconds, local);
        LocalToModel.Run(clip.Skeleton, local, model);
        return model;
    }

    static AnimationClip Nod(float radians) => Make(pose => Turn(pose, HumanBodyBones.Neck, Vector3.UnitX, radians));

    static AnimationClip Pose(params (HumanBodyBones Bone, float AboutZ)[] rotations) => Make(pose =>
    {
        foreach (var (bone, angle) in rotations)
            Turn(pose, bone, Vector3.UnitZ, angle);
    });

    static AnimationClip Make(Action<JointTransform[]> rotation)
    {
        var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
        StandardHumanoid.Skeleton.CopyRestTo(pose);
        rotation(pose);
        var recorder = new ClipRecorder(StandardHumanoid.Skeleton);
        recorder.Add(pose);
        return recorder.ToClip("posed", 30);
    }

    static void Turn(JointTransform[] pose, HumanBodyBones bone, Vector3 axis, float radians)
    {
        ref var joint = ref pose[StandardHumanoid.Map[bone]];
        joint = joint with { Rotation = Quaternion.Normalize(Quaternion.CreateFromAxisAngle(axis, radians) * joint.Rotation) };
    }
}
