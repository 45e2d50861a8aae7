using Avatars.Unity;
using UnityEngine;

/// <summary>Shows the next person at every click. Put it beside an Avatar Renderer that follows an Animator.</summary>
public sealed class SwapSource : MonoBehaviour
{
    [SerializeField] Texture2D[] people = new Texture2D[0];

    int _next;

    void OnMouseDown()
    {
        if (people.Length > 0)
            GetComponent<AvatarRenderer>().SetSource(people[_next++ % people.Length]);
    }
}
