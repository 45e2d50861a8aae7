using System.Collections.Generic;
using Avatars.Scripting;

/// <summary>Makes one picture for each of several poses, and ends.</summary>
public class Stills : AvatarBehaviour
{
    public string folder = "stills";

    async void Start()
    {
        var poses = new Dictionary<string, Vector3>
        {
            ["low"] = new Vector3(0.35f, 0.8f, 0.25f),
            ["front"] = new Vector3(0.15f, 1.2f, 0.4f),
            ["side"] = new Vector3(0.6f, 1.3f, 0.1f),
            ["high"] = new Vector3(0.4f, 1.6f, 0.2f),
        };
        foreach (var pose in poses)
        {
            await Pose().Reach(Hand.Both, pose.Value).In(0);
            await avatar.RenderAsync($"{folder}/{pose.Key}.png");
            Debug.Log(pose.Key);
        }
        Application.Quit();
    }
}
