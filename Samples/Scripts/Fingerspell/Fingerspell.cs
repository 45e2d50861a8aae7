using System.Collections;
using Avatars.Scripting;

/// <summary>Spells a word with the American manual alphabet. J and Z are held, not drawn in the air.</summary>
public class Fingerspell : AvatarBehaviour
{
    public string word = "HELLO";
    [Range(0.15f, 2), Tooltip("Seconds a letter.")] public float letter = 0.45f;

    void Awake() => avatar.camera.framing = CameraFraming.Waist;

    IEnumerator Start()
    {
        var place = new Vector3(0.28f, 1.36f, 0.28f);
        yield return Pose()
            .Reach(Hand.Right, place).In(0.4f)
            .And().Palm(Hand.Right, Quaternion.LookRotation(Vector3.up, Vector3.back)).In(0.4f).Wait;
        char last = ' ';
        foreach (char one in word.ToLowerInvariant())
        {
            if (!char.IsLetter(one))
            {
                yield return new WaitForSeconds(letter);
                continue;
            }
            if (one == last) // a double letter moves aside
                yield return Pose().Reach(Hand.Right, place += new Vector3(0.06f, 0, 0)).In(0.2f).Wait;
            yield return Pose().Shape(Hand.Right, "asl-" + one).In(letter * 0.4f).Then().Hold(letter * 0.6f).Wait;
            last = one;
        }
        yield return Pose().Release(Hand.Right).In(0.4f).And().Shape(Hand.Right, "relaxed").Wait;
        Application.Quit();
    }
}
