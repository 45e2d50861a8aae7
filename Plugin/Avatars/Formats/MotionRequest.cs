using System.IO;
using Avatars.Animation;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>Which part of a motion file is wanted, and how it is retargeted to the standard humanoid. Viewer, command line and scripts share it.</summary>
/// <param name="Animation">Name or index from 0 of a glTF file's animation; null for the first.</param>
/// <param name="Person">Of a .pose file, from 1; null for the first who is visible.</param>
/// <param name="Bones">A file that maps bones to joints (see <see cref="BonesFile"/>); null takes <see cref="BonesFileOf"/> where that exists, else
/// the skeleton is recognised.</param>
/// <param name="Facing">Toward the camera, or as recorded.</param>
/// <param name="YawRadians">Further rotation to the person's left.</param>
/// <param name="RootMotion">Whether the hips travel.</param>
public sealed record MotionRequest(
    string? Animation = null, int? Person = null, string? Bones = null, Facing Facing = Facing.Camera, float YawRadians = 0,
        RootMotion RootMotion = RootMotion.FromOrigin)
{
    /// <summary>The file beside a motion that maps its bones: <c>walk.bones.txt</c> for <c>walk.bvh</c>.</summary>
    public static string BonesFileOf(string path) => Path.ChangeExtension(path, ".bones.txt");

    /// <summary>The motion as it is in its file.</summary>
    /// <inheritdoc cref="MotionFile.Read"/>
    public Motion Read(string path) => MotionFile.Read(path, Animation, Person, Bones ?? (File.Exists(BonesFileOf(path)) ? BonesFileOf(path) : null));

    /// <summary>A motion on the standard humanoid, rotated as requested.</summary>
    /// <exception cref="System.NotSupportedException">The skeleton is not recognised as a humanoid.</exception>
    public AnimationClip Retarget(Motion motion) =>
        motion.For(StandardHumanoid.Map, new RetargetingOptions { RootMotion = RootMotion, Facing = Facing, YawRadians = YawRadians });

    /// <summary>Reads and retargets.</summary>
    /// <inheritdoc cref="MotionFile.Read"/>
    public AnimationClip Load(string path) => Retarget(Read(path));
}
