using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading.Tasks;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;

namespace Avatars.Perception;

/// <summary>
/// Sees people in pictures with MediaPipe's networks: joints in pixels and metres, both hands, face, matte. What is around the networks gives the results of
/// MediaPipe's own graphs.
/// </summary>
public sealed class PersonPerception : IDisposable
{
    const float NearWrist = 0.6f; // of a palm's region, from the pose's wrist to the hand's

    readonly PerceptionOptions _options;
    readonly PerceptionSessions _sessions;
    readonly PoseLandmarker _landmarker;
    readonly PersonSearch _search;
    readonly HandFinder? _left, _right;
    readonly FaceFinder? _face;
    PalmHands? _palms;

    /// <param name="models">Borrowed; <see cref="PerceptionModels.Open"/> finds them.</param>
    /// <exception cref="System.IO.FileNotFoundException">A network is missing.</exception>
    /// <exception cref="FormatException">A network is damaged.</exception>
    public PersonPerception(PerceptionModels models, InferenceOptions inference, PerceptionOptions? options = null)
    {
        _options = options ?? new PerceptionOptions();
        _sessions = new PerceptionSessions(models, inference);
        try
        {
            _landmarker = new PoseLandmarker(_sessions.Open(PerceptionSessions.NameOf(_options.Model)));
            _search = new PersonSearch(_sessions, _landmarker);
            if (_options.FindHands)
                (_left, _right) = (new HandFinder(_sessions, 0), new HandFinder(_sessions, 1));
            if (_options.FindFace)
                _face = new FaceFinder(_sessions);
        }
        catch
        {
            _sessions.Dispose();
            throw;
        }
    }

    /// <summary>All people in a picture, largest first; empty where none is found.</summary>
    /// <remarks>Not thread-safe.</remarks>
    public IReadOnlyList<PerceivedPerson> FindPeople(RgbImage picture) =>
        [.. _search.Find(picture, SecondLook.Always)
            .Select(pose => Complete(picture, pose, FindDetails(picture, pose, default, isFilm: false)))];

    public void Dispose()
    {
        _palms?.Dispose();
        _face?.Dispose();
        _left?.Dispose();
        _right?.Dispose();
        _search.Dispose();
        _landmarker.Dispose();
        _sessions.Dispose();
    }

    internal PersonSearch Search => _search;

    internal PoseLandmarks FindPose(RgbImage picture, CropRegion region) => _landmarker.Run(picture, region, _options.MakeMatte);

    /// <summary>Hands and face of a person.</summary>
    /// <param name="before">Of the frame before; empty for a single picture.</param>
    /// <param name="isFilm">A hand that the pose does not lead to is then not searched with the palm detector: the next frame may show it.</param>
    internal PersonDetails FindDetails(RgbImage picture, PoseLandmarks pose, PersonDetails before, bool isFilm)
    {
        HandLandmarksFound? left = null, right = null;
        FaceLandmarksFound? face = null;
        Parallel.Invoke(
            () => left = _left?.Find(picture, pose, before.Left),
            () => right = _right?.Find(picture, pose, before.Right),
            () => face = _face?.Find(picture, pose, before.Face));
        if (!isFilm)
        {
            left ??= FindByPalm(picture, pose, _left, 0, right);
            right ??= FindByPalm(picture, pose, _right, 1, left);
        }
        return new PersonDetails(left, right, face);
    }

    internal PerceivedPerson Complete(RgbImage picture, PoseLandmarks pose, in PersonDetails details)
    {
        var matte = _options.MakeMatte && pose.Mask is { } mask
            ? new Matte(picture.Width, picture.Height, MatteWarp.FromRegion(mask, PoseLandmarks.MaskSide, pose.Region, picture.Width, picture.Height)) : null;
        return new PerceivedPerson(picture.Width, picture.Height, pose, matte, details.Left is { } left ? new PerceivedHand(left) : null,
            details.Right is { } right ? new PerceivedHand(right) : null, details.Face is { } face ? new PerceivedFace(face) : null);
    }

    /// <summary>A second look for a hand whose wrist is seen: the palm detector in the region that the pose gives, at the hand nearest to the wrist.</summary>
    HandLandmarksFound? FindByPalm(RgbImage picture, PoseLandmarks pose, HandFinder? finder, int side, HandLandmarksFound? other)
    {
        if (finder is null || !finder.IsWristSeen(pose))
            return null;
        _palms ??= new PalmHands(_sessions);
        var region = PoseRegions.HandFromPose(pose.Points, side);
        var wrist = PoseLandmarks.Flat(pose.Points[15 + side]);
        return _palms.Find(picture, region with { Rotation = 0 }, most: 2)
            .Where(hand => Distance(hand) < NearWrist * hand.Region.Size.X && (other is null || !IsSame(hand, other)))
            .OrderBy(Distance).FirstOrDefault();

        float Distance(HandLandmarksFound hand) => Vector2.Distance(PoseLandmarks.Flat(hand.Points[0]), wrist);
    }

    static bool IsSame(HandLandmarksFound a, HandLandmarksFound b) =>
        Vector2.Distance(PoseLandmarks.Flat(a.Points[9]), PoseLandmarks.Flat(b.Points[9])) < 0.15f * a.Region.Size.X;
}
