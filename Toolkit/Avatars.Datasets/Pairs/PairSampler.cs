using System.Numerics;
using Avatars.Animation;
using Avatars.Datasets.MakeHuman;
using Avatars.Datasets.Motion;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Datasets.Pairs;

/// <summary>
/// Decides what every pair of a data set shows. Pair number i depends on split, seed and i alone, so that a set can be begun
/// anywhere; neighbours share a person, who is costly to make. Belongs to one thread.
/// </summary>
public sealed class PairSampler
{
    /// <summary>Pairs in a row of one person.</summary>
    public const int PairsPerPerson = 10;

    const string Recorded = "recorded sign";
    const float Degrees = MathF.PI / 180;
    const float Apart = 0.25f; // seconds at least between source and target of one clip

    readonly Split _split;
    readonly bool _residentsOnly;
    readonly float _otherFraming, _signing;
    readonly ulong _seed;
    readonly int _size;
    readonly MotionLibrary _motions;
    readonly Passersby _passersby;
    readonly CharacterBuilder _builder;
    readonly Dictionary<int, Person> _residents = [];
    Person? _passerby;

    /// <param name="size">Side of the pictures, pixels.</param>
    /// <param name="licence">Only items under this licence; null for all.</param>
    /// <param name="residentsOnly">The twelve residents in turn, in the split's motions, instead of strangers.</param>
    /// <param name="otherFraming">Share of the pairs, 0 to 1, whose source has a framing of its own: a whole figure whose hands are asked for at signing distance. The framing of the others is the target's.</param>
    /// <param name="signing">Share of the pairs, 0 to 1, that ask for what sign language asks for: somebody from the waist or the chest up who looks at the viewer, from a source framed for itself and seen from a side of its own.</param>
    public PairSampler(MakeHumanLibrary library, MotionLibrary motions, Split split, ulong seed, int size, string? licence, bool residentsOnly = false, float otherFraming = 0, float signing = 0)
    {
        (_split, _seed, _size, _motions, _residentsOnly, _otherFraming, _signing) = (split, seed, size, motions, residentsOnly, otherFraming, signing);
        _passersby = new Passersby(library, new Wardrobe(library, split, licence));
        _builder = new CharacterBuilder(library);
    }

    /// <summary>The number of the person in pair <paramref name="index"/>: in training two of five are residents.</summary>
    public static int PersonOf(Split split, int index)
    {
        var group = index / PairsPerPerson;
        if (split == Split.Train && group % 5 is 0 or 2)
            return (group / 5 * 2 + group % 5 / 2) % Residents.Count;
        return Residents.Count + group;
    }

