using System.Numerics;
using Avatars.Animation;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Solving;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// The dataset sampler: chooses the scene of every pair. Pair number i depends on split, seed and i alone, so that a set can be begun
/// anywhere; neighbours share a character, since building one is slow. Belongs to one thread.
/// </summary>
public sealed class PairSampler
{
    /// <summary>Pairs in a row of one person.</summary>
    public const int PairsPerPerson = 10;

    const string Recorded = "recorded sign";
    const float Degrees = MathF.PI / 180;
    const float Apart = 0.25f; // seconds at least between source and target of one clip

    readonly Split _split;
    readonly bool _samplesOnly;
    readonly float _otherFraming, _signing;
    readonly ulong _seed;
    readonly int _size;
    readonly MotionLibrary _motions;
    readonly PhotographBackgrounds? _photographs;
    readonly ProceduralCharacters _procedural;
    readonly CharacterBuilder _builder;
    readonly Dictionary<int, Person> _samples = [];
    Person? _current;

    /// <param name="size">Side of the pictures, pixels.</param>
    /// <param name="licence">Only items under this licence; null for all.</param>
    /// <param name="samplesOnly">Only the twelve sample characters (seen identities), in the split's motions, instead of procedural ones.</param>
    /// <param name="otherFraming">Share of the pairs, 0 to 1, whose source is framed independently of the target, for example a whole figure for a
    /// target at signing distance. The others have the target's framing.</param>
    /// <param name="signing">Share of the pairs, 0 to 1, with a sign-language target: waist or chest up, facing the camera, from a source with its
    /// own framing and side.</param>
    /// <param name="photographs">Half of the backgrounds; null for none.</param>
    public PairSampler(MakeHumanLibrary library, MotionLibrary motions, Split split, ulong seed, int size, string? licence, bool samplesOnly = false,
        float otherFraming = 0, float signing = 0, PhotographBackgrounds? photographs = null)
    {
        (_split, _seed, _size, _motions, _samplesOnly, _otherFraming, _signing) = (split, seed, size, motions, samplesOnly, otherFraming, signing);
        _photographs = photographs;
        _procedural = new ProceduralCharacters(library, new Wardrobe(library, split, licence));
        _builder = new CharacterBuilder(library);
    }

    /// <summary>The number of the person in pair <paramref name="index"/>: in training two of five are sample characters.</summary>
    public static int PersonOf(Split split, int index)
    {
        var group = index / PairsPerPerson;
        if (split == Split.Train && group % 5 is 0 or 2)
            return (group / 5 * 2 + group % 5 / 2) % SampleCharacters.Count;
        return SampleCharacters.Count + group;
    }

    public PairScene Sample(int index)
    {
        var random = new SeededRandom("pair " + _split, _seed, (ulong)index);
        var person = PersonAt(_samplesOnly ? index / PairsPerPerson % SampleCharacters.Count : PersonOf(_split, index));
        var signing = _signing > 0 && random.Chance(_signing); // sampled only if requested, so that other data sets keep their random numbers
        var framing = signing ? random.Chance(0.45f) ? Framing.Chest : Framing.Waist : FramingOf(random);
        var (lighting, background) = _photographs is null ? SceneRandomization.Sample(random) : SceneRandomization.Sample(random, _photographs, _size);
        var (source, target) = Poses(person.Body, framing, random);
        var sourceFraming = signing || _otherFraming > 0 && random.Chance(_otherFraming) ? FramingOf(random) : framing;
        var (sourceCamera, targetCamera) = Cameras(person.Body, sourceFraming, framing, source, target, signing, random);
        return new PairScene
        {
            Index = index,
            Person = person,
            Framing = framing,
            Lighting = lighting,
            Background = background,
            Source = Take(person.Body, source, sourceCamera),
            Target = Take(person.Body, target, targetCamera),
        };
    }

    static Framing FramingOf(SeededRandom random) => random.Unit() switch { < 0.22f => Framing.Chest, < 0.48f => Framing.Waist, < 0.65f => Framing.Knees,
        _ => Framing.Full };

    Person PersonAt(int number)
    {
        if (number < SampleCharacters.Count)
        {
            if (!_samples.TryGetValue(number, out var sample))
                _samples[number] = sample = Make(number, SampleCharacters.Recipes[number]);
            return sample;
        }
        return _current?.Number == number ? _current : _current = Make(number, _procedural.Recipe(_seed, (ulong)number));
    }

    Person Make(int number, CharacterRecipe recipe) => new(number, recipe, _builder.Build(recipe));

    readonly record struct Moment(JointTransform[] Local, string Motion, float Seconds);

    (Moment Source, Moment Target) Poses(PosedBody body, Framing framing, SeededRandom random)
    {
        var choice = random.Unit();
        var kind = framing switch
        {
            Framing.Chest => choice < 0.4f ? Recorded : choice < 0.92f ? "sign" : "move",
            Framing.Waist => choice < 0.3f ? Recorded : choice < 0.7f ? "sign" : choice < 0.85f ? "clip" : "move",
            Framing.Knees => choice < 0.15f ? Recorded : choice < 0.4f ? "sign" : choice < 0.7f ? "clip" : "move",
            _ => choice < 0.08f ? Recorded : choice < 0.17f ? "sign" : choice < 0.65f ? "clip" : "move",
        };
        var standing = random.Chance(0.4f);
        if (kind == Recorded)
            return (standing ? RandomPoses(body, "stand", random) : FromSign(body, random), FromSign(body, random));
        if (kind == "clip")
        {
            var clip = random.Pick(_motions.Clips);
            var before = IsStill(clip) ? random.Pick(_motions.Clips) : clip;
            var gesture = random.Chance(0.25f);
            var (first, second) = Seconds(clip, random);
            var target = FromClip(body, clip, second, gesture, random);
            if (standing || IsStill(before))
                return (RandomPoses(body, "stand", random), target);
            return (FromClip(body, before, before == clip ? first : random.Between(0, before.Length), gesture, random), target);
        }
        return (RandomPoses(body, standing ? "stand" : kind, random), RandomPoses(body, kind, random));
    }

