using System.Numerics;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Perception;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Diffusion.Tests.Perception;

/// <summary>Photographs, as users give them.</summary>
public sealed class PersonPerceptionTests
{
    PersonPerception _perception = null!;

    [OneTimeSetUp] public void Open() => _perception = new PersonPerception(PerceptionFixture.Models, PerceptionFixture.Options);

    [OneTimeTearDown] public void Close() => _perception?.Dispose();

    [TestCase("apollo11_crew.jpg", 3)]
    [TestCase("astronaut_collins.jpg", 1)]
    [TestCase("man_yellow_shirt_warrior.jpg", 1)]
    [TestCase("generated_signer_green.jpg", 1)]
    public void Each_person_is_found_once_the_largest_first(string photo, int count)
    {
        var people = _perception.FindPeople(Photo(photo));
        Assert.That(people, Has.Count.EqualTo(count));
        Assert.That(people.Select(person => person.BodySide), Is.Ordered.Descending);
        foreach (var person in people)
            Assert.That(person.Face, Is.Not.Null);
    }

    [Test]
    public void A_person_of_a_tenth_of_a_large_picture_is_found()
    {
        var photo = Photo("man_white_shirt_a_pose.jpg");
        var wide = new RgbImage(3 * photo.Width, 3 * photo.Height);
        wide.Bytes.AsSpan().Fill(128);
        var half = PictureResizer.Resize(photo, photo.Width / 2, photo.Height / 2, ResizeFilter.Bilinear);
        for (var y = 0; y < half.Height; y++)
            half.Row(y).CopyTo(wide.Row(1200 + y)[(3 * 2400)..]);
        var people = _perception.FindPeople(wide);
        Assert.That(people, Has.Count.EqualTo(1));
        Assert.That(people[0].Box.X, Is.EqualTo(2400 + 383 / 2).Within(6)); // as in the photograph itself
        Assert.That(people[0].Box.Height, Is.EqualTo(536 / 2).Within(10));
    }

    [Test]
    public void No_person_is_found_where_there_is_none()
    {
        var plain = new RgbImage(64, 64);
        Assert.That(_perception.FindPeople(plain), Is.Empty);
        Assert.That(_perception.FindPeople(RandomPictures.Make(200, 100, seed: 1)), Is.Empty);
        Assert.That(_perception.FindPeople(new RgbImage(1, 1)), Is.Empty);
        Assert.That(_perception.FindPeople(new RgbImage(1000, 3)), Is.Empty);
    }

    [Test]
    public void A_film_is_followed_and_the_person_who_left_is_found_again()
    {
        var photo = Photo("man_white_shirt_a_pose.jpg");
        var tracker = new PersonTracker(_perception, isSmoothed: false);
        var empty = new RgbImage(720, 720);
        for (var frame = 0; frame < 8; frame++)
        {
            var left = 120 + 12 * frame;
            var picture = frame is 3 or 4 ? empty : new PixelBox(left, 0, 720, 720).CutFrom(photo)!;
            var person = tracker.Next(picture, frame / 25.0);
            Assert.That(person is null, Is.EqualTo(frame is 3 or 4), $"frame {frame}");
            if (person is null)
                continue;
            var nose = person.Joints[0].Pixels;
            Assert.That(Vector2.Distance(new(nose.X, nose.Y), new(0.497f * 1080 - left, 0.1286f * 720)), Is.LessThan(4), $"frame {frame}");
            Assert.That((person.LeftHand, person.RightHand, person.Face), Is.Not.EqualTo(((PerceivedHand?)null, (PerceivedHand?)null, (PerceivedFace?)null)));
        }
    }

