using System.Numerics;
using Avatars.Animation;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Tests.Formats;

public sealed class BvhWriterTests
{
    [Test]
    public void What_is_written_poses_every_joint_as_the_clip_does()
    {
        var clip = Random(frames: 5);
        var read = RoundTrip(clip);
        Assert.That(read.FrameCount, Is.EqualTo(5));
        Assert.That(read.FrameRate, Is.EqualTo(clip.FrameRate).Within(1e-3f));
        for (var frame = 0; frame < 5; frame++)
        {
            var (expected, actual) = (Positions(clip, frame), Positions(read, frame));
            foreach (var (name, position) in expected)
                Assert.That(Vector3.Distance(actual[name] / 100, position), Is.LessThan(1e-3f), $"{name} in frame {frame}"); // angles have 4 decimals
        }
    }

    [Test]
    public void A_clip_of_one_frame_is_written() => Assert.That(RoundTrip(Random(frames: 1)).FrameCount, Is.EqualTo(1));

    [TestCase(0f), TestCase(90f), TestCase(-90f)]
    public void Angles_about_z_x_y_give_the_rotation_back_also_where_two_axes_coincide(float aboutX)
    {
        var degrees = MathF.PI / 180;
        var rotation = About(Vector3.UnitZ, 30 * degrees) * About(Vector3.UnitX, aboutX * degrees) * About(Vector3.UnitY, -50 * degrees);
        var angles = BvhWriter.AnglesZxy(rotation);
        var back = About(Vector3.UnitZ, angles.X) * About(Vector3.UnitX, angles.Y) * About(Vector3.UnitY, angles.Z);
        Assert.That(MathF.Abs(Quaternion.Dot(rotation, back)), Is.EqualTo(1).Within(1e-5f));
    }

    [Test]
    public void Two_roots_are_refused()
    {
        var skeleton = new Skeleton([new Joint("A", -1, JointTransform.Identity), new Joint("B", -1, JointTransform.Identity)]);
        var recorder = new ClipRecorder(skeleton);
        recorder.Add([JointTransform.Identity, JointTransform.Identity]);
        Assert.That(() => BvhWriter.Write(Stream.Null, recorder.ToClip("a", 25)), Throws.ArgumentException.With.Message.Contains("'B'"));
    }

    static Quaternion About(Vector3 axis, float radians) => Quaternion.CreateFromAxisAngle(axis, radians);

    static AnimationClip RoundTrip(AnimationClip clip)
    {
        using var stream = new MemoryStream();
        BvhWriter.Write(stream, clip);
        return BvhFile.Parse(System.Text.Encoding.UTF8.GetString(stream.ToArray()), "a.bvh");
    }

    static AnimationClip Random(int frames)
    {
        var random = new Random(1);
        var recorder = new ClipRecorder(StandardHumanoid.Skeleton);
        var pose = new JointTransform[StandardHumanoid.Skeleton.Count];
        for (var frame = 0; frame < frames; frame++)
        {
            for (var i = 0; i < pose.Length; i++)
                pose[i] = StandardHumanoid.Skeleton[i].Rest with
                {
                    Rotation = Quaternion.CreateFromYawPitchRoll(random.NextSingle() * 6, random.NextSingle() * 6, random.NextSingle() * 6),
                };
            pose[0] = pose[0] with { Translation = new Vector3(frame, 1, 0) };
            recorder.Add(pose);
        }
        return recorder.ToClip("random", 25);
    }

    static Dictionary<string, Vector3> Positions(AnimationClip clip, int frame)
    {
        var (local, model) = (new JointTransform[clip.Skeleton.Count], new Matrix4x4[clip.Skeleton.Count]);
        clip.Sample(frame / clip.FrameRate, local);
        LocalToModel.Run(clip.Skeleton, local, model);
        return Enumerable.Range(0, local.Length).ToDictionary(i => clip.Skeleton[i].Name, i => model[i].Translation);
    }
}
