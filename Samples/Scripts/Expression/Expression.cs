using System.Collections;
using Avatars.Scripting;

/// <summary>An expression of one's own: a wink with half a smile, mixed from the face's parts and drawn out by a curve.</summary>
public class Expression : AvatarBehaviour
{
    [Range(0, 1)] public float smile = 0.7f;
    public AnimationCurve wink = new AnimationCurve(new Keyframe(0, 0), new Keyframe(0.15f, 1), new Keyframe(0.35f, 1), new Keyframe(0.6f, 0));

    IEnumerator Start()
    {
        avatar.camera.framing = CameraFraming.Waist;
        for (var times = 0; times < 3; times++)
        {
            for (float time = 0; time < 1.2f; time += Time.deltaTime)
            {
                var weight = wink.Evaluate(time);
                avatar.SetExpression("eyeBlinkLeft", weight);
                avatar.SetExpression("mouthSmileLeft", smile * weight);
                avatar.SetExpression("browDownLeft", 0.4f * weight);
                Bone(HumanBodyBones.Head).localRotation = Quaternion.Euler(0, 0, -6 * weight);
                yield return null;
            }
        }
        Application.Quit();
    }
}
