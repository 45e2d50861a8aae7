using Avatars.Animation;
using Avatars.Formats;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer;

/// <summary>How motion files are read and retargeted.</summary>
/// <param name="Request">Null for the defaults; its animation and bones belong to <paramref name="File"/> alone.</param>
/// <param name="File">Null for none.</param>
sealed record Motions(MotionRequest? Request = null, string? File = null)
{
    /// <summary>How to read one file.</summary>
    public MotionRequest For(string path)
    {
        var request = Request ?? new MotionRequest();
        return File is not null && Path.GetFullPath(path) == Path.GetFullPath(File) ? request : request with { Animation = null, Bones = null };
    }

    /// <summary>The first motion; where its skeleton is not recognised and the user may be asked for its bones, the second one, and the question.</summary>
    /// <param name="paths">At least one.</param>
    /// <inheritdoc cref="MotionRequest.Load"/>
    public (AnimationClip Clip, BoneChoice? Asked) LoadFirst(IReadOnlyList<string> paths, bool mayAsk)
    {
        var request = For(paths[0]);
        var motion = request.Read(paths[0]);
        return motion.Map is null && mayAsk && paths.Count > 1 ? (For(paths[1]).Load(paths[1]), new BoneChoice(motion)) : (request.Retarget(motion), null);
    }
}
