using System.Collections.Generic;
using System.Linq;
using Avatars.Imaging;

namespace Avatars.PoseMaps;

/// <summary>
/// The style <c>avatar</c>, for maps of about 256 x 256. Signing needs distinguishable fingers, so hands and face are lines of one pixel; each of the
/// ten fingers has its own hue, and hands are drawn last, over body and face.
/// </summary>
static class AvatarPoseStyle
{
    /// <summary>Limbs are dimmed, so that a hand in front of the body is visible.</summary>
    const double LimbDimming = 0.6;

    static readonly KeypointLayout Layout = KeypointLayout.Avatar128;

    /// <summary>Edges of the body that the face's own lines show better: nose, eyes, ears.</summary>
    const int FirstHeadEdge = 13;

    internal static IEnumerable<PoseMapElement> Elements(RgbColor[] bodyColors) =>
        Limbs(bodyColors).Concat(Joints(bodyColors)).Concat(Face()).Concat(Hand("leftHand", firstHue: 0)).Concat(Hand("rightHand", firstHue: 0.1));

    static IEnumerable<PoseMapElement> Limbs(RgbColor[] colors)
    {
        var edges = KeypointLayout.Body18.Edges.ToArray();
        for (var i = 0; i < edges.Length; i++)
        {
            var color = colors[i].Dimmed(LimbDimming);
            yield return i < FirstHeadEdge
                ? new PoseMapElement(PoseMapShape.Limb, [edges[i].From, edges[i].To], color, Size: 2)
                : new PoseMapElement(PoseMapShape.Line, [edges[i].From, edges[i].To], color, Size: 1);
        }
    }

    static IEnumerable<PoseMapElement> Joints(RgbColor[] colors) =>
        colors.Select((color, i) => new PoseMapElement(PoseMapShape.Dot, [i], color, Size: i is 0 or >= 14 ? 1 : 2));

    static IEnumerable<PoseMapElement> Face()
    {
        var face = Layout.Part("face");
        return face.Layout.Edges.ToArray().Select(edge =>
            new PoseMapElement(PoseMapShape.Line, [face.Start + edge.From, face.Start + edge.To], FaceColor(edge.From), Size: 1));
    }

    /// <summary>Greys and pale hues, which no limb and no finger has: jaw, brows, nose, eyes, mouth.</summary>
    static RgbColor FaceColor(int point) => point switch
    {
        < 17 => new RgbColor(128, 128, 128),
        < 27 => new RgbColor(255, 255, 160),
        < 36 => new RgbColor(192, 192, 192),
        < 48 => RgbColor.White,
        _ => new RgbColor(255, 160, 160),
    };

    /// <summary>Five fingers, a fifth of the colour circle apart; the palm's five lines have half the brightness of their fingers.</summary>
    static IEnumerable<PoseMapElement> Hand(string name, double firstHue)
    {
        var hand = Layout.Part(name);
        var edges = hand.Layout.Edges.ToArray();
        var lines = edges.Select((edge, i) => (Edge: edge, Finger: i / 4, IsPalm: i % 4 == 0));
        foreach (var (edge, finger, isPalm) in lines.OrderByDescending(line => line.IsPalm))
            yield return new PoseMapElement(PoseMapShape.Line, [hand.Start + edge.From, hand.Start + edge.To],
                RgbColor.FromHsv(firstHue + finger / 5.0, 1, isPalm ? 0.5 : 1), Size: 1);
    }
}