    [Test]
    public void What_is_written_as_pose_is_read_again_and_poses_a_rig()
    {
        var photo = Photo("man_white_shirt_arms_y.jpg");
        var person = _perception.FindPeople(photo)[0];
        using var stream = new MemoryStream();
        PerceptionMotion.ToPoseFile([person, null, person], photo.Width, photo.Height, 25).Write(stream);
        var file = PoseFile.Parse(stream.ToArray(), "a.pose");
        Assert.That(file.Components.Select(component => component.Name), Is.EqualTo(new[] { "POSE_LANDMARKS", "FACE_LANDMARKS", "LEFT_HAND_LANDMARKS",
            "RIGHT_HAND_LANDMARKS", "POSE_WORLD_LANDMARKS" }));
        Assert.That((file.Frames, file.People, file.Points), Is.EqualTo((3, 1, 33 + 478 + 21 + 21 + 33)));
        var (wrist, confidence) = file.At(0, 0, file.Components[0].IndexOf("LEFT_WRIST"));
        Assert.That((wrist.X, wrist.Y, confidence), Is.EqualTo((person.Joints[15].Pixels.X, person.Joints[15].Pixels.Y, person.Joints[15].Visibility)));
        Assert.That(file.At(1, 0, 0).Confidence, Is.Zero);
        foreach (var landmarks in new[] { file.ToLandmarks(), PerceptionMotion.ToLandmarks([person, null, person], 25) })
        {
            // Both arms up and out: from shoulder to wrist they rise by 10 to 45 degrees.
            var clip = landmarks.ToClip("arms", StandardHumanoid.Map, smoothSeconds: 0);
            var (local, model) = (new JointTransform[clip.Skeleton.Count], new Matrix4x4[clip.Skeleton.Count]);
            clip.Sample(0, local);
            LocalToModel.Run(clip.Skeleton, local, model);
            foreach (var (shoulder, hand) in new[]
            {
                (HumanBodyBones.LeftUpperArm, HumanBodyBones.LeftHand), (HumanBodyBones.RightUpperArm, HumanBodyBones.RightHand),
            })
            {
                var arm = model[StandardHumanoid.Map[hand]].Translation - model[StandardHumanoid.Map[shoulder]].Translation;
                Assert.That(MathF.Atan2(arm.Y, MathF.Abs(arm.X)) * 180 / MathF.PI, Is.InRange(10, 45));
            }
        }
    }

    [TestCase("man_white_shirt_a.jpg", 0.80f, 0.95f), TestCase("man_yellow_shirt_warrior.jpg", 0.35f, 0.75f)]
    public void A_motion_stands_on_the_floor(string photo, float low, float high)
    {
        var clip = PerceptionMotion.ToClip([_perception.FindPeople(Photo(photo))[0]], 25, "floor");
        var (local, model) = (new JointTransform[clip.Skeleton.Count], new Matrix4x4[clip.Skeleton.Count]);
        clip.Sample(0, local);
        LocalToModel.Run(clip.Skeleton, local, model);
        Assert.That(model.Min(joint => joint.Translation.Y), Is.EqualTo(0.007f).Within(0.001f)); // the toes at rest
        Assert.That(model[StandardHumanoid.Map[HumanBodyBones.Hips]].Translation.Y, Is.InRange(low, high)); // upright, in a lunge
    }

    [Test]
    public void What_is_written_as_JSON_is_read_as_keypoints()
    {
        var photo = Photo("man_white_shirt_c.jpg");
        var person = _perception.FindPeople(photo)[0];
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.json");
        PerceptionJson.Write(path, [new(photo.Width, photo.Height, 0, [person]), new(photo.Width, photo.Height, 0.04, [])]);
        var frame = KeypointsFile.Read(path);
        Assert.That((frame.Layout, frame.Canvas), Is.EqualTo((KeypointLayout.MediaPipeHolistic553, (1080.0, 720.0))));
        Assert.That(frame.People[0][0].X, Is.EqualTo(person.Joints[0].Pixels.X));
        Assert.That(KeypointsFile.Read(path, new KeypointReading { Frame = 2 }).People, Is.Empty);
    }

    static RgbImage Photo(string name) => PictureFile.ReadRgb(Path.Combine(SharedFolders.Assets, "photos", name));
}
