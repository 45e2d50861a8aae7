using Avatars.Animation;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Viewer;

/// <summary>Motion files as clips of one plain person: any skeleton drives the keypoints alike, fingers included.</summary>
/// <param name="Facing">Toward the camera, or as recorded.</param>
/// <param name="YawRadians">Further turn to the person's left.</param>
/// <param name="Person">Of a .pose file, from 1; null for the first who is seen.</param>
sealed record Motions(Facing Facing = Facing.Camera, float YawRadians = 0, int? Person = null)
{
    /// <exception cref="FormatException">The file is not a motion; the message names file and place.</exception>
    /// <exception cref="NotSupportedException">The file's kind or its skeleton is not known.</exception>
    public AnimationClip Load(string path) => MotionFile.Read(path, person: Person).For(StandardHumanoid.Map, new RetargetingOptions { Facing = Facing, YawRadians = YawRadians });
}
