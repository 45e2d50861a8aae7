using System.Numerics;
using Avatars.Animation;
using Avatars.Datasets.MakeHuman;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Solving;

namespace Avatars.Datasets.Motion;

/// <summary>The motion clips of one split, moved once onto the neutral MakeHuman skeleton; from there they fit every character.</summary>
public sealed class MotionLibrary
{
    readonly HumanoidMap _neutral;
    readonly FingerPose[] _hands;

    /// <param name="assets">The folder that holds `motion`, `signing` and `makehuman`.</param>
    public MotionLibrary(string assets, MakeHumanLibrary people, Split split)
    {
        _neutral = HumanoidMap.Find(people.Rig.Fit(people.BaseMesh.Positions));
        Clips = [.. Files(assets, split).Select(Read)];
        Signs = [.. SignFiles(assets, split).Select(ReadSign)];
        _hands = [.. Signs.SelectMany(Hands)];
    }

    /// <summary>Whole-body motion, and still poses.</summary>
    public IReadOnlyList<AnimationClip> Clips { get; }

    /// <summary>Signing and fingerspelling, standing.</summary>
    public IReadOnlyList<AnimationClip> Signs { get; }

    /// <summary>A hand as in a recorded sign, or between two of them, never twice the same.</summary>
    public FingerPose Hand(SeededRandom random)
    {
        var hand = random.Pick(_hands);
        if (random.Chance(0.4f))
            hand = hand.Toward(random.Pick(_hands), random.Unit());
        return hand.Perturb(random, random.Between(0, 7));
    }

    /// <summary>The motion files of a split: every fourth clip by name is held out for the test split, and every fourth still pose.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no motion.</exception>
    public static IReadOnlyList<string> Files(string assets, Split split)
    {
        var folder = Path.Combine(assets, "motion");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder. Point --assets at the folder that holds 'makehuman' and 'motion'.");
        var clips = Sorted(Directory.EnumerateFiles(folder, "*.bvh", SearchOption.AllDirectories));
        var poses = Path.Combine(assets, "makehuman", "poses");
        var stills = Directory.Exists(poses) ? Sorted(Directory.EnumerateFiles(poses, "*.bvh")) : [];
        if (clips.Length == 0)
            throw new FileNotFoundException($"{folder}: there is no .bvh file in it. Copy the collection whole.");
        return [.. Of(clips, split), .. Of(stills, split)];
    }

    /// <summary>The signing files of a split: every fourth fingerspelled letter and every fourth sign by name is held out for the test split.</summary>
    /// <remarks>The collection's format samples stay out: some are one recording in two versions, some poor in depth.</remarks>
    /// <exception cref="DirectoryNotFoundException">There is no signing.</exception>
    public static IReadOnlyList<string> SignFiles(string assets, Split split) => [.. new[] { "fingerspelling_ase", "lexicon_sgg" }.SelectMany(name =>
    {
        var folder = Path.Combine(assets, "signing", name);
        return Directory.Exists(folder)
            ? Of(Sorted(Directory.EnumerateFiles(folder, "*.pose")), split)
            : throw new DirectoryNotFoundException($"{folder}: there is no such folder. Point --assets at the folder that holds 'makehuman', 'motion' "
                + "and 'signing'.");
    })];

    /// <summary>Applies a clip's pose to a character: the same rotations of all joints, hips translation in proportion to the legs.</summary>
    /// <param name="seconds">Within the clip.</param>
    public void Pose(AnimationClip clip, float seconds, PosedBody body)
    {
        clip.Sample(seconds, body.Local);
        var hips = body.Map[HumanBodyBones.Hips];
        var scale = body.RestPosition(HumanBodyBones.Hips).Y / RestHeight(_neutral);
        for (var i = 0; i < body.Local.Length; i++)
        {
            var rest = body.Skeleton[i].Rest;
            var travel = i == hips ? (body.Local[i].Translation - _neutral.Skeleton[i].Rest.Translation) * scale : Vector3.Zero;
            body.Local[i] = rest with { Translation = rest.Translation + travel, Rotation = body.Local[i].Rotation };
        }
        body.Update();
    }

    AnimationClip Read(string path) => BvhFile.Read(path).To(_neutral, RootMotion.InPlace);

    AnimationClip ReadSign(string path) => PoseFile.Read(path).ToClip("sign " + Path.GetFileNameWithoutExtension(path).ToLowerInvariant(), _neutral);

    /// <summary>The signing hand at some moments of the middle half, where it is up: the right one of the recordings.</summary>
    IEnumerable<FingerPose> Hands(AnimationClip sign)
    {
        const int moments = 6;
        var local = new JointTransform[_neutral.Skeleton.Count];
        for (var i = 0; i < moments; i++)
        {
            sign.Sample(sign.Length * (0.25f + 0.5f * i / (moments - 1)), local);
            yield return FingerPose.Of(_neutral, local, left: false);
        }
    }

    static float RestHeight(HumanoidMap map)
    {
        // Measured from the root on the ground, not from the mesh's origin.
        var height = 0f;
        for (var joint = map[HumanBodyBones.Hips]; map.Skeleton[joint].Parent >= 0; joint = map.Skeleton[joint].Parent)
            height += map.Skeleton[joint].Rest.Translation.Y;
        return height;
    }

    static string[] Sorted(IEnumerable<string> files) => [.. files.OrderBy(path => Path.GetFileName(path), StringComparer.Ordinal)];

    static IEnumerable<string> Of(string[] files, Split split) => files.Where((_, i) => i % 4 == 3 == (split == Split.Test));
}
