using Avatars.Animation;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Viewer;

/// <summary>Motion files as clips of one plain person: any skeleton drives the keypoints alike, fingers included.</summary>
static class Motions
{
    /// <exception cref="FormatException">The file is not a motion; the message names file and place.</exception>
    /// <exception cref="NotSupportedException">The file's kind or its skeleton is not known.</exception>
    public static AnimationClip Load(string path) => MotionFile.Read(path).For(StandardHumanoid.Map);
}
