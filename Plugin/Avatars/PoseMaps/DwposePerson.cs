using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.PoseMaps;

/// <summary>One person's keypoints as DWPose's network found them: body 18, feet 6, face 68, left hand 21, right hand 21.</summary>
/// <remarks>muzishen/IMAGPose, dwpose/onnxpose.py, wholebody.py and __init__.py; Yang et al. 2023, arXiv:2307.15880.</remarks>
internal sealed class DwposePerson
{
    public const int Count = 134;
    const int Body = 18, Face = 24, LeftHand = 92, RightHand = 113;
    const double Threshold = 0.3; // the published code compares float32 scores with a double
    const double SplitRatio = 2; // marks a pixel of the network's answer
    const int LeftShoulder = 5, RightShoulder = 6; // in COCO's order

    /// <summary>COCO's points in OpenPose's order; -1 is the neck, which COCO lacks.</summary>
    static readonly int[] OpenPoseOrder = [0, -1, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3];

    readonly (double X, double Y)[] _positions = new (double, double)[Count];
    readonly float[] _scores = new float[Count];
    readonly int _width, _height; // of the picture

    /// <summary>Reads the network's two answers for a crop.</summary>
    /// <param name="acrossX">[133, marks]: likelihood of each keypoint at each half pixel of the crop's width.</param>
    /// <param name="downY">[133, marks]: the same down its height.</param>
    /// <exception cref="ArgumentException">The answers are not of this crop's size.</exception>
    public DwposePerson(ReadOnlySpan<float> acrossX, ReadOnlySpan<float> downY, DwposeCrop crop)
    {
        const int found = Count - 1;
        (_width, _height) = (crop.PictureWidth, crop.PictureHeight);
        var (columns, rows) = ((int)(crop.Width * SplitRatio), (int)(crop.Height * SplitRatio));
        if (acrossX.Length != found * columns || downY.Length != found * rows)
            throw new ArgumentException($"For a crop of {crop.Width}x{crop.Height} the network answers with 133 x {columns} and 133 x {rows} "
                + $"numbers; {acrossX.Length} and {downY.Length} came.", nameof(acrossX));
        var positions = new (double X, double Y)[found];
        var scores = new float[found];
        for (var i = 0; i < found; i++)
        {
            var (x, xScore) = Highest(acrossX.Slice(i * columns, columns));
            var (y, yScore) = Highest(downY.Slice(i * rows, rows));
            scores[i] = Math.Min(xScore, yScore);
            positions[i] = scores[i] > 0 ? crop.InPicture(x / SplitRatio, y / SplitRatio) : crop.InPicture(-1 / SplitRatio, -1 / SplitRatio);
        }
        var (left, right) = (positions[LeftShoulder], positions[RightShoulder]);
        for (var i = 0; i < Count; i++)
            (_positions[i], _scores[i]) = SourceOf(i) is >= 0 and var source ? (positions[source], scores[source])
                : (((left.X + right.X) / 2, (left.Y + right.Y) / 2), scores[LeftShoulder] > Threshold && scores[RightShoulder] > Threshold ? 1 : 0);
    }

    /// <summary>Pixels of the picture, in double precision as published: the drawer cuts them to whole pixels.</summary>
    public ReadOnlySpan<(double X, double Y)> Positions => _positions;

    /// <summary>How sure the network is, 0 to about 1; the neck has 1 when both shoulders are seen.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>Mean score over the body; the person with the highest is drawn.</summary>
    public double BodyScore => _scores.AsSpan(0, Body).ToArray().Average(score => (double)score);

    /// <summary>The person that IMAGPose draws.</summary>
    /// <exception cref="ArgumentException">The list is empty.</exception>
    public static DwposePerson MostConfident(IReadOnlyList<DwposePerson> people)
    {
        if (people.Count == 0)
            throw new ArgumentException("The list of people is empty.", nameof(people));
        return people.Aggregate((best, next) => next.BodyScore > best.BodyScore ? next : best);
    }

    /// <summary>The detected keypoints in the layout of the DWPose styles: <see cref="KeypointLayout.Avatar128"/>.</summary>
    /// <remarks>Positions are converted to shares of the picture and back, as published: the last bit affects truncation to pixels.</remarks>
    public PreciseKeypoint[] ToKeypoints() =>
        [.. Range(0, Body, isBody: true), .. Range(LeftHand, 21, isBody: false), .. Range(RightHand, 21, isBody: false), .. Range(Face, 68, isBody: false)];

    /// <summary>At the threshold itself a body's point is missing, and one of hands and face is there: as published.</summary>
    IEnumerable<PreciseKeypoint> Range(int start, int count, bool isBody) => Enumerable.Range(start, count).Select(i =>
        _scores[i] > Threshold || !isBody && _scores[i] >= Threshold
            ? new PreciseKeypoint(_positions[i].X / _width * _width, _positions[i].Y / _height * _height, true) : default);

    /// <summary>COCO's index of one of the points; -1 for the neck.</summary>
    static int SourceOf(int point) => point < Body ? OpenPoseOrder[point] : point - 1;

    static (int Position, float Score) Highest(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best])
                best = i;
        return (best, scores[best]);
    }
}
