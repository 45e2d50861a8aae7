using System.Globalization;
using Avatars.Posing;

namespace Avatars.ModelEvaluation;

/// <summary>Marks the spans of a film in which a hand cannot be read on the timeline of the scene that it was made from.</summary>
public static class BadHandMarkers
{
    const string Prefix = "bad-hand-";

    /// <summary>One marker at the beginning of each span, with hand, length and mean share of joints in place; earlier ones are removed.</summary>
    public static void Put(PoseDocument scene, FilmHands hands)
    {
        string[] before = [.. scene.All<MarkerItem>().Where(marker => marker.Marker.StartsWith(Prefix, StringComparison.Ordinal)).Select(marker => marker.Id)];
        if (before.Length > 0)
            scene.Remove("Remove marks", before);
        MarkerItem[] markers = [.. hands.BadSpans().Select((span, i) => new MarkerItem($"{Prefix}{i + 1}",
            (float)(span.FirstFrame / hands.FramesPerSecond), NameOf(span, hands)))];
        if (markers.Length > 0)
            scene.Set("Mark hands", markers);
    }

    static string NameOf(BadHandSpan span, FilmHands hands)
    {
        var frames = Enumerable.Range(span.FirstFrame, span.LastFrame - span.FirstFrame + 1).Select(frame => hands.Hands[2 * frame + (span.IsLeft ? 0 : 1)]);
        return string.Create(CultureInfo.InvariantCulture, $"{(span.IsLeft ? "left" : "right")} hand: {frames.Average(hand => hand.Pck):P0} of the joints in "
            + $"place for {(span.LastFrame - span.FirstFrame + 1) / hands.FramesPerSecond:0.##} s");
    }
}
