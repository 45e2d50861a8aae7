using System.Numerics;
using Avatars.Body;
using Avatars.Datasets;
using Avatars.Datasets.Bodies;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.Datasets.Pairs;
using Avatars.Imaging;
using Avatars.Perception;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.ModelEvaluation;

/// <summary>
/// Rendered people in clothes before all kinds of backgrounds, as MediaPipe's networks see them, beside where their landmarks truly are: what the correction
/// of metric landmarks is trained on. Scene number i depends on the seed and i alone, so that many can be made at once. Belongs to one thread.
/// </summary>
/// <param name="model">The body whose landmarks are the truth.</param>
/// <param name="photographs">Half of the backgrounds.</param>
/// <param name="renderer">Of pictures with a side of <see cref="Size"/>.</param>
public sealed class LandmarkSampler(MakeHumanLibrary library, MotionLibrary motions, BodyModel model, PhotographBackgrounds photographs, PairRenderer renderer,
    PersonPerception perception, ulong seed)
{
    /// <summary>Of the pictures, pixels.</summary>
    public const int Size = 512;

    /// <summary>Of a sample: landmarks in pixels and in metres, visibility, the truth.</summary>
    public const int ValuesPerSample = 33 * 10;

    const int ScenesPerPerson = 12;
    const float Degrees = MathF.PI / 180, Height = 1.7f, HeadToFoot = 0.86f; // as RenderedFitTests: from the ankle to the base of the skull, of the height
    const float MostOff = 60; // pixels: beyond, another person was found in the background

    /// <summary>By these a person is told from another: nose, shoulders, elbows, wrists.</summary>
    static readonly int[] Upper = [0, 11, 12, 13, 14, 15, 16];

    readonly ProceduralCharacters _people = new(library, new Wardrobe(library, Split.Train, null));
    readonly CharacterBuilder _builder = new(library);
    readonly BodyShapeFit _shapes = new(model, library.Body.Origins.Max() + 1);
    (Person Person, SimulatedFit Fit)? _current;

    /// <summary>Two pictures of one person.</summary>
    /// <returns><see cref="ValuesPerSample"/> numbers for each picture in which the person was found.</returns>
    public IEnumerable<float[]> Sample(int scene)
    {
        var random = new SeededRandom("landmarks", seed, (ulong)scene);
        var (person, fit) = PersonOf(scene / ScenesPerPerson);
        var (lighting, background) = SceneRandomization.Sample(random, photographs, Size);
        var pair = new PairScene
        {
            Index = scene, Person = person, Framing = Framing.Full, Lighting = lighting, Background = background,
            Source = Take(person.Body, random), Target = Take(person.Body, random),
        };
        renderer.Draw(pair);
        renderer.TryTake(out _, out var source, out var target);
        var (body, inSource, inTarget) = fit.Pose(pair, FitErrors.None, random);
        var surface = new PosedSurface(body);
        foreach (var (picture, camera, pose) in new[] { (source, pair.Source.Camera, inSource), (target, pair.Target.Camera, inTarget) })
        {
            surface.Pose(pose);
            Vector3[] truth = [.. model.PointsOf("pose").Select(point => point.Locate(surface.Positions, surface.JointPositions))];
            if (Seen(picture, camera, truth) is { } seen)
                yield return Values(seen, truth, camera, Height * HeadToFoot
                    / (person.Body.RestPosition(HumanBodyBones.Head).Y - person.Body.RestPosition(HumanBodyBones.LeftFoot).Y));
        }
    }

    (Person Person, SimulatedFit Fit) PersonOf(int number)
    {
        number += SampleCharacters.Count;
        if (_current is { } current && current.Person.Number == number)
            return current;
        var recipe = _people.Recipe(seed, (ulong)number);
        var person = new Person(number, recipe, _builder.Build(recipe));
        var body = person.Character.Meshes[0];
        var skin = new Vector3[library.Body.Origins.Max() + 1];
        for (var i = 0; i < body.Positions.Length; i++)
            skin[library.Body.Origins[i]] = body.Positions[i];
        _current = (person, new SimulatedFit(model, _shapes, person, skin, _ => false));
        return _current.Value;
    }

    /// <summary>A person in some pose before some camera: half of them about from the front, the others from any side.</summary>
    Snapshot Take(PosedBody body, SeededRandom random)
    {
        var kind = random.Unit() switch { < 0.2f => "stand", < 0.4f => "sign", < 0.65f => "move", _ => "clip" };
        var framing = kind == "sign" ? random.Chance(0.7f) ? Framing.Waist : Framing.Full
            : random.Chance(0.75f) ? Framing.Full : random.Chance(0.5f) ? Framing.Waist : Framing.Knees;
        var yaw = random.Chance(0.55f) ? 25 * random.Normal() : random.Chance(0.6f) ? random.Between(-100, 100) : random.Between(-180, 180);
        Pose(body, kind, random);
        var model = new Matrix4x4[body.Local.Length];
        LocalToModel.Run(body.Skeleton, body.Local, model);
        var camera = PairCamera.Fit([.. PairCamera.PointsToShow(body, framing, withHands: true)], yaw * Degrees, random.Between(-0.1f, 0.2f),
            random.Between(0.35f, 1), random.Between(0, 0.12f), Size);
        return new Snapshot([.. body.Local], model, camera, kind, 0);
    }

    void Pose(PosedBody body, string kind, SeededRandom random)
    {
        if (kind == "sign")
            RandomPose.Sign(body, random);
        else if (kind == "move")
            RandomPose.Move(body, random);
        else if (kind == "stand")
            RandomPose.Stand(body, random, random.Between(0.2f, 1));
        else
        {
            var clip = random.Pick(motions.Clips);
            motions.Pose(clip, random.Between(0, clip.Length), body);
            var across = body.Position(HumanBodyBones.LeftUpperLeg) - body.Position(HumanBodyBones.RightUpperLeg);
            var heading = MathF.Atan2(-across.Z, across.X);
            body.Local[0] = body.Local[0] with
            {
                Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitY, -heading * random.Between(0.5f, 1)) * body.Local[0].Rotation,
            };
            RandomPose.Hands(body, random, signing: false);
            body.RestOnGround();
        }
        body.Update();
    }

    /// <summary>The person nearest to the truth; null where none is near.</summary>
    PerceivedPerson? Seen(RgbImage picture, Camera camera, Vector3[] truth)
    {
        return perception.FindPeople(picture).Select(person => (Person: person, Off: Upper.Average(Off(person)))).Where(found => found.Off < MostOff)
            .OrderBy(found => found.Off).Select(found => found.Person).FirstOrDefault();

        Func<int, float> Off(PerceivedPerson person) => joint => camera.TryProject(truth[joint], out var pixels, out _)
            ? Vector2.Distance(pixels, new Vector2(person.Joints[joint].Pixels.X, person.Joints[joint].Pixels.Y)) : Size;
    }

    static float[] Values(PerceivedPerson seen, Vector3[] truth, Camera camera, float scale)
    {
        var inCamera = Array.ConvertAll(truth, point => Vector3.TransformNormal(point, camera.View) * scale);
        var hips = (inCamera[23] + inCamera[24]) / 2;
        return [.. seen.Joints.SelectMany(joint => Numbers(joint.Pixels)), .. seen.Joints.SelectMany(joint => Numbers(joint.Metres)),
            .. seen.Joints.Select(joint => joint.Visibility), .. inCamera.SelectMany(point => Numbers(point - hips))];
    }

    static float[] Numbers(Vector3 point) => [point.X, point.Y, point.Z];
}
