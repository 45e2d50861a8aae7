using System.Diagnostics;
using Avatars.Files;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Perception;
using Avatars.Pictures;
using Avatars.Video;

namespace Avatars.Cli.Detecting;

/// <summary>What 'avatar detect' was asked for.</summary>
/// <param name="Person">From 1, the largest; null for the largest.</param>
sealed record DetectionRequest(string Input, DetectionOutput Output, string? Overlay, int? Person, PoseModel Model, bool IsSmoothed, double? FramesPerSecond)
{
    public int Wanted => Person ?? 1;
}

/// <summary>Runs perception over a picture, a film or a folder of pictures, and writes what was found.</summary>
static class Detection
{
    static readonly string[] PictureEndings = [".png", ".jpg", ".jpeg"];

    public static void Run(DetectionRequest request, CancellationToken stop)
    {
        var models = PerceptionModels.Open();
        if (Directory.Exists(request.Input))
            RunFolder(request, models, stop);
        else if (IsPicture(request.Input))
            RunPicture(request, models);
        else
            RunFilm(request, models, stop);
    }

    /// <summary>By its first bytes, or by its name where these are no picture's: reading it then says what is wrong.</summary>
    static bool IsPicture(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file or folder '{path}'. Check the path.", path);
        Span<byte> start = stackalloc byte[8];
        using (var file = WholeFile.Open(path, long.MaxValue))
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        return start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || start.SequenceEqual((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10])
            || PictureEndings.Contains(Path.GetExtension(path).ToLowerInvariant());
    }

    static void RunPicture(DetectionRequest request, PerceptionModels models)
    {
        RequireOverlay(request, PictureEndings);
        var picture = Read(request.Input);
        using var perception = new PersonPerception(models, new InferenceOptions(), new PerceptionOptions { Model = request.Model });
        var people = perception.FindPeople(picture);
        var person = Choose(people, request);
        request.Output.Write([new(picture.Width, picture.Height, null, [person])], null);
        if (request.Overlay is { } overlay)
        {
            PersonOverlay.Draw([person], picture);
            PictureFile.Write(overlay, picture);
        }
        if (people.Count > 1)
            for (var i = 0; i < people.Count; i++)
                Console.WriteLine($"person {i + 1}{(i + 1 == request.Wanted ? " (taken)" : "")}: {Describe(people[i])}");
        else
            Console.WriteLine(Describe(person));
    }

    static PerceivedPerson Choose(IReadOnlyList<PerceivedPerson> people, DetectionRequest request)
    {
        if (people.Count == 0)
            throw new FormatException($"No person was found in '{request.Input}'. Give a picture in which a person can be seen well, "
                + "larger than a tenth of it.");
        if (request.Wanted > people.Count)
            throw new ArgumentException($"There is no person {request.Wanted} in '{request.Input}': "
                + $"{(people.Count == 1 ? "one person was" : $"{people.Count} people were")} found. The largest is person 1.");
        return people[request.Wanted - 1];
    }

    static string Describe(PerceivedPerson person)
    {
        var box = person.Box;
        var missing = new (string Name, bool IsSeen)[]
        {
            ("left hand", person.LeftHand is not null), ("right hand", person.RightHand is not null), ("face", person.Face is not null),
        }.Where(part => !part.IsSeen).Select(part => part.Name).ToArray();
        return $"{box.Width}x{box.Height} pixels at {box.X}, {box.Y}; score {person.Score:F2}, {person.Joints.Count(joint => joint.Visibility > 0.5f)} of "
            + $"{PerceivedPerson.JointCount} joints visible{(missing.Length > 0 ? "; not seen: " + string.Join(", ", missing) : "; both hands and face")}";
    }

