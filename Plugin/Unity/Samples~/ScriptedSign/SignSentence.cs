using System.Collections;
using Avatars.Scripting;

/// <summary>Signs a sentence and goes on when it is done.</summary>
public class SignSentence : AvatarBehaviour
{
    public string text = "HELLO UNITY";
    public float rate = 1;

    IEnumerator Start()
    {
        yield return Sign(text, rate: rate).Wait;
        yield return Pose().Shape(Hand.Right, "relaxed").In(0.3f).Wait;
    }
}