    /// <summary>A moment of a recorded sign, by either hand, with a stance of its own.</summary>
    Moment FromSign(PosedBody body, SeededRandom random)
    {
        var sign = random.Pick(_motions.Signs);
        var seconds = random.Between(0.1f, 0.9f) * sign.Length; // the ends are at rest
        _motions.Pose(sign, seconds, body);
        if (random.Chance(0.4f))
            body.Mirror();
        RandomPose.Perturb(body, random);
        body.StandOnGround();
        return new Moment([.. body.Local], sign.Name, seconds);
    }

    static bool IsStill(AnimationClip clip) => clip.FrameCount <= 2;

    static (float, float) Seconds(AnimationClip clip, SeededRandom random)
    {
        var first = random.Between(0, clip.Length);
        var second = random.Between(0, clip.Length);
        if (MathF.Abs(second - first) < Apart && clip.Length > 2 * Apart)
            second = first < clip.Length / 2 ? first + Apart : first - Apart;
        return (first, second);
    }

    Moment FromClip(PosedBody body, AnimationClip clip, float seconds, bool gesture, SeededRandom random)
    {
        _motions.Pose(clip, seconds, body);
        FaceViewer(body);
        if (gesture)
            RandomPose.Gesture(body, random);
        RandomPose.Hands(body, random, gesture);
        SpellSometimes(body, random, 0.2f);
        if (IsStill(clip)) // carries no information about height
            body.RestOnGround();
        return new Moment([.. body.Local], clip.Name, seconds);
    }

    Moment RandomPoses(PosedBody body, string kind, SeededRandom random)
    {
        if (kind == "sign")
            RandomPose.Sign(body, random);
        else if (kind == "move")
            RandomPose.Move(body, random);
        else
            RandomPose.Stand(body, random);
        if (kind != "stand")
            SpellSometimes(body, random, kind == "sign" ? 0.6f : 0.2f);
        return new Moment([.. body.Local], kind, 0);
    }

    /// <summary>Replaces the shape of each hand by a recorded one.</summary>
    void SpellSometimes(PosedBody body, SeededRandom random, float probability)
    {
        for (var side = 0; side < 2; side++)
            if (random.Chance(probability))
                _motions.Hand(random).Apply(body, left: side == 0);
        body.Update();
    }

    /// <summary>Rotates a clip's pose partly towards the camera, so that a person who walks away is not always seen from behind.</summary>
    static void FaceViewer(PosedBody body)
    {
        var across = body.Position(HumanBodyBones.LeftUpperLeg) - body.Position(HumanBodyBones.RightUpperLeg);
        var heading = MathF.Atan2(-across.Z, across.X);
        var root = body.Local[0];
        body.Local[0] = root with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitY, -heading * 0.6f) * root.Rotation };
        body.Update();
    }

    (Camera Source, Camera Target) Cameras(PosedBody body, Framing sourceFraming, Framing framing, Moment source, Moment target, bool signing,
        SeededRandom random)
    {
        var yaw = signing ? 25 * random.Normal() : random.Chance(0.1f) ? random.Between(-180, 180) : 20 * random.Normal();
        var choice = random.Unit();
        var turned = signing ? 8 * random.Normal() : choice < 0.55f ? yaw : choice < 0.85f ? yaw + random.Between(-20, 20) : choice < 0.95f ? yaw
            + random.Between(-60, 60) : random.Between(-180, 180);
        var pitch = random.Between(-4, 10);
        var fieldOfView = random.Between(22, 36) * Degrees;
        var margin = random.Between(0, 0.05f);
        var withHands = framing == Framing.Full || random.Chance(framing == Framing.Chest ? 0.85f : 0.6f);
        List<Vector3> inSource = PositionsOf(body, source, sourceFraming, withHands), inTarget = PositionsOf(body, target, framing, withHands);
        if (random.Chance(0.4f) || sourceFraming != framing || signing) // each picture framed for itself: sources rarely are as large as targets
            return (Fit(inSource, yaw), Fit(inTarget, turned));
        inSource.AddRange(inTarget);
        return (Fit(inSource, yaw), Fit(inSource, turned));

        Camera Fit(List<Vector3> positions, float degrees) => PairCamera.Fit(positions, degrees * Degrees, pitch * Degrees, fieldOfView, margin, _size);
    }

    static List<Vector3> PositionsOf(PosedBody body, Moment moment, Framing framing, bool withHands)
    {
        moment.Local.CopyTo(body.Local, 0);
        body.Update();
        return [.. PairCamera.PointsToShow(body, framing, withHands)];
    }

    static Snapshot Take(PosedBody body, Moment moment, Camera camera)
    {
        var model = new Matrix4x4[moment.Local.Length];
        LocalToModel.Run(body.Skeleton, moment.Local, model);
        return new Snapshot(moment.Local, model, camera, moment.Motion, moment.Seconds);
    }
}
