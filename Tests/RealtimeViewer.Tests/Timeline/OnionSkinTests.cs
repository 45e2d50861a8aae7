using System.Numerics;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Viewer.Library;

namespace Avatars.Viewer.Timeline;

public sealed class OnionSkinTests
{
    [Test]
    public void The_poses_of_the_keys_on_both_sides_are_shown()
    {
        using var scene = new OpenScene();
        var sheet = new DopeSheet(scene.Playback);
        var target = TrackTarget.Joint(HumanBodyBones.LeftLowerArm);
        foreach (var (time, bend) in new[] { (0f, 0f), (1, 90), (3, 45) })
            scene.Document.SetKey("Key", scene.Person, target, new TrackKey(time, [0, 0, bend]));
        scene.Editor.Update();
        sheet.Show(scene.Document, scene.Person);
        scene.Playback.Seek(2);
        Assert.That((sheet.KeyBeside(isNext: false), sheet.KeyBeside(isNext: true)), Is.EqualTo(((float?)1f, (float?)3f)));
        var skin = new OnionSkin();
        skin.Update(scene.Editor.Motion, scene.Editor.Version, 1, 3);
        Assert.That(WristOf(skin.Before), Is.EqualTo(WristAt(1)).Using<Vector3>((a, b) => Vector3.Distance(a, b) < 1e-4f), "metres");
        Assert.That(WristOf(skin.After), Is.EqualTo(WristAt(3)).Using<Vector3>((a, b) => Vector3.Distance(a, b) < 1e-4f));
        scene.Playback.Seek(0);
        skin.Update(scene.Editor.Motion, scene.Editor.Version, sheet.KeyBeside(isNext: false), sheet.KeyBeside(isNext: true));
        Assert.That((skin.Before, skin.After.Count), Is.EqualTo((new List<(Vector3, Vector3)>(), StandardHumanoid.Skeleton.Count - 1))
            .Using<(List<(Vector3, Vector3)>, int)>((a, b) => a.Item1.Count == b.Item1.Count && a.Item2 == b.Item2));

        Vector3 WristAt(float time)
        {
            scene.Playback.Seek(time);
            var model = new ModelPose(StandardHumanoid.Skeleton);
            model.Run(scene.Pose());
            return model.Positions[StandardHumanoid.Map[HumanBodyBones.LeftHand]];
        }

        // Every joint but the root has one bone, in the order of the joints.
        static Vector3 WristOf(List<(Vector3 From, Vector3 To)> bones) => bones[StandardHumanoid.Map[HumanBodyBones.LeftHand] - 1].To;
    }
}
