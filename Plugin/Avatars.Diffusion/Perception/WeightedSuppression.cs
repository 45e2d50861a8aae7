using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

namespace Avatars.Perception;

/// <summary>
/// Non-maximum suppression that averages: the best detection and all that overlap it become one, whose box and key points are their
/// mean weighted by score and whose score is that of the best.
/// </summary>
internal static class WeightedSuppression
{
    /// <param name="leastOverlap">Intersection over union above which two boxes are the same thing.</param>
    /// <returns>Highest score first.</returns>
    public static List<Detection> Run(IEnumerable<Detection> detections, float leastOverlap)
    {
        var rest = detections.OrderByDescending(detection => detection.Score).ToList();
        var kept = new List<Detection>();
        while (rest.Count > 0)
        {
            var best = rest[0];
            var cluster = rest.FindAll(other => Box.Overlap(other.Box, best.Box) > leastOverlap);
            kept.Add(cluster.Count > 0 ? Mean(best, cluster) : best);
            if (cluster.Count == 0) // a box without area overlaps not even itself: the calculator stops there
                break;
            rest.RemoveAll(other => Box.Overlap(other.Box, best.Box) > leastOverlap);
        }
        return kept;
    }

    static Detection Mean(Detection best, List<Detection> cluster)
    {
        var total = cluster.Sum(one => one.Score);
        var (low, high) = (Vector2.Zero, Vector2.Zero);
        var points = new Vector2[best.Points.Length];
        foreach (var one in cluster)
        {
            var weight = one.Score / total;
            low += weight * new Vector2(one.Box.Left, one.Box.Top);
            high += weight * new Vector2(one.Box.Left + one.Box.Width, one.Box.Top + one.Box.Height);
            for (var i = 0; i < points.Length; i++)
                points[i] += weight * one.Points[i];
        }
        return new Detection(best.Score, new Box(low.X, low.Y, high.X - low.X, high.Y - low.Y), points);
    }
}
