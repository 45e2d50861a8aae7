using Avatars.Imaging;
using Avatars.Rig;
using Avatars.Scripting;

namespace Avatars.Tests.Scripting;

public sealed class ScriptedAvatarTests
{
    /// <summary>Notes what is asked, and gives a picture of the asked size.</summary>
    sealed class Host : IScriptHost
    {
        public List<AvatarShot> Shots { get; } = [];

        public List<string> Saved { get; } = [];

        public Task<RgbImage> RenderAsync(AvatarShot shot, CancellationToken cancellation)
        {
            Shots.Add(shot);
            var (width, height) = shot.Look.Size ?? (64, 64);
            return Task.FromResult(new RgbImage(width, height));
        }

        public void Save(string path, RgbImage picture) => Saved.Add($"{path} {picture.Width}x{picture.Height}");

        public string Resolve(string path) => Path.Combine("/scripts", path);
    }

    sealed class Photographer : AvatarBehaviour
    {
        async void Start()
        {
            avatar.source = "me.png";
            avatar.steps = 2;
            avatar.size = (32, 48);
            avatar.backgroundColor = new Color(1, 0.5f, 0);
            avatar.SetExpression("smile", 0.7f);
            var picture = await avatar.RenderAsync("still.png");
            avatar.Publish(picture);
        }
    }

    [Test]
    public void A_script_awaits_pictures_and_sets_how_they_are_made()
    {
        using var scene = new TestScene();
        var host = new Host();
        var received = new List<RgbImage>();
        var avatar = scene.Run(() => ScriptedAvatar.Create("person", StandardHumanoid.Map, host));
        avatar.FrameReady += received.Add;
        scene.Run(() => avatar.gameObject.AddComponent<Photographer>());
        scene.Frames(2);
        Assert.That(scene.Log, Is.Empty);
        Assert.That(host.Saved, Is.EqualTo(new[] { "still.png 32x48" }));
        Assert.That(received.Single().Width, Is.EqualTo(32));
        var shot = host.Shots.Single();
        Assert.That(shot.Look, Is.EqualTo(new AvatarLook { Source = "me.png", Steps = 2, Size = (32, 48), BackgroundColor = new RgbColor(255, 128, 0) }));
        Assert.That((shot.Pose.WeightNames[0], shot.Pose.Weights[0]), Is.EqualTo(("smile", 0.7f)));
        Assert.That((shot.Camera, shot.Framing), Is.EqualTo(((Avatars.PoseMaps.Camera?)null, CameraFraming.Full)));
    }

    [Test]
    public void At_rest_the_rig_is_the_librarys_rest_pose()
    {
        using var scene = new TestScene();
        var avatar = scene.AddAvatar();
        scene.Frames(3);
        var pose = new Pose(StandardHumanoid.Skeleton);
        scene.Run(() => avatar.CopyTo(pose));
        for (var i = 0; i < pose.Joints.Length; i++)
        {
            Assert.That(System.Numerics.Vector3.Distance(pose.Joints[i].Translation, StandardHumanoid.Skeleton[i].Rest.Translation), Is.LessThan(1e-6f));
            Assert.That(MathF.Abs(System.Numerics.Quaternion.Dot(pose.Joints[i].Rotation, StandardHumanoid.Skeleton[i].Rest.Rotation)),
                Is.EqualTo(1).Within(1e-6f));
        }
    }

    [Test]
    public void The_place_of_the_object_moves_the_person_and_left_is_minus_X()
    {
        using var scene = new TestScene();
        var avatar = scene.AddAvatar();
        var pose = new Pose(StandardHumanoid.Skeleton);
        scene.Run(() =>
        {
            Assert.That(avatar.animator.GetBoneTransform(HumanBodyBones.LeftHand)!.position.x, Is.Negative);
            avatar.transform.SetPositionAndRotation(new Vector3(1, 0, 2), Quaternion.Euler(0, 90, 0));
            avatar.CopyTo(pose);
        });
        var model = new ModelPose(StandardHumanoid.Skeleton);
        model.Run(pose.Joints);
        var hips = model.Positions[StandardHumanoid.Map[HumanBodyBones.Hips]];
        Assert.That(new[] { hips.X, hips.Z }, Is.EqualTo(new[] { -1.014f, 2 }).Within(0.001f));
    }

    [TestCase(8, 100), TestCase(100, 5000)]
    public void Sizes_that_cannot_be_made_are_refused(int width, int height)
    {
        using var scene = new TestScene();
        var avatar = scene.AddAvatar();
        Assert.That(() => avatar.size = (width, height), Throws.ArgumentException);
    }

    [Test]
    public void Without_an_application_there_are_no_pictures()
    {
        using var scene = new TestScene();
        var avatar = scene.AddAvatar();
        scene.Run(() => Assert.That(() => avatar.RenderAsync(), Throws.InvalidOperationException.With.Message.Contains("avatar script")));
    }

    [Test]
    public void Motion_files_are_played()
    {
        using var scene = new TestScene();
        var avatar = scene.AddAvatar();
        var file = Path.Combine(Fixtures.SharedFolders.Repository, "Samples", "Motion", "wave.bvh");
        scene.Run(() => avatar.animator.Play(avatar.LoadClip(file)));
        scene.Frames(30, 0.05);
        Assert.That(avatar.animator.GetBoneTransform(HumanBodyBones.RightHand)!.position.y, Is.GreaterThan(1.2f), "waving");
    }

    [Test]
    public void A_moved_camera_gives_up_its_framing()
    {
        using var scene = new TestScene();
        var avatar = scene.AddAvatar();
        var shot = scene.Run(() =>
        {
            avatar.camera.transform.position = new Vector3(0, 1, 2);
            avatar.camera.fieldOfView = 40;
            return avatar.Shot();
        });
        Assert.That(shot.Camera!.Position, Is.EqualTo(new System.Numerics.Vector3(0, 1, 2)));
        Assert.That(shot.Camera.VerticalFieldOfView, Is.EqualTo(40 * Mathf.Deg2Rad).Within(1e-4f));
        Assert.That(shot.Camera.Forward.Z, Is.EqualTo(-1).Within(1e-5f));
    }
}
