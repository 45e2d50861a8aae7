using System.Numerics;
using Avatars.Body;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Cli.Tests;

/// <summary>A person file of an average body, red or in another colour, before a blue background.</summary>
static class RedPerson
{
    /// <returns>The path.</returns>
    public static string Write(string path, RgbColor? colour = null)
    {
        var model = BodyFile.Read(Path.Combine(SharedFolders.Repository, "Models", "body", "human.body"));
        var person = TexturedPerson.Plain(model, colour ?? new RgbColor(200, 20, 20), new RgbColor(20, 60, 200));
        var pose = new Rig.JointTransform[person.Body.Skeleton.Count];
        person.Body.Skeleton.CopyRestTo(pose);
        PersonFile.Write(path, new AnalysedPerson
        {
            Person = person, Picture = RandomPictures.Make(80, 100, seed: 1), Matte = [], Pose = pose, Expression = new float[model.Expressions.Count],
            Camera = Camera.Orbit(new Vector3(0, 1, 0), 0, 0, 3, 0.6f, 80, 100), Coverage = 1, FitError = 0,
        });
        return path;
    }
}
