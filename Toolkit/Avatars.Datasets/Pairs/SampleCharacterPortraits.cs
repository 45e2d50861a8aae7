using System.Numerics;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Graphics;
using Avatars.Graphics.Scenes;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Datasets.Pairs;

/// <summary>Source pictures of the sample characters on a light background: full body, relaxed and rotated a little; and from the hips up, facing the
/// camera with both hands visible.</summary>
public static class SampleCharacterPortraits
{
    const float Yaw = 18 * MathF.PI / 180;
    const float Pitch = 3 * MathF.PI / 180;
    const float FieldOfView = 28 * MathF.PI / 180;
    const float Margin = 0.03f;
    const float PoseVariation = 0.04f;
    const int Large = 512;
    const int Small = 256;

    /// <summary>Writes `person-NN.png` (head to foot) and `person-NN-waist.png`, both also at 256 pixels as `...-256.png`, each with a file of
    /// its keypoints.</summary>
    /// <returns>The files, in the order of completion.</returns>
    public static IEnumerable<string> Render(string assets, string folder)
    {
        var builder = new CharacterBuilder(new MakeHumanLibrary(assets));
        using var context = new GraphicsContext();
        Directory.CreateDirectory(folder);
        using var large = new PairRenderer(context, Large);
        using var small = new PairRenderer(context, Small);
        for (var i = 0; i < SampleCharacters.Count; i++)
        {
            var recipe = SampleCharacters.Recipes[i];
            var person = new Person(i, recipe, builder.Build(recipe));
            var framings = new[] { (Framing.Full, ""), (Framing.Waist, "-waist") };
            foreach (var (framing, suffix) in framings)
                foreach (var (renderer, size, ending) in new[] { (large, Large, ""), (small, Small, "-256") })
                {
                    var path = Path.Combine(folder, recipe.Name + suffix + ending + ".png");
                    var (picture, keypoints) = Draw(renderer, person, framing, size);
                    PictureFile.Write(path, picture);
                    KeypointsFile.Write(Path.ChangeExtension(path, null) + KeypointsFile.SidecarEnding, keypoints);
                    yield return path;
                }
        }
    }

    static (RgbImage Picture, KeypointFrame Keypoints) Draw(PairRenderer renderer, Person person, Framing framing, int size)
    {
        var body = person.Body;
        var near = framing == Framing.Waist;
        if (near)
            RandomPose.Present(body);
        else
            RandomPose.Stand(body, new SeededRandom("portrait", 0, (ulong)person.Number), PoseVariation);
        var model = new Matrix4x4[body.Local.Length];
        LocalToModel.Run(body.Skeleton, body.Local, model);
        var camera = PairCamera.Fit([.. PairCamera.PointsToShow(body, framing, withHands: true)], near ? 0 : Yaw, Pitch, FieldOfView, Margin, size);
        var snapshot = new Snapshot([.. body.Local], model, camera, near ? "present" : "stand", 0);
        var scene = new PairScene
        {
            Index = 0,
            Person = person,
            Framing = framing,
            Lighting = SceneLighting.Studio,
            Background = SceneRandomization.PlainStudio,
            Source = snapshot,
            Target = snapshot,
        };
        renderer.Draw(scene);
        renderer.TryTake(out _, out var picture, out _);
        return (picture, new KeypointFrame(KeypointLayout.Avatar128, (size, size), [new PairNotes(size).Take(scene).SourceKeypoints]));
    }
}
