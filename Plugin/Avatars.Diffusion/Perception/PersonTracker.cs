using System;
using System.Linq;
using System.Numerics;
using Avatars.Imaging;

namespace Avatars.Perception;

/// <summary>Follows one person through a film: the detector runs only until the person is found; then each frame tells the next one where to look.</summary>
public sealed class PersonTracker
{
    const double RememberedSeconds = 2; // a person who is lost for longer may come back anywhere
    const double SecondLookSeconds = 0.5; // between searches of all tiles while no person is found

    readonly PersonPerception _perception;
    readonly int _person;
    readonly bool _isSmoothed;
    CropRegion? _next, _lastSeen;
    double _lastSeconds, _nextSecondLook = double.MinValue;
    PersonDetails _details;
    PoseSmoothing? _smoothing;

    /// <param name="perception">Borrowed.</param>
    /// <param name="person">Who is followed where several are there: 1 is the largest.</param>
    /// <param name="isSmoothed">Whether jitter is taken out of the pose.</param>
    public PersonTracker(PersonPerception perception, int person = 1, bool isSmoothed = true)
    {
        if (person < 1)
            throw new ArgumentOutOfRangeException(nameof(person), $"Person {person}: people count from 1.");
        (_perception, _person, _isSmoothed) = (perception, person, isSmoothed);
    }

    /// <param name="frame">The next frame of the film.</param>
    /// <param name="seconds">Its time, later than that of the frame before.</param>
    /// <returns>Null where the person is not seen.</returns>
    public PerceivedPerson? Next(RgbImage frame, double seconds) => FindDetails(frame, FindBody(frame, seconds));

    /// <summary>First half of <see cref="Next"/>: the body. May run while <see cref="FindDetails"/> works on the frame before.</summary>
    internal PoseLandmarks? FindBody(RgbImage frame, double seconds)
    {
        var region = _next ?? Search(frame, seconds);
        var pose = region is { } known ? _perception.FindPose(frame, known) : null;
        if (pose is not null && !(pose.Presence > PoseLandmarker.LeastPresence))
            pose = null;
        if (pose is null)
        {
            (_next, _smoothing) = (null, null);
            return null;
        }
        if (_isSmoothed)
            (_smoothing ??= new PoseSmoothing()).Run(pose, seconds);
        _next = _lastSeen = pose.NextRegion();
        _lastSeconds = seconds;
        return pose;
    }

    /// <summary>Second half of <see cref="Next"/>: hands, face and matte.</summary>
    /// <param name="pose">What <see cref="FindBody"/> found in this frame; null forgets hands and face.</param>
    internal PerceivedPerson? FindDetails(RgbImage frame, PoseLandmarks? pose)
    {
        _details = pose is null ? default : _perception.FindDetails(frame, pose, _details, isFilm: true);
        return pose is null ? null : _perception.Complete(frame, pose, _details);
    }

    CropRegion? Search(RgbImage frame, double seconds)
    {
        var second = seconds >= _nextSecondLook ? SecondLook.IfNoPerson : SecondLook.Never;
        if (second == SecondLook.IfNoPerson)
            _nextSecondLook = seconds + SecondLookSeconds;
        var people = _perception.Search.Find(frame, second);
        if (_lastSeen is { } last && seconds - _lastSeconds < RememberedSeconds)
            return people.OrderBy(person => Vector2.Distance(person.Region.Center, last.Center)).FirstOrDefault()?.Region;
        return people.Count >= _person ? people[_person - 1].Region : null;
    }
}