    static void RunFolder(DetectionRequest request, PerceptionModels models, CancellationToken stop)
    {
        string[] pictures = [.. Directory.GetFiles(request.Input).Where(file => PictureEndings.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Order(StringComparer.Ordinal)];
        if (pictures.Length == 0)
            throw new FileNotFoundException($"'{request.Input}' holds no picture: no file that ends in {string.Join(", ", PictureEndings)}.");
        if (request.Overlay is { } folder)
            WholeFolder.RequireFree(folder);
        using var perception = new PersonPerception(models, new InferenceOptions(), new PerceptionOptions { Model = request.Model });
        var tracker = request.FramesPerSecond is null ? null : new PersonTracker(perception, request.Wanted, request.IsSmoothed);
        var frames = new List<PerceptionJson.Frame>();
        void Each(string? overlays) => Generating.Progress.Run("Detecting", pictures.Length, stop, tick =>
        {
            foreach (var file in pictures)
            {
                stop.ThrowIfCancellationRequested();
                var picture = Read(file);
                double? seconds = request.FramesPerSecond is { } rate ? frames.Count / rate : null;
                var person = tracker is null ? At(perception.FindPeople(picture), request.Wanted - 1) : tracker.Next(picture, seconds!.Value);
                PerceivedPerson[] people = person is null ? [] : [person];
                frames.Add(new(picture.Width, picture.Height, seconds, [.. people.Select(found => found.WithoutMatte())]));
                if (person is null)
                    Console.Error.WriteLine($"avatar: note: no person{(request.Wanted > 1 ? $" number {request.Wanted}" : "")} was found in '{file}'.");
                if (overlays is not null)
                {
                    PersonOverlay.Draw(people, picture);
                    PictureFile.Write(Path.Combine(overlays, Path.GetFileNameWithoutExtension(file) + ".png"), picture);
                }
                tick();
            }
            RequirePerson(frames, request.Input);
        });
        if (request.Overlay is { } named)
            WholeFolder.Create(named, Each);
        else
            Each(null);
        request.Output.Write(frames, request.FramesPerSecond);
        Console.WriteLine($"person found in {frames.Count(frame => frame.People.Count > 0)} of {frames.Count} pictures");
    }

    static void RunFilm(DetectionRequest request, PerceptionModels models, CancellationToken stop)
    {
        RequireOverlay(request, [".mp4"]);
        using var film = new VideoReader(request.Input);
        // Networks run side by side, each on one thread: bodies of one frame, hands and face of the frame before.
        using var perception = new PersonPerception(models, new InferenceOptions { Threads = 1 },
            new PerceptionOptions { Model = request.Model, MakeMatte = request.Overlay is not null });
        var tracker = new PersonTracker(perception, request.Wanted, request.IsSmoothed);
        var frames = new List<PerceptionJson.Frame>();
        VideoWriter? overlay = null;
        var start = Stopwatch.GetTimestamp();
        try
        {
            Generating.Progress.Run("Detecting", (int)Math.Max(1, film.ExpectedFrames), stop, tick => FilmPerception.Run(film, tracker, frame =>
            {
                PerceivedPerson[] people = frame.Person is { } person ? [person] : [];
                frames.Add(new(frame.Picture.Width, frame.Picture.Height, frame.Seconds, [.. people.Select(found => found.WithoutMatte())]));
                if (request.Overlay is { } path)
                {
                    PersonOverlay.Draw(people, frame.Picture);
                    overlay ??= new VideoWriter(path, frame.Picture.Width, frame.Picture.Height, new VideoOptions { FramesPerSecond = film.FramesPerSecond });
                    overlay.Write(frame.Picture);
                }
                tick();
            }, stop));
            RequirePerson(frames, request.Input);
            request.Output.Write(frames, film.FramesPerSecond);
            overlay?.Finish();
        }
        finally
        {
            overlay?.Dispose();
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (film.Warning is { } warning)
            Console.Error.WriteLine($"avatar: note: {warning}");
        var hands = frames.Sum(frame => frame.People.Sum(found => (found.LeftHand is null ? 0 : 1) + (found.RightHand is null ? 0 : 1)));
        Console.WriteLine($"person seen in {frames.Count(frame => frame.People.Count > 0)} of {frames.Count} frames, a hand {hands} times, the face "
            + $"{frames.Sum(frame => frame.People.Count(found => found.Face is not null))} times; {frames.Count / seconds:F1} frames a second");
    }

    static PerceivedPerson? At(IReadOnlyList<PerceivedPerson> people, int index) => index < people.Count ? people[index] : null;

    static RgbImage Read(string path) => PictureFile.ReadRgb(path, warning => Console.Error.WriteLine($"avatar: note: {warning}"));

    static void RequirePerson(List<PerceptionJson.Frame> frames, string input)
    {
        if (frames.TrueForAll(frame => frame.People.Count == 0))
            throw new FormatException($"No person was found in '{input}'. Give pictures in which a person can be seen well, larger than a tenth of them.");
    }

    static void RequireOverlay(DetectionRequest request, string[] endings)
    {
        if (request.Overlay is not { } path)
            return;
        if (!endings.Contains(Path.GetExtension(path).ToLowerInvariant()))
            throw new NotSupportedException($"--overlay '{path}': of '{request.Input}' it is written as {string.Join(", ", endings)}. Give the file that "
                + "ending.");
        WholeFile.RequireWritable(path);
    }
}
