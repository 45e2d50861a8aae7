using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.PoseMaps;
using Avatars.Posing;

namespace Avatars.Signing.Editing;

/// <summary>A signed film as a scene: its keys, its glosses, and a camera that sees all of it.</summary>
public static class SigningScene
{
    /// <summary>What is behind a signer where nothing else is asked for: a plain greyish blue, from which hands of every colour stand out.</summary>
    public const string Background = "#6F8AA3";

    const string Person = "person-1";

    /// <param name="film">On the standard humanoid.</param>
    /// <param name="options">That it was made with.</param>
    /// <param name="language">Of the manual alphabet.</param>
    /// <param name="isOwnAlphabet">The alphabet is not a built-in one: its letters are kept in the scene.</param>
    /// <param name="camera">Of the film.</param>
    /// <param name="folder">Of the scene; recordings that lie elsewhere are copied there.</param>
    /// <param name="pictures">That show the person, in the scene's folder.</param>
    /// <param name="background">A colour or a picture in the scene's folder; an empty path shows the pictures' own, null <see cref="Background"/>.</param>
    /// <exception cref="FormatException">The film is too long for a scene; nothing was copied.</exception>
    /// <exception cref="System.IO.IOException">A recording cannot be copied.</exception>
    public static PoseDocument Of(SigningMotion film, SigningOptions options, string language, bool isOwnAlphabet, Camera camera, SceneFolder folder,
        IReadOnlyList<FileReference>? pictures = null, FileReference? background = null)
    {
        var tracks = GlossKeys.Of(film, Person, SceneFile.MaximumKeys);
        var glosses = GlossTrack.Glosses(Person, film.Signs, new SignSources(folder), isOwnAlphabet);
        var targets = new List<string>();
        foreach (var track in tracks)
            targets.Add(track.Target.ToString());
        var items = new List<SceneItem>
        {
            new SceneSettings(film.Name, film.Length, options.FrameRate, Background: background?.File ?? Background, BackgroundHash: background?.Hash ?? ""),
            new PersonItem(Person, "Signer", pictures ?? [], default, new Dictionary<string, float>()),
            new SignSettings(Person, language, options.LeftHanded, options.Rate, options.Idle, options.Seed, targets),
            CameraOf(camera),
        };
        items.AddRange(glosses);
        items.AddRange(tracks);
        return new PoseDocument(items);
    }

    /// <summary>The target lies where the axis of the view comes nearest to the middle of the person.</summary>
    static CameraItem CameraOf(Camera camera)
    {
        var distance = MathF.Max(0.1f, Vector3.Dot(new Vector3(0, camera.Position.Y, 0) - camera.Position, camera.Forward));
        return new CameraItem("front", camera.Position, camera.Position + camera.Forward * distance, camera.VerticalFieldOfView * 180 / MathF.PI);
    }
}
