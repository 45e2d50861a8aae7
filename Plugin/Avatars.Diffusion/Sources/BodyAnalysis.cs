using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Avatars.Body;
using Avatars.Body.Fitting;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Perception;

namespace Avatars.Sources;

/// <summary>From a picture to the body of a person in it. Not thread-safe.</summary>
public sealed class BodyAnalysis : IDisposable
{
    const float SmallPerson = 100; // pixels of the body's box: below, a landmark's error is some percent of the body

    readonly PersonPerception _perception;
    readonly BodyFitter _fitter;

    /// <param name="models">Borrowed.</param>
    /// <param name="body">Borrowed; <c>Models/body/human.body</c>.</param>
    /// <exception cref="System.IO.FileNotFoundException">A network is missing.</exception>
    /// <exception cref="FormatException">A network is damaged.</exception>
    public BodyAnalysis(PerceptionModels models, BodyModel body, InferenceOptions inference, PerceptionOptions? options = null)
    {
        _perception = new PersonPerception(models, inference, options);
        _fitter = new BodyFitter(body);
    }

    /// <param name="person">From 1, the largest.</param>
    /// <param name="focalLength">Of the camera, pixels; null where it is unknown.</param>
    /// <exception cref="FormatException">The picture shows no person.</exception>
    /// <exception cref="ArgumentException">It shows fewer people.</exception>
    public SourceBody Analyse(RgbImage picture, int person = 1, float? focalLength = null)
    {
        var people = _perception.FindPeople(picture);
        if (people.Count == 0)
            throw new FormatException("No person was found in the picture. Use one that shows a person clearly, from the front or the side.");
        if (person < 1 || person > people.Count)
            throw new ArgumentException($"There is no person {person} in the picture: {people.Count} {(people.Count == 1 ? "was" : "were")} found.",
                nameof(person));
        return Fit(people[person - 1], people.Count, focalLength);
    }

    /// <summary>The body of a person that was found before.</summary>
    /// <param name="people">In the picture.</param>
    /// <inheritdoc cref="Analyse"/>
    public SourceBody Fit(PerceivedPerson seen, int people = 1, float? focalLength = null)
    {
        var fit = _fitter.Fit(TargetOf(seen, focalLength));
        var warnings = new List<string>();
        var box = seen.Box;
        if (Math.Max(box.Width, box.Height) is var side && side < SmallPerson)
            warnings.Add($"The person is only {side.ToString(CultureInfo.InvariantCulture)} pixels large. Use a larger picture.");
        warnings.AddRange(fit.Warnings);
        return new SourceBody(seen, fit, people, warnings);
    }

    public void Dispose() => _perception.Dispose();

    /// <summary>What a body is fitted to.</summary>
    public static FitTarget TargetOf(PerceivedPerson seen, float? focalLength = null) => new()
    {
        Width = seen.PictureWidth,
        Height = seen.PictureHeight,
        Joints = JointsOf(seen.Joints),
        LeftHand = HandOf(seen.LeftHand),
        RightHand = HandOf(seen.RightHand),
        Face = seen.Face is { } face ? [.. face.Pixels.Select(Flat)] : null,
        Matte = seen.Matte?.Bytes,
        FocalLength = focalLength,
    };

    static SeenJoint[] JointsOf(IReadOnlyList<PerceivedJoint> joints)
    {
        var metres = LandmarkRefinement.Run(joints);
        return [.. joints.Select((joint, i) => new SeenJoint(Flat(joint.Pixels), metres[i], joint.Visibility))];
    }

    static SeenHand? HandOf(PerceivedHand? hand) => hand is null ? null : new SeenHand([.. hand.Pixels.Select(Flat)], [.. hand.Metres]);

    static Vector2 Flat(Vector3 point) => new(point.X, point.Y);
}
