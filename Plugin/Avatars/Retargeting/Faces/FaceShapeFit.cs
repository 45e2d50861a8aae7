using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Retargeting;

/// <summary>The shape of a person's face, the same in all frames of a clip: least squares on what expressions leave over.</summary>
internal static class FaceShapeFit
{
    const int MostFrames = 40, Rounds = 3;
    const float Deviation = 0.002f; // metres of a landmark's mean over the frames

    /// <returns>One coefficient a shape of the basis.</returns>
    public static float[] Run(FaceBasis basis, FaceTrack track)
    {
        var shape = new float[basis.Shapes.Length];
        var fit = new FaceFit(basis);
        for (var round = 0; round < Rounds; round++)
        {
            fit.SetShape(shape);
            if (Leftover(basis, track, fit) is { } left)
                Add(basis, left, shape);
        }
        return shape;
    }

    /// <summary>For each point, how far it lies from the face on average in the head's axes; depth is not seen and counts as none.</summary>
    static Vector3[]? Leftover(FaceBasis basis, FaceTrack track, FaceFit fit)
    {
        var (sums, counts) = (new Vector3[basis.Points.Length], new int[basis.Points.Length]);
        var every = Math.Max(1, track.Frames / MostFrames);
        var isAny = false;
        for (var frame = 0; frame < track.Frames; frame += every)
        {
            var seen = track.Frame(frame);
            if (!fit.Run(seen))
                continue;
            isAny = true;
            var back = Quaternion.Conjugate(fit.Rotation);
            for (var i = 0; i < sums.Length; i++)
            {
                var point = seen[basis.Points[i]];
                if (float.IsNaN(point.X))
                    continue;
                var (place, found) = (fit.Place(i), (point - fit.Origin) / fit.Scale);
                sums[i] += Vector3.Transform(new Vector3(found.X - place.X, found.Y - place.Y, 0), back);
                counts[i]++;
            }
        }
        for (var i = 0; i < sums.Length; i++)
            sums[i] /= Math.Max(1, counts[i]);
        return isAny ? sums : null;
    }

    /// <summary>Ridge regression along and across: coefficients are in standard deviations.</summary>
    static void Add(FaceBasis basis, Vector3[] left, float[] shape)
    {
        var count = shape.Length;
        var rows = new List<double[]>();
        for (var a = 0; a < count; a++)
        {
            var row = new double[count + 1];
            for (var i = 0; i < left.Length; i++)
            {
                var move = basis.Shapes[a][i];
                for (var b = 0; b < count; b++)
                    row[b] += (move.X * basis.Shapes[b][i].X + move.Y * basis.Shapes[b][i].Y) / (Deviation * Deviation);
                row[count] += (move.X * left[i].X + move.Y * left[i].Y) / (Deviation * Deviation);
            }
            row[a] += 1;
            row[count] -= shape[a];
            rows.Add(row);
        }
        for (var a = 0; a < count; a++)
            for (var b = 0; b < count; b++)
                if (a != b)
                {
                    var factor = rows[b][a] / rows[a][a];
                    for (var k = a; k <= count; k++)
                        rows[b][k] -= factor * rows[a][k];
                }
        for (var a = 0; a < count; a++)
            shape[a] += (float)(rows[a][count] / rows[a][a]);
    }
}
