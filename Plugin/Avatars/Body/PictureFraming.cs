using System;
using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Body;

/// <summary>Where a camera stands that shows a moving person as the picture showed the person who stood for it: as large, at the same place before the same
/// background.</summary>
/// <param name="Target">For <see cref="Camera.Orbit"/>, with yaw and pitch 0; hips above the origin, facing +Z.</param>
/// <param name="Distance">Metres.</param>
/// <param name="VerticalFieldOfView">Radians.</param>
public readonly record struct PictureFraming(Vector3 Target, float Distance, float VerticalFieldOfView)
{
    const float LeastHeight = 0.3f; // of the frame, from head to hips or feet: smaller people are better framed anew

    /// <param name="width">Of the frames, pixels: they show the middle of the picture, as their background does.</param>
    /// <returns>Null where that part of the picture does not show the person's head, or the person small.</returns>
    public static PictureFraming? Of(AnalysedPerson person, int width, int height)
    {
        var (body, camera) = (person.Person.Body, person.Camera);
        var pose = new Matrix4x4[person.Pose.Length];
        LocalToModel.Run(body.Skeleton, person.Pose, pose);
        var shown = Math.Min(camera.Height, (float)camera.Width * height / width); // pixels of the picture, from top to bottom
        var side = shown * width / height;
        if (!TrySee(HumanBodyBones.Head, out var head) || !TrySee(HumanBodyBones.Hips, out var hips) || MathF.Abs(head.X) > side / 2
            || MathF.Abs(head.Y) > shown / 2 || MathF.Abs(hips.X) > side / 2)
            return null;
        var feet = TrySee(HumanBodyBones.LeftFoot, out var foot) ? MathF.Max(foot.Y, hips.Y) : hips.Y;
        if (MathF.Min(feet, shown / 2) - head.Y < LeastHeight * shown)
            return null;
        var seen = Vector3.Transform(pose[body.Map[HumanBodyBones.Hips]].Translation, camera.View);
        var standing = body.JointRest[body.Map[HumanBodyBones.Hips]].Y;
        return new PictureFraming(new Vector3(-seen.X, standing - seen.Y, 0), -seen.Z, 2 * MathF.Atan(shown / (2 * camera.FocalLength)));

        // Pixels from the picture's middle, +y down.
        bool TrySee(HumanBodyBones bone, out Vector2 place)
        {
            var isSeen = camera.TryProject(pose[body.Map[bone]].Translation, out var pixels, out _);
            place = pixels - new Vector2(camera.Width, camera.Height) / 2;
            return isSeen;
        }
    }
}
