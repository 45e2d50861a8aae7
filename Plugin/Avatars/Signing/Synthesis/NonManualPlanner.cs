using System;
using System.Collections.Generic;

namespace Avatars.Signing.Synthesis;

/// <summary>When face, head and body of one sign do what.</summary>
static class NonManualPlanner
{
    const float ReleaseSeconds = 0.24f;
    const float BlinkSeconds = 0.2f;

    /// <summary>Seconds that mouth pictures take from the initial posture on.</summary>
    public static float MouthSeconds(Sign sign)
    {
        var steps = 0;
        foreach (var happening in sign.NonManual)
            if (happening.Channel == "mouth-picture")
                foreach (var (_, count) in Visemes.Parse(happening.Code, out _))
                    steps += count;
        return steps * Visemes.StepSeconds;
    }

    /// <param name="start">Seconds at which the sign begins.</param>
    /// <param name="posture">Seconds at which its initial posture is reached.</param>
    /// <param name="end">Seconds at which it ends.</param>
    public static void Plan(Sign sign, float start, float posture, float end, FaceTracks tracks)
    {
        var groups = new Dictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        foreach (var happening in sign.NonManual)
        {
            if (!groups.TryGetValue(happening.Tier, out var known))
                groups[happening.Tier] = known = [];
            known.Add(happening.Group);
        }
        foreach (var happening in sign.NonManual)
        {
            var order = groups[happening.Tier];
            var index = 0;
            foreach (var group in order)
            {
                if (group == happening.Group)
                    break;
                index++;
            }
            var span = (end - posture) / order.Count;
            var (peak, release) = (posture + index * span, posture + (index + 1) * span);
            if (happening.PreSync == "slight_delay")
                peak += 0.12f;
            else if (happening.PreSync == "start_slightly_ahead")
                peak -= 0.12f;
            if (happening.PostSync == "lasts_longer")
                release += 0.2f;
            else if (happening.PostSync == "ends_before")
                release = MathF.Max(peak + 0.04f, release - 0.15f);
            var rise = MathF.Max(0.08f, Math.Min(0.32f, posture - start));
            switch (happening.Channel)
            {
                case "mouth-picture":
                    Picture(happening, posture, tracks);
                    break;
                case "lids" when happening.Code == "BB":
                    Blink(end - BlinkSeconds, tracks);
                    break;
                case "mouth-meta":
                    break;
                default:
                    var channel = happening.Channel == "morph" ? "weight" : happening.Channel;
                    tracks.Add(new FaceEvent(channel, happening.Code, MathF.Min(happening.Amount, 2), happening.Speed, peak - rise, peak, MathF.Max(peak,
                        release),
                        MathF.Max(peak, release) + ReleaseSeconds));
                    break;
            }
        }
    }

    static void Picture(NonManualEvent happening, float posture, FaceTracks tracks)
    {
        const float Step = Visemes.StepSeconds;
        var at = posture;
        foreach (var (viseme, steps) in Visemes.Parse(happening.Code, out _))
        {
            var hold = at + (steps - 1) * Step;
            tracks.Add(new FaceEvent("viseme", viseme, MathF.Min(happening.Amount, 2), 1, at - Step, at, hold, hold + Step));
            at = hold + Step;
        }
    }

    public static void Blink(float at, FaceTracks tracks)
    {
        foreach (var eye in new[] { "eye-left-closure", "eye-right-closure" })
            tracks.Add(new FaceEvent("weight", eye, 1, 1, at, at + 0.08f, at + 0.10f, at + BlinkSeconds));
    }
}
