using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Tests.Posing;

/// <summary>A small scene with one of everything.</summary>
static class Scenes
{
    public const string Person = "person-1";

    public static PersonItem Someone { get; } = new(Person, "Ada", [], default, new Dictionary<string, float>());

    public static PoseDocument Small()
    {
        var document = new PoseDocument([
            new SceneSettings("Greeting", 4, 30, 512, 512, "#204060"), Someone,
            new CameraItem("main", new(0, 1.2f, 3), new(0, 1.1f, 0), 30), new MarkerItem("beat", 1.5f, "beat \"one\""),
            new SignItem(Person, "hello", 0.5f, 1.25f, "HELLO", "hello"),
            new HandShapeItem(new HandShape("mine", new float[HandShape.AngleCount], "a \\ shape")),
        ]);
        document.SetKey("Raise arm", Person, TrackTarget.Joint(HumanBodyBones.RightUpperArm), new TrackKey(0, [0, 0, -70]));
        document.SetKey("Raise arm", Person, TrackTarget.Joint(HumanBodyBones.RightUpperArm), new TrackKey(2, [10, 20, 30], KeyShape.Linear));
        document.SetKey("Raise arm", Person, TrackTarget.Joint(HumanBodyBones.RightUpperArm), new TrackKey(3, [0, 0, -70], KeyShape.Step));
        document.SetKey("Hips", Person, TrackTarget.HipsPosition, new TrackKey(0, [0, 0.89f, 0.014f]));
        document.SetKey("Smile", Person, TrackTarget.Expression("mouthSmileLeft"), new TrackKey(1, [0.75f], KeyShape.Free, [0.5f,
            float.PositiveInfinity, 0.3f, -1]));
        PoseKeys.SetHand(document, Person, 1, left: false, HandShapes.Find("asl-ily"));
        document.SetKey("Look", Person, TrackTarget.Gaze, new TrackKey(0.5f, [0.3f, 1.5f, 2, 0.7f, 1]));
        document.SetKey("Source", Person, TrackTarget.Source, new TrackKey(0, [], KeyShape.Step, default, "front"));
        return document;
    }

    /// <summary>A random edit.</summary>
    public static void Edit(PoseDocument document, Random random)
    {
        var time = random.Next(40) / 8f;
        switch (random.Next(8))
        {
            case 0:
                document.SetKey("Key", Person, TrackTarget.Joint((HumanBodyBones)random.Next(24)), new TrackKey(time, [random.Next(90), 0, -random.Next(9)]));
                break;
            case 1:
                document.SetKey("Drag", Person, TrackTarget.Joint(HumanBodyBones.Head), new TrackKey(1, [random.Next(90), 0, 0]), "drag");
                break;
            case 2:
                document.RemoveKey("Remove", Person, TrackTarget.Joint((HumanBodyBones)random.Next(24)), time);
                break;
            case 3:
                PoseKeys.SetHand(document, Person, time, random.Next(2) == 0, HandShapes.All[random.Next(HandShapes.All.Count)]);
                break;
            case 4:
                document.Set("Marker", new MarkerItem($"m{random.Next(4)}", time, "x"));
                break;
            case 5:
                document.Remove("Marker", $"marker/m{random.Next(4)}", $"track/{Person}/gaze");
                break;
            case 6:
                document.Select($"joint/{random.Next(5)}");
                break;
            default:
                document.Set("Settings", document.Settings with { Seconds = random.Next(1, 9), Name = $"n{random.Next(9)}" });
                break;
        }
    }
}
