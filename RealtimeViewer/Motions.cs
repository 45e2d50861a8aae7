using Avatars.Animation;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Viewer;

/// <summary>Motion files as clips of one plain person: any skeleton drives the keypoints alike, fingers included.</summary>
/// <param name="Facing">Toward the camera, or as recorded.</param>
/// <param name="YawRadians">Further turn to the person's left.</param>
/// <param name="Person">Of a .pose file, from 1; null for the first who is seen.</param>
/// <param name="Animation">Of a glTF file, by name or index; null for the first.</param>
/// <param name="Bones">File that says which joint is which bone; null to recognise them.</param>
sealed record Motions(Facing Facing = Facing.Camera, float YawRadians = 0, int? Person = null, string? Animation = null, string? Bones = null)
{
    /// <exception cref="FormatException">The file is not a motion; the message names file and place.</exception>
    /// <exception cref="NotSupportedException">The file's kind or its skeleton is not known.</exception>
    public AnimationClip Load(string path) => MotionFile.Read(path, Animation, Person, Bones).For(StandardHumanoid.Map, new RetargetingOptions { Facing = Facing, YawRadians = YawRadians });
}
