using Avatars.Animation;
using Avatars.Files;
using Avatars.Formats;

namespace Avatars.Cli.Generating;

/// <summary>Prints notes on a motion file: warnings to standard error, the chosen animation to standard output.</summary>
static class MotionNotes
{
    const int MostNames = 20;

    /// <summary>Reads a motion, prints its notes and retargets it.</summary>
    /// <inheritdoc cref="MotionRequest.Load"/>
    public static AnimationClip LoadAndPrint(this MotionRequest request, string path)
    {
        var motion = request.Read(path);
        Print(motion);
        return request.Retarget(motion);
    }

    public static void Print(Motion motion)
    {
        foreach (var warning in motion.Warnings)
            Console.Error.WriteLine("avatar: warning: " + ErrorLine.Printable(warning, ErrorLine.MaximumLength));
        if (AnimationOf(motion) is { } animation)
            Console.WriteLine(animation);
    }

    /// <summary>Which animation was taken and which others there are; null for files that hold one motion.</summary>
    public static string? AnimationOf(Motion motion)
    {
        if (motion.Animation < 0)
            return null;
        var taken = $"{motion.Source}: animation {motion.Animation} {ErrorLine.Quote(motion.Animations[motion.Animation])}";
        if (motion.Animations.Count == 1)
            return taken + ", the only one";
        var names = motion.Animations.Take(MostNames).Select((name, i) => $"{i} {ErrorLine.Quote(name)}");
        return $"{taken} of {motion.Animations.Count}: {string.Join(", ", names)}{(motion.Animations.Count > MostNames ? ", ..." : "")} (--animation "
            + "for another)";
    }
}
