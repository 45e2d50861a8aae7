using Avatars.Scripting;

/// <summary>Two people greet each other; each has a pane of the film.</summary>
public class TwoPeople : AvatarBehaviour
{
    public string first = "../../Sources/person-03.png";
    public string second = "../../Sources/person-05.png";

    void Awake()
    {
        avatar.source = first;
        var other = avatar.AddPerson("Second", second);

        Greet(avatar, 0.3f, 35);
        Greet(other, 1.2f, -35);
    }

    static void Greet(ScriptedAvatar person, float delay, float turn)
    {
        person.transform.rotation = Quaternion.Euler(0, turn, 0);
        Vector3 At(float x, float y, float z) => person.transform.TransformPoint(new Vector3(x, y, z));
        person.Pose()
            .Hold(delay)
            .Then().Reach(Hand.Right, At(0.35f, 1.45f, 0.25f)).In(0.5f).And().Shape(Hand.Right, "open").In(0.3f)
            .Then().Reach(Hand.Right, At(0.48f, 1.45f, 0.2f)).In(0.3f)
            .Then().Reach(Hand.Right, At(0.35f, 1.45f, 0.25f)).In(0.3f)
            .Then().Release(Hand.Right).In(0.5f)
            .Then().Hold(0.5f);
    }
}
