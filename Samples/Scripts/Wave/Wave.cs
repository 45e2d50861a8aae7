using System.Collections;
using Avatars.Scripting;

/// <summary>Raises the right hand, waves three times, and lets it go.</summary>
public class Wave : AvatarBehaviour
{
    [Range(0.2f, 2), Tooltip("Seconds of one wave.")] public float wave = 0.5f;
    [Range(1, 10)] public int times = 3;

    IEnumerator Start()
    {
        var beside = new Vector3(0.38f, 1.5f, 0.2f);
        var aside = beside + new Vector3(0.14f, -0.02f, 0);
        yield return Pose()
            .Reach(Hand.Right, beside).In(0.6f)
            .And().Shape(Hand.Right, "open").In(0.4f)
            .And().Palm(Hand.Right, Quaternion.LookRotation(Vector3.up, Vector3.back)).In(0.6f)
            .Then().LookAt(new Vector3(0, 1.5f, 4)).In(0.2f).Wait;
        yield return Pose()
            .Reach(Hand.Right, aside).In(wave / 2)
            .Then().Reach(Hand.Right, beside).In(wave / 2)
            .Repeat(times).Wait;
        yield return Pose().Release(Hand.Right).In(0.6f).And().Shape(Hand.Right, "relaxed").Wait;
        Application.Quit();
    }
}
