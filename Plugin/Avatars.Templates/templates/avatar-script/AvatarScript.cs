using System.Collections;
using Avatars.Scripting;

/// <summary>Waves with the right hand.</summary>
public class AvatarScript : AvatarBehaviour
{
    [Range(0.1f, 2), Tooltip("Seconds of one wave.")] public float wave = 0.4f;

    IEnumerator Start()
    {
        var beside = new Vector3(0.35f, 1.45f, 0.25f);
        yield return Pose().Reach(Hand.Right, beside).In(0.6f).And().Shape(Hand.Right, "flat").Wait;
        yield return Pose()
            .Reach(Hand.Right, beside + new Vector3(0.12f, 0, 0)).In(wave / 2)
            .Then().Reach(Hand.Right, beside).In(wave / 2)
            .Repeat(3).Wait;
        yield return Pose().Release(Hand.Right).In(0.6f).Wait;
    }
}
