using Avatars.Unity;
using UnityEngine;

/// <summary>Shows the generated picture on further materials, such as screens in a scene.</summary>
public sealed class CopyTexture : MonoBehaviour
{
    [SerializeField] AvatarRenderer from;
    [SerializeField] Material[] onto = new Material[0];

    void Update()
    {
        foreach (var material in onto)
            if (material.mainTexture != from.Texture)
                material.mainTexture = from.Texture;
    }
}
