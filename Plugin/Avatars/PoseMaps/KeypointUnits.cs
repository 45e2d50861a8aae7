using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.PoseMaps;

/// <summary>
/// Converts points of files to keypoints in pixels. Missing points, and groups in pixels or in shares of the picture, are recognised by their values:
/// tools mark a missing point by (0, 0), -1, positions above and left of the picture, null, NaN, or a confidence of 0; and write shares next to a
/// size in pixels.
/// </summary>
static class KeypointUnits
{
    /// <summary>A group within this distance of the corner is in shares: people extend beyond the picture by at most its size.</summary>
    const double FarthestShare = 2.5;

    /// <summary>Pixels. On a smaller canvas the two are indistinguishable; pixels are assumed.</summary>
    const double LeastCanvas = 16;

    /// <summary>Groups with fewer points take the unit of the person's largest group.</summary>
    const int LeastPoints = 3;

    enum Unit
    {
        Unknown,
        Pixels,
        Shares,

        /// <summary>-1 to 1: OpenPose's --keypoint_scale 4.</summary>
        SignedShares,
    }

    /// <exception cref="FormatException">A person has groups in pixels and in shares, and the picture's size is unknown.</exception>
    public static KeypointFrame Settle(FoundFrame found, KeypointReading how, string name, List<string> remarks)
    {
        var canvas = how.Canvas ?? found.Canvas;
        if (found.IsExact)
            return Exact(found, canvas);
        var isSmall = canvas is { } size && Math.Max(size.Width, size.Height) < LeastCanvas;
        var people = found.People.Select(groups => groups.Select(group => (Group: group, Units: UnitsOf(group, isSmall))).ToArray()).ToArray();
        var (pixels, shares) = (false, false);
        foreach (var person in people)
        {
            var main = person.SelectMany(group => group.Units).OrderByDescending(run => run.Count).Select(run => run.Unit)
                .FirstOrDefault(unit => unit != Unit.Unknown);
            var isSigned = person.Any(group => group.Group.Part is "body" or FoundGroup.Whole && group.Units[0].Unit == Unit.SignedShares);
            foreach (var run in person.SelectMany(group => group.Units))
            {
                var unit = run.Unit == Unit.Unknown ? main : run.Unit;
                // a hand or a face may lie on one side of 0
                run.Unit = unit is Unit.Shares or Unit.SignedShares ? isSigned ? Unit.SignedShares : Unit.Shares : Unit.Pixels;
                (pixels, shares) = (pixels || run.Count > 0 && run.Unit is Unit.Pixels, shares || run.Count > 0 && run.Unit is not Unit.Pixels);
            }
        }
        if (pixels && shares && canvas is null)
            throw new FormatException($"'{name}' counts some groups of points in pixels and others in shares of the picture, and does not tell the "
                + "picture's size. Give it with --canvas, as width x height in pixels.");
        if (pixels && shares)
            remarks.Add("some groups of points count shares of the picture and others pixels; each was taken as it is");
        var scale = canvas ?? (1, 1);
        var layout = found.Layout ?? LayoutFor(found.People);
        var low = 0;
        var settled = people.Select(person => ToKeypoints(person, layout, scale, found.LeastConfidence, ref low))
            .Where(person => person.Any(point => point.IsPresent)).ToArray();
        if (low > 0)
            remarks.Add(FormattableString.Invariant($"{low} points whose confidence is below {found.LeastConfidence} were left out"));
        return new KeypointFrame(layout, canvas, settled) { CountsShares = canvas is null && shares };
    }

    static KeypointFrame Exact(FoundFrame found, (double Width, double Height)? canvas) => new(found.Layout!, canvas,
        found.People.Select(person => person[0].Points.Select(point => point is { Confidence: > 0 } && !double.IsNaN(point.X) && !double.IsNaN(point.Y)
            ? new Keypoint((float)point.X, (float)point.Y, (float)Math.Min(point.Confidence.Value, 1)) : Keypoint.Missing).ToArray()).ToArray());