    public PairScene Sample(int index)
    {
        var dice = new Dice("pair " + _split, _seed, (ulong)index);
        var person = Meet(_residentsOnly ? index / PairsPerPerson % Residents.Count : PersonOf(_split, index));
        var signing = _signing > 0 && dice.Chance(_signing); // rolled only where it is asked for: other sets stay as they were
        var framing = signing ? dice.Chance(0.45f) ? Framing.Chest : Framing.Waist : FramingOf(dice);
        var (lighting, background) = SceneDice.Roll(dice);
        var (source, target) = Poses(person.Body, framing, dice);
        var sourceFraming = signing || _otherFraming > 0 && dice.Chance(_otherFraming) ? FramingOf(dice) : framing;
        var (sourceCamera, targetCamera) = Cameras(person.Body, sourceFraming, framing, source, target, signing, dice);
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

    static Framing FramingOf(Dice dice) => dice.Unit() switch { < 0.22f => Framing.Chest, < 0.48f => Framing.Waist, < 0.65f => Framing.Knees, _ => Framing.Full };

    Person Meet(int number)
    {
        if (number < Residents.Count)
        {
            if (!_residents.TryGetValue(number, out var resident))
                _residents[number] = resident = Make(number, Residents.Recipes[number]);
            return resident;
        }
        return _passerby?.Number == number ? _passerby : _passerby = Make(number, _passersby.Recipe(_seed, (ulong)number));
    }

    Person Make(int number, CharacterRecipe recipe) => new(number, recipe, _builder.Build(recipe));

    readonly record struct Moment(JointTransform[] Local, string Motion, float Seconds);

    (Moment Source, Moment Target) Poses(PosedBody body, Framing framing, Dice dice)
    {
        var roll = dice.Unit();
        var kind = framing switch
        {
            Framing.Chest => roll < 0.4f ? Recorded : roll < 0.92f ? "sign" : "move",
            Framing.Waist => roll < 0.3f ? Recorded : roll < 0.7f ? "sign" : roll < 0.85f ? "clip" : "move",
            Framing.Knees => roll < 0.15f ? Recorded : roll < 0.4f ? "sign" : roll < 0.7f ? "clip" : "move",
            _ => roll < 0.08f ? Recorded : roll < 0.17f ? "sign" : roll < 0.65f ? "clip" : "move",
        };
        var standing = dice.Chance(0.4f);
        if (kind == Recorded)
            return (standing ? Improvised(body, "stand", dice) : FromSign(body, dice), FromSign(body, dice));
        if (kind == "clip")
        {
            var clip = dice.Pick(_motions.Clips);
            var before = IsStill(clip) ? dice.Pick(_motions.Clips) : clip;
            var gesture = dice.Chance(0.25f);
            var (first, second) = Seconds(clip, dice);
            var target = FromClip(body, clip, second, gesture, dice);
            if (standing || IsStill(before))
                return (Improvised(body, "stand", dice), target);
            return (FromClip(body, before, before == clip ? first : dice.Between(0, before.Length), gesture, dice), target);
        }
        return (Improvised(body, standing ? "stand" : kind, dice), Improvised(body, kind, dice));
    }

    /// <summary>A moment of a recorded sign, by either hand; the body stands its own way.</summary>
    Moment FromSign(PosedBody body, Dice dice)
    {
        var sign = dice.Pick(_motions.Signs);
        var seconds = dice.Between(0.1f, 0.9f) * sign.Length; // the ends are at rest
        _motions.Pose(sign, seconds, body);
        if (dice.Chance(0.4f))
            body.Mirror();
        ImprovisedPose.Liven(body, dice);
        body.StandOnGround();
        return new Moment([.. body.Local], sign.Name, seconds);
    }

    static bool IsStill(AnimationClip clip) => clip.FrameCount <= 2;

    static (float, float) Seconds(AnimationClip clip, Dice dice)
    {
        var first = dice.Between(0, clip.Length);
        var second = dice.Between(0, clip.Length);
        if (MathF.Abs(second - first) < Apart && clip.Length > 2 * Apart)
            second = first < clip.Length / 2 ? first + Apart : first - Apart;
        return (first, second);
    }

    Moment FromClip(PosedBody body, AnimationClip clip, float seconds, bool gesture, Dice dice)
    {
        _motions.Pose(clip, seconds, body);
        FaceViewer(body);
        if (gesture)
            ImprovisedPose.Gesture(body, dice);
        ImprovisedPose.Hands(body, dice, gesture);
        SpellSometimes(body, dice, 0.2f);
        if (IsStill(clip)) // says nothing about height
            body.RestOnGround();
        return new Moment([.. body.Local], clip.Name, seconds);
    }

    Moment Improvised(PosedBody body, string kind, Dice dice)
    {
        if (kind == "sign")
            ImprovisedPose.Sign(body, dice);
        else if (kind == "move")
            ImprovisedPose.Move(body, dice);
        else
            ImprovisedPose.Stand(body, dice);
        if (kind != "stand")
            SpellSometimes(body, dice, kind == "sign" ? 0.6f : 0.2f);
        return new Moment([.. body.Local], kind, 0);
    }

    /// <summary>Gives each hand a recorded shape instead of the one it has.</summary>
    void SpellSometimes(PosedBody body, Dice dice, float probability)
    {
        for (var side = 0; side < 2; side++)
            if (dice.Chance(probability))
                _motions.Hand(dice).Apply(body, left: side == 0);
        body.Update();
    }

    /// <summary>Turns a clip's pose half of the way to the front: who walks off is seen from the side, not always from behind.</summary>
    static void FaceViewer(PosedBody body)
    {
        var across = body.Place(HumanBodyBones.LeftUpperLeg) - body.Place(HumanBodyBones.RightUpperLeg);
        var heading = MathF.Atan2(-across.Z, across.X);
        var root = body.Local[0];
        body.Local[0] = root with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitY, -heading * 0.6f) * root.Rotation };
        body.Update();
    }

    (Camera Source, Camera Target) Cameras(PosedBody body, Framing sourceFraming, Framing framing, Moment source, Moment target, bool signing, Dice dice)
    {
        var yaw = signing ? 25 * dice.Bell() : dice.Chance(0.1f) ? dice.Between(-180, 180) : 20 * dice.Bell();
        var roll = dice.Unit();
        var turned = signing ? 8 * dice.Bell() : roll < 0.55f ? yaw : roll < 0.85f ? yaw + dice.Between(-20, 20) : roll < 0.95f ? yaw + dice.Between(-60, 60) : dice.Between(-180, 180);
        var pitch = dice.Between(-4, 10);
        var fieldOfView = dice.Between(22, 36) * Degrees;
        var margin = dice.Between(0, 0.05f);
        var withHands = framing == Framing.Full || dice.Chance(framing == Framing.Chest ? 0.85f : 0.6f);
        List<Vector3> inSource = PlacesOf(body, source, sourceFraming, withHands), inTarget = PlacesOf(body, target, framing, withHands);
        if (dice.Chance(0.4f) || sourceFraming != framing || signing) // each picture framed for itself: sources rarely are as large as targets
            return (Fit(inSource, yaw), Fit(inTarget, turned));
        inSource.AddRange(inTarget);
        return (Fit(inSource, yaw), Fit(inSource, turned));

        Camera Fit(List<Vector3> places, float degrees) => PairCamera.Fit(places, degrees * Degrees, pitch * Degrees, fieldOfView, margin, _size);
    }

    static List<Vector3> PlacesOf(PosedBody body, Moment moment, Framing framing, bool withHands)
    {
        moment.Local.CopyTo(body.Local, 0);
        body.Update();
        return [.. PairCamera.PlacesToShow(body, framing, withHands)];
    }

    static Snapshot Take(PosedBody body, Moment moment, Camera camera)
    {
        var model = new Matrix4x4[moment.Local.Length];
        LocalToModel.Run(body.Skeleton, moment.Local, model);
        return new Snapshot(moment.Local, model, camera, moment.Motion, moment.Seconds);
    }
}
