using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Avatars.Body;
using Avatars.Files;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Perception;

namespace Avatars.Sources;

/// <summary>How far the analysis of a person is.</summary>
/// <param name="Stage">What is being done, for people to read.</param>
/// <param name="Share">Of the whole, 0..1.</param>
public readonly record struct AnalysisProgress(string Stage, float Share);

/// <summary>From pictures of one person to everything that is worked out once about them. The networks load with the first pictures and stay loaded.
/// Not thread-safe.</summary>
public sealed class PersonAnalyser : IDisposable
{
    const int LargestSide = 2560; // pixels
    const int SmallestPerson = 48; // pixels of the person's box
    const float LeastOverlap = 0.7f; // of outlines; people in wide clothes or behind furniture have 0.8, in ordinary ones 0.95
    const float MostError = 0.1f; // of the body's height

    const string NoFace = "No face was found: the person may be turned away, and front and back may be mistaken. Use a picture from the front or the side.";

    const string Drawn = "The picture looks like a line drawing, and so will the person. Use a photograph.";

    readonly BodyModel _body;
    readonly InferenceOptions _inference;
    readonly Func<PerceptionModels> _models;
    BodyAnalysis? _analysis;

    /// <param name="body">Borrowed; <see cref="BodyFile.ReadShipped"/>.</param>
    /// <param name="inference">For the networks that see people.</param>
    /// <param name="models">Where these are; null for the usual folder.</param>
    public PersonAnalyser(BodyModel body, InferenceOptions inference, Func<PerceptionModels>? models = null)
    {
        _body = body;
        _inference = inference;
        _models = models ?? (() => PerceptionModels.Open());
    }

    /// <summary>Texels of the atlas; a power of two from 16 to 4096.</summary>
    public int TextureSide { get; init; } = SourceTexture.UsualSide;

    /// <summary>Several pictures show the person in the same clothes; pose, proportions and background are those of the first.</summary>
    /// <remarks>Pictures with more than 2560 pixels along a side are reduced to that first; <see cref="AnalysedPerson.Picture"/> is the reduced one.</remarks>
    /// <param name="pictures">At least one, each with the name that messages give it; empty names for none.</param>
    /// <param name="person">Which person of each picture, from 1, the largest.</param>
    /// <param name="warn">Receives a sentence for each thing that a user should know.</param>
    /// <param name="progress">Called on this thread, before each stage.</param>
    /// <exception cref="FormatException">A picture shows no person.</exception>
    /// <exception cref="ArgumentException">A picture shows fewer people, or there is no picture.</exception>
    /// <exception cref="System.IO.FileNotFoundException">The networks that see people are not set up; the message names the command that brings
    /// them.</exception>
    public AnalysedPerson Analyse(IReadOnlyList<(string Name, RgbImage Picture)> pictures, int person = 1, Action<string>? warn = null,
        Action<AnalysisProgress>? progress = null)
    {
        if (pictures.Count == 0)
            throw new ArgumentException("No picture of the person is given.", nameof(pictures));
        progress?.Invoke(new AnalysisProgress("Loading the networks that see people", 0));
        _analysis ??= new BodyAnalysis(_models(), _body, _inference);
        pictures = pictures.Select(each => (each.Name, Reduced(each.Picture))).ToArray();
        var found = new List<(SourceBody Source, RgbImage Picture)>();
        for (var i = 0; i < pictures.Count; i++)
        {
            progress?.Invoke(new AnalysisProgress("Finding the person and fitting a body", 0.2f + 0.5f * i / pictures.Count));
            found.Add((Analyse(pictures[i].Name, pictures[i].Picture, person, warn), pictures[i].Picture));
        }
        progress?.Invoke(new AnalysisProgress("Taking texture and background", 0.7f));
        var (first, firstPicture) = found[0];
        return new AnalysedPerson
        {
            Person = SourceTexture.Take(found, TextureSide),
            Picture = firstPicture,
            Matte = first.Seen.Matte?.Bytes ?? Array.Empty<byte>(),
            Camera = first.Fit.Camera,
            Pose = first.Fit.Pose,
            Expression = first.Fit.Expression,
            Coverage = found.Max(each => each.Source.Fit.Coverage),
            FitError = first.Fit.FitError,
        };
    }

    public void Dispose() => _analysis?.Dispose();

    /// <summary>The networks see people in animals, drawings and clouds too; a body does not fit those.</summary>
    static void RequirePerson(SourceBody found)
    {
        var (side, overlap) = (Math.Max(found.Seen.Box.Width, found.Seen.Box.Height), found.Fit.OutlineOverlap ?? 1);
        if (side < SmallestPerson)
            throw new FormatException($"The person is only {side} pixels large, and at least {SmallestPerson} are needed. Use a larger picture.");
        if (overlap < LeastOverlap || found.Fit.FitError > MostError)
            throw new FormatException($"What was found does not look like a person: a body covers {Percent(overlap)} of its outline, and its joints are "
                + $"off by {Percent(found.Fit.FitError)} of its height. Use a picture that shows a person clearly.");

        static string Percent(float share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
    }

    static IEnumerable<string> WarningsOf(PerceivedPerson seen, RgbImage picture)
    {
        if (seen.Face is null)
            yield return NoFace;
        if (seen.Matte is { } matte && LineDrawing.Shows(picture, matte))
            yield return Drawn;
    }

    /// <summary>Larger pictures hold more than the networks and the atlas take up.</summary>
    static RgbImage Reduced(RgbImage picture)
    {
        var scale = (float)LargestSide / Math.Max(picture.Width, picture.Height);
        return scale >= 1 ? picture : PictureResizer.Resize(picture, Math.Max(1, (int)(scale * picture.Width + 0.5f)),
            Math.Max(1, (int)(scale * picture.Height + 0.5f)), ResizeFilter.Bilinear);
    }

    SourceBody Analyse(string name, RgbImage picture, int person, Action<string>? warn)
    {
        try
        {
            var found = _analysis!.Analyse(picture, person);
            RequirePerson(found);
            foreach (var warning in found.Warnings.Concat(WarningsOf(found.Seen, picture)))
                warn?.Invoke(name.Length > 0 ? $"{name}: {warning}" : warning);
            return found;
        }
        catch (Exception error) when (name.Length > 0 && error is FormatException or ArgumentException)
        {
            throw new FormatException($"{name}: {ErrorLine.Of(error)}", error);
        }
    }
}