    /// <summary>One layout for all people: the file's own where it has all points in one list, else <see cref="KeypointLayout.Avatar128"/>.</summary>
    static KeypointLayout LayoutFor(IReadOnlyList<IReadOnlyList<FoundGroup>> people)
    {
        var layouts = people.SelectMany(groups => groups).Where(group => group.Points.Length > 0).Select(group => (group.Part, group.Layout)).Distinct()
            .ToArray();
        return layouts is [(FoundGroup.Whole, var only)] && KeypointLayout.All.Contains(only) ? only : KeypointLayout.Avatar128;
    }

    /// <summary>A run of a group's points that counts in one unit: the group itself, or a part of a whole person.</summary>
    sealed class Run(int start, int length)
    {
        public int Start => start;

        public int Length => length;

        /// <summary>Points that are there.</summary>
        public int Count { get; set; }

        public Unit Unit { get; set; }
    }

    static Run[] UnitsOf(FoundGroup group, bool isSmall)
    {
        var parts = group.Layout.Parts;
        var runs = parts.Length == 0 ? [new Run(0, group.Points.Length)] : parts.ToArray().Select(part => new Run(part.Start, part.Count)).ToArray();
        foreach (var run in runs)
        {
            var there = group.Points.Skip(run.Start).Take(run.Length).Where(point => !IsMarkedMissing(point)).ToArray();
            run.Count = there.Length;
            run.Unit = isSmall ? Unit.Pixels : there.Length < LeastPoints ? Unit.Unknown : UnitOf(there);
        }
        return runs;
    }

    static Unit UnitOf(FoundPoint[] points)
    {
        if (points.Any(point => Math.Max(Math.Abs(point.X), Math.Abs(point.Y)) > FarthestShare))
            return Unit.Pixels;
        // Of a person in the middle of -1..1, three quarters of the points are left of the middle or above it; of one in 0..1, few are outside.
        var inside = points.Where(point => Math.Max(Math.Abs(point.X), Math.Abs(point.Y)) <= 1).ToArray();
        var negative = inside.Count(point => Math.Min(point.X, point.Y) < -0.02);
        return inside.Length == points.Length && negative * 2 > points.Length && inside.Any(point => point.X > 0) && inside.Any(point => point.Y > 0)
            ? Unit.SignedShares : Unit.Shares;
    }

    /// <summary>Whether a point is marked as missing by its own values, in any unit.</summary>
    static bool IsMarkedMissing(FoundPoint point) =>
        double.IsNaN(point.X) || double.IsNaN(point.Y) || point.Confidence is { } confidence && !(confidence > 0)
        || point.X == 0 && point.Y == 0 || point.X == -1 || point.Y == -1;

    static Keypoint[] ToKeypoints((FoundGroup Group, Run[] Units)[] person, KeypointLayout layout, (double Width, double Height) scale, double least,
        ref int low)
    {
        var whole = new Keypoint[layout.Count];
        foreach (var (group, units) in person)
        {
            var points = new Keypoint[group.Points.Length];
            foreach (var run in units)
                for (var i = run.Start; i < run.Start + run.Length; i++)
                {
                    points[i] = ToKeypoint(group.Points[i], run.Unit, scale);
                    if (!points[i].IsPresent || points[i].Confidence >= least)
                        continue;
                    points[i] = Keypoint.Missing;
                    low++;
                }
            if (group.Part != FoundGroup.Whole)
            {
                var part = layout.Part(group.Part);
                new KeypointConversion(group.Layout, part.Layout).Run(points, whole.AsSpan(part.Start, part.Count));
            }
            else if (group.Layout == layout)
                points.CopyTo(whole, 0);
            else
                new KeypointConversion(group.Layout, layout).Run(points, whole);
        }
        return whole;
    }

    static Keypoint ToKeypoint(FoundPoint point, Unit unit, (double Width, double Height) scale)
    {
        if (IsMarkedMissing(point) || unit != Unit.SignedShares && point.X < 0 && point.Y < 0)
            return Keypoint.Missing;
        var (x, y) = unit switch
        {
            Unit.Shares => (point.X * scale.Width, point.Y * scale.Height),
            Unit.SignedShares => ((point.X + 1) / 2 * scale.Width, (point.Y + 1) / 2 * scale.Height),
            _ => (point.X, point.Y),
        };
        return new Keypoint((float)x, (float)y, (float)Math.Min(point.Confidence ?? 1, 1));
    }
}
