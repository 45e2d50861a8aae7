using System.Collections;
using Avatars.Scripting;

/// <summary>Add "GameObject > Avatar > Scripted", and write Wave into its list of behaviours.</summary>
public class Wave : AvatarBehaviour
{
    IEnumerator Start()
    {
        var beside = new Vector3(0.38f, 1.5f, 0.2f);
        yield return Pose().Reach(Hand.Right, beside).In(0.6f).And().Shape(Hand.Right, "open").Wait;
        yield return Pose()
            .Reach(Hand.Right, beside + new Vector3(0.14f, 0, 0)).In(0.25f)
            .Then().Reach(Hand.Right, beside).In(0.25f)
            .Repeat().Wait;
    }
}
