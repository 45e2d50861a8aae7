using System.Collections;
using Avatars.Scripting;

/// <summary>Shows hand shapes one after the other, with the hand beside the face.</summary>
public class HandShapes : AvatarBehaviour
{
    [Tooltip("Names of hand shapes, separated by commas.")] public string shapes = "flat,fist,point,victory,ok,horns,asl-y,claw";
    [Range(0.2f, 3), Tooltip("Seconds that each shape is held.")] public float hold = 0.6f;

    void Awake() => avatar.camera.framing = CameraFraming.Waist;

    IEnumerator Start()
    {
        yield return Pose()
            .Reach(Hand.Right, new Vector3(0.3f, 1.4f, 0.25f)).In(0.4f)
            .And().Palm(Hand.Right, Quaternion.LookRotation(Vector3.up, Vector3.back)).In(0.4f).Wait;
        foreach (var shape in shapes.Split(','))
        {
            Debug.Log(shape);
            yield return Pose().Shape(Hand.Right, shape).In(0.25f).Then().Hold(hold).Wait;
        }
        Application.Quit();
    }
}
