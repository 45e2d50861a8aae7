using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;

namespace Avatars.Perception;

/// <summary>When squares of a picture are searched after the whole of it.</summary>
internal enum SecondLook
{
    Never,
    IfNoPerson,
    Always,
}

/// <summary>Finds all people of a picture: every detection that the landmark network confirms, each person once.</summary>
/// <remarks>
/// MediaPipe's pose graph takes the best detection and no other. The first look is the same as there; a second one at overlapping squares finds people who are
/// small in the picture, or beside each other.
/// </remarks>
internal sealed class PersonSearch : IDisposable
{
    const float LargestPart = 0.6f, SharedMatte = 0.6f; // of a body's size; of a part's matte
    const float SamePerson = 0.15f; // mean distance of the joints, shares of the body's region

    readonly RegionDetector _detector;
    readonly PoseLandmarker _landmarker;

    /// <summary>Borrows the sessions and the landmarker.</summary>
    public PersonSearch(PerceptionSessions sessions, PoseLandmarker landmarker)
    {
        _detector = new RegionDetector(sessions.Open(PerceptionNetworks.PoseDetection), DetectorLayout.Pose);
        _landmarker = landmarker;
    }

    /// <summary>Where MediaPipe's pose graph looks: at the best detection; null where there is none.</summary>
    public CropRegion? BestRegion(RgbImage picture) =>
        Regions(picture, CropRegion.Whole(picture.Width, picture.Height)).Select(region => (CropRegion?)region).FirstOrDefault();

    /// <returns>Largest first.</returns>
    public List<PoseLandmarks> Find(RgbImage picture, SecondLook second)
    {
        var people = new List<PoseLandmarks>();
        Look(CropRegion.Whole(picture.Width, picture.Height), float.MaxValue);
        if (second == SecondLook.Always || (second == SecondLook.IfNoPerson && people.Count == 0))
        {
            // A tile may cut a person whom the whole picture shows; what it finds must be smaller than the largest of them.
            var largest = people.Count == 0 ? float.MaxValue : people.Max(person => person.Region.Size.X);
            foreach (var tile in Tiles(picture.Width, picture.Height))
                Look(tile, largest);
        }
        return [.. people.OrderByDescending(person => person.Region.Size.X)];

        void Look(CropRegion where, float largest)
        {
            foreach (var region in Regions(picture, where))
            {
                if (region.Size.X > largest || people.Exists(person => IsSameRegion(person.Region, region)))
                    continue;
                var pose = _landmarker.Run(picture, region);
                if (pose.Presence > PoseLandmarker.LeastPresence && !people.Exists(person => IsSamePerson(person, pose) || IsPartOf(pose, person)))
                    people.Add(pose);
            }
        }
    }

    /// <summary>Squares of the shorter side, and of half of it, half overlapping.</summary>
    public static IEnumerable<CropRegion> Tiles(int width, int height)
    {
        var shorter = Math.Min(width, height);
        for (var side = (float)shorter; side >= Math.Max(shorter / 2f, 64); side /= 2)
        {
            var (columns, rows) = (Count(width, side), Count(height, side));
            if (columns * rows == 1)
                continue;
            for (var row = 0; row < rows; row++)
                for (var column = 0; column < columns; column++)
                    yield return new CropRegion(new Vector2(At(column, columns, width, side), At(row, rows, height, side)), new Vector2(side), 0);
        }

        static int Count(int length, float side) => Math.Min(16, (int)MathF.Ceiling((length - side) / (side / 2)) + 1);

        static float At(int index, int count, int length, float side) => side / 2 + (count == 1 ? (length - side) / 2 : (length - side) * index / (count - 1));
    }

    public void Dispose() => _detector.Dispose();

    static bool IsSameRegion(in CropRegion a, in CropRegion b) =>
        Vector2.Distance(a.Center, b.Center) < 0.05f * a.Size.X && MathF.Abs(a.Size.X - b.Size.X) < 0.1f * a.Size.X;

    /// <summary>Whether a small find is a hand, a knee or a face of a larger person: most of its matte belongs to that person.</summary>
    static bool IsPartOf(PoseLandmarks small, PoseLandmarks large)
    {
        if (small.Region.Size.X > LargestPart * large.Region.Size.X)
            return false;
        var (all, shared) = (0, 0);
        const int side = PoseLandmarks.MaskSide, step = 4;
        for (var y = step / 2; y < side; y += step)
            for (var x = step / 2; x < side; x += step)
            {
                if (small.Mask![y * side + x] < 128)
                    continue;
                all++;
                var share = large.Region.FromPicture(small.Region.ToPicture(new Vector2(x + 0.5f, y + 0.5f) / side));
                if (share is { X: >= 0 and < 1, Y: >= 0 and < 1 } && large.Mask![(int)(share.Y * side) * side + (int)(share.X * side)] >= 128)
                    shared++;
            }
        return shared > SharedMatte * all;
    }

    static bool IsSamePerson(PoseLandmarks a, PoseLandmarks b)
    {
        var (apart, weights) = (0f, 0f);
        for (var i = 0; i < PoseLandmarks.BodyCount; i++)
        {
            var weight = a.Visibility[i] * b.Visibility[i] + 1e-3f; // hidden joints are guesses
            apart += weight * Vector2.Distance(PoseLandmarks.Flat(a.Points[i]), PoseLandmarks.Flat(b.Points[i]));
            weights += weight;
        }
        return apart / weights < SamePerson * Math.Min(a.Region.Size.X, b.Region.Size.X);
    }

    IEnumerable<CropRegion> Regions(RgbImage picture, CropRegion where) =>
        _detector.Find(picture, where).Select(detection => PoseRegions.FromAlignment(detection.Points[0], detection.Points[1]))
            .Where(region => region.Size.X > 0);
}
