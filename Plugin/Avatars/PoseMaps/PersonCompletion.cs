using System;

namespace Avatars.PoseMaps;

/// <summary>Adds face and hands to a person of whom a keypoint file has only the body, for models trained with both: fitted to the existing points,
/// which are unchanged.</summary>
internal static class PersonCompletion
{
    /// <param name="person">In the layout <see cref="KeypointLayout.Avatar128"/>; any unit, +y down.</param>
    /// <exception cref="ArgumentException">There is not one entry per keypoint.</exception>
    public static void Run(Span<Keypoint> person)
    {
        var layout = KeypointLayout.Avatar128;
        if (person.Length != layout.Count)
            throw new ArgumentException($"A person of '{layout.Name}' has {layout.Count} keypoints; {person.Length} were given.", nameof(person));
        var face = layout.Part("face");
        if (IsAbsent(person.Slice(face.Start, face.Count)))
            FaceFit.TryRun(person, person.Slice(face.Start, face.Count));
        foreach (var left in (ReadOnlySpan<bool>)[true, false])
        {
            var hand = layout.Part(left ? "leftHand" : "rightHand");
            if (IsAbsent(person.Slice(hand.Start, hand.Count)))
                HandAtRest.TryRun(person, left, person.Slice(hand.Start, hand.Count));
        }
    }

    static bool IsAbsent(ReadOnlySpan<Keypoint> part)
    {
        foreach (var point in part)
            if (point.IsPresent)
                return false;
        return true;
    }
}
