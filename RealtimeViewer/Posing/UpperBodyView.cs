using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Viewer.Posing;

/// <summary>Whether the picture shows hardly more than the upper body: both knees are at its lower edge or below.</summary>
sealed class UpperBodyView
{
    const float Nearer = 0.96f, Farther = 0.9f; // of the picture's height: a knee that bobs between them changes nothing

    public bool IsUpperBodyOnly { get; private set; }

    public void Update(PoseSampler rig, Camera camera)
    {
        var edge = camera.Height * (IsUpperBodyOnly ? Farther : Nearer);
        IsUpperBodyOnly = IsBelow(HumanBodyBones.LeftLowerLeg) && IsBelow(HumanBodyBones.RightLowerLeg);

        bool IsBelow(HumanBodyBones bone) => !camera.TryProject(rig.Model[rig.Map[bone]].Translation, out var pixels, out _) || pixels.Y > edge;
    }
}
