using Avatars.Animation;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer;

/// <summary>Motion files as clips of one plain person: any skeleton drives the keypoints alike, fingers included.</summary>
/// <param name="Facing">Toward the camera, or as recorded.</param>
/// <param name="YawRadians">Further turn to the person's left.</param>
/// <param name="Person">Of a .pose file, from 1; null for the first who is seen.</param>
/// <param name="File">The file that the next two are meant for; other files are read as they are.</param>
/// <param name="Animation">Name or number from 0 of a glTF file's animation; null for the first.</param>
/// <param name="Bones">A file that says which joint is which bone; null looks for one beside the motion, then recognises them.</param>
sealed record Motions(Facing Facing = Facing.Camera, float YawRadians = 0, int? Person = null, string? File = null, string? Animation = null, string? Bones = null)
{
    /// <summary>The bones of <c>walk.bvh</c> are told by <c>walk.bones.txt</c> beside it, where that is there.</summary>
    public static string BonesFileOf(string path) => Path.ChangeExtension(path, ".bones.txt");

    /// <summary>The motion as it is in its file.</summary>
    /// <inheritdoc cref="Load"/>
    public Motion Read(string path)
    {
        var isMeant = File is not null && Path.GetFullPath(path) == Path.GetFullPath(File);
        var beside = BonesFileOf(path);
        var bones = isMeant && Bones is not null ? Bones : System.IO.File.Exists(beside) ? beside : null;
        return MotionFile.Read(path, isMeant ? Animation : null, Person, bones);
    }

    /// <summary>A motion on the standard humanoid, turned as asked.</summary>
    /// <exception cref="NotSupportedException">The skeleton is no person's.</exception>
    public AnimationClip Retarget(Motion motion) => motion.For(StandardHumanoid.Map, new RetargetingOptions { Facing = Facing, YawRadians = YawRadians });

    /// <summary>The first motion; where its skeleton is not recognised and the user may be asked for its bones, the second one, and the question.</summary>
    /// <param name="paths">At least one.</param>
    /// <inheritdoc cref="Load"/>
    public (AnimationClip Clip, BoneChoice? Asked) LoadFirst(IReadOnlyList<string> paths, bool mayAsk)
    {
        var motion = Read(paths[0]);
        return motion.Map is null && mayAsk && paths.Count > 1 ? (Load(paths[1]), new BoneChoice(motion)) : (Retarget(motion), null);
    }

    /// <exception cref="FormatException">The file is not a motion; the message names file and place.</exception>
    /// <exception cref="NotSupportedException">The file's kind or its skeleton is not known.</exception>
    public AnimationClip Load(string path) => Retarget(Read(path));
}
