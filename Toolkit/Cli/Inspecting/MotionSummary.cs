using System.Numerics;
using Avatars.Formats;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Cli.Inspecting;

/// <summary>What was recognised in a motion file.</summary>
/// <param name="Format">bvh, gltf or pose.</param>
/// <param name="Animation">Name of the one that was taken; for BVH and .pose the file's name.</param>
/// <param name="Animations">All that the file holds.</param>
/// <param name="Up">The axis that is up in the file, such as +Z.</param>
/// <param name="UpFrom">Evidence for the up axis.</param>
/// <param name="FacingDegrees">Facing in the file, degrees to the left of +Z once +Y is up; null for a person who lies throughout.</param>
/// <param name="Height">0 for .pose, whose landmarks have no unit. From sole to crown in the file's unit, by the length of the legs.</param>
/// <param name="Unit">Name of the unit that makes it a person's height; null where none does.</param>
/// <param name="HeightMetres">In that unit.</param>
/// <param name="PathMetres">How far the hips travel over the floor, from first to last frame.</param>
/// <param name="Bones">Bone to joint, for those that were recognised.</param>
/// <param name="MissingBones">The body's bones, fingers aside, that the skeleton lacks; they stay at rest.</param>
/// <param name="FingersPerHand">Fingers that move, left and right.</param>
/// <param name="People">People in a .pose file; null for other formats.</param>
/// <param name="PeopleSeen">Their numbers, from 1.</param>
sealed record MotionSummary(
    string File, string Format, int Joints, int Frames, float FramesPerSecond, float Seconds, string Animation, IReadOnlyList<string> Animations,
    string Up, string UpFrom, float? FacingDegrees, bool IsLying, float Height, string? Unit, float? HeightMetres, float? PathMetres,
    IReadOnlyDictionary<string, string> Bones, IReadOnlyList<string> MissingBones, HandFingers FingersPerHand,
    int? People, IReadOnlyList<int>? PeopleSeen, int? Person, IReadOnlyList<string> Warnings)
{
    /// <summary>What a VRM model says about itself, its licence above all; null for other files.</summary>
    public VrmModel? Model { get; init; }

    const float CrownAboveHead = 0.156f; // metres from the head joint on the standard humanoid of 1.67 m
    const float SoleBelowAnkle = 0.067f;
    const float StandardLeg = 0.799f;
    const float StandardHeight = 1.67f;

    static readonly (string Name, float Metres)[] Units = [("metres", 1), ("centimetres", 0.01f), ("inches", 0.0254f), ("millimetres", 0.001f),
        ("feet", 0.3048f), ("decimetres", 0.1f), ("CMU's 1/0.45 inches", 0.0254f / 0.45f)];

    /// <exception cref="NotSupportedException">The skeleton is no humanoid's.</exception>
    public static MotionSummary Of(string path, Motion motion, int? person)
    {
        var map = motion.RequireMap();
        var clip = motion.Clip;
        var orientation = ClipOrientation.Of(clip, map, motion.DeclaredUp);
        var t = ClipRetargeting.ReferenceOf(clip, map);
        var format = Path.GetExtension(path).ToLowerInvariant() switch { ".bvh" => "bvh", ".pose" => "pose", _ => "gltf" };
        var height = format == "pose" ? 0 : HeightOf(t);
        var unit = UnitOf(height);
        var pose = format == "pose" ? PoseFile.Read(path) : null;
        IReadOnlyList<string> animations = motion.Animations.Count > 0 ? motion.Animations : [clip.Name];
        var summary = new MotionSummary(path, format, clip.Skeleton.Count, clip.FrameCount, clip.FrameRate, clip.Length, clip.Name, animations,
            AxisName(orientation.Up), EvidenceName(orientation.Evidence, format), orientation.IsLying ? null : Degrees(orientation.FacingRadians),
                orientation.IsLying, height, unit?.Name, height * unit?.Metres, PathOf(motion, map) * unit?.Metres,
            BonesOf(map), MissingOf(map), new HandFingers(FingersOf(map, left: true), FingersOf(map, left: false)),
            pose?.People, pose?.PeopleSeen(), pose is null ? null : person ?? pose.PeopleSeen()[0], []);
        return summary with { Model = motion.Model, Warnings = [.. motion.Warnings.Select(warning => warning.StartsWith(path + ": ", StringComparison.Ordinal)
            ? warning[(path.Length + 2)..] : warning), .. summary.FindWarnings(orientation)] };
    }

    /// <summary>One value a line, for people.</summary>
    public IEnumerable<(string Name, string Value)> Lines()
    {
        yield return ("format", Format switch { "bvh" => "BVH", "pose" => "pose-format landmarks", _ => "glTF" });
        foreach (var line in Model?.Lines() ?? [])
            yield return line;
        yield return ("length", $"{Frames} {(Frames == 1 ? "frame" : "frames")} at {FramesPerSecond:0.##} a second, {Seconds:0.##} s");
        if (Animations.Count > 1)
            yield return ("animation", $"{Animation}, one "
                + $"of {Animations.Count}: {string.Join(", ", Animations.Take(12))}{(Animations.Count > 12 ? ", ..." : "")} (--animation NAME for another)");
        if (People is { } people)
            yield return ("people", people == 1 ? "one"
                : $"{people}, seen: {string.Join(", ", PeopleSeen!)}; person {Person} was taken (--person N for another)");
        yield return ("up", $"{Up}: {UpFrom}");
        yield return ("facing", IsLying ? "lies throughout; --facing camera shows the side, with the head on the left" : FacingName());
        if (Format == "pose")
            yield break; // landmarks have no skeleton of their own
        yield return ("height", HeightMetres is { } metres ? $"{metres:0.00} m, sole to crown: {Height:0.###} {Unit}"
            : $"{Height:0.###} units, sole to crown; no common unit makes that a person (motion is scaled by the legs all the same)");
        if (PathMetres is { } path)
            yield return ("path", $"{path:0.0} m over the floor");
        yield return ("joints", $"{Joints}, {Bones.Count} of them recognised");
        yield return ("bones", string.Join(", ", Bones.Where(bone => !IsFinger(bone.Key)).Select(bone => $"{bone.Key} = {bone.Value}")));
        yield return ("fingers", FingersPerHand is { Left: 0, Right: 0 } ? "none: hands stay at rest"
            : $"{FingersPerHand.Left} left, {FingersPerHand.Right} right");
    }

    string FacingName()
    {
        var degrees = MathF.Round(FacingDegrees ?? 0);
        return MathF.Abs(degrees) < 1 ? "the camera, +Z"
            : $"{MathF.Abs(degrees)} degrees away from +Z, to the person's {(degrees > 0 ? "left" : "right")}; --facing camera, the default, undoes that";
    }

    IEnumerable<string> FindWarnings(ClipOrientation orientation)
    {
        if (Frames == 1)
            yield return "a single frame: a pose, not a motion.";
        if (Unit is null && Format != "pose")
            yield return $"a person {Height:0.###} units high fits no common unit of length.";
        if (orientation.Evidence == UpEvidence.Motion)
            yield return $"the rest pose does not stand the way the motion does; {Up} was taken as up since the person stands along it.";
        if (PeopleSeen is { Count: > 1 } && Person is not null)
            yield return $"{PeopleSeen.Count} people are seen, one is shown.";
    }

    /// <summary>From sole to crown, in the skeleton's unit.</summary>
    static float HeightOf(TPose t)
    {
        var scale = t.LegLength / StandardLeg;
        if (!t.Map.Has(HumanBodyBones.Head))
            return StandardHeight * scale;
        var ankle = t.Positions[t.Map[HumanBodyBones.Hips]].Y - t.HipsHeight;
        return t.Positions[t.Map[HumanBodyBones.Head]].Y - ankle + (CrownAboveHead + SoleBelowAnkle) * scale;
    }

    /// <summary>The unit that gives the most likely height of a person; null beyond 0.8 to 2.4 m.</summary>
    static (string Name, float Metres)? UnitOf(float height)
    {
        var best = Units.MinBy(unit => MathF.Abs(MathF.Log(height * unit.Metres / 1.7f)));
        return height * best.Metres is > 0.8f and < 2.4f ? best : null;
    }

    static float PathOf(Motion motion, HumanoidMap map)
    {
        const int samples = 200;
        var pose = new JointTransform[motion.Skeleton.Count];
        var model = new ModelPose(motion.Skeleton);
        var up = ClipOrientation.Of(motion.Clip, map, motion.DeclaredUp).UpToY;
        var (length, last) = (0f, Vector2.Zero);
        for (var i = 0; i <= samples; i++)
        {
            motion.Clip.Sample(motion.Clip.Length * i / samples, pose);
            model.Run(pose);
            var hips = Vector3.Transform(model.Positions[map[HumanBodyBones.Hips]], up);
            var now = new Vector2(hips.X, hips.Z);
            length += i == 0 ? 0 : Vector2.Distance(now, last);
            last = now;
        }
        return length;
    }

    static Dictionary<string, string> BonesOf(HumanoidMap map) => Enumerable.Range(0, HumanBones.Count).Select(i => (HumanBodyBones)i).Where(map.Has)
        .ToDictionary(bone => bone.ToString(), bone => map.Skeleton[map[bone]].Name);

    static string[] MissingOf(HumanoidMap map) => [.. Enumerable.Range(0, HumanBones.Count).Select(i => (HumanBodyBones)i)
        .Where(bone => !map.Has(bone) && !HumanBones.IsFinger(bone) && bone is not (HumanBodyBones.Jaw or HumanBodyBones.LeftEye or HumanBodyBones.RightEye)
            && !(bone is HumanBodyBones.Chest or HumanBodyBones.UpperChest && map.Has(HumanBodyBones.Spine))).Select(bone => bone.ToString())];

    static int FingersOf(HumanoidMap map, bool left) => Enumerable.Range(0, HumanBones.FingersPerHand)
        .Count(finger => map.Has(HumanBones.Finger(left, finger, 0)));

    static bool IsFinger(string bone) => HumanBones.IsFinger(Enum.Parse<HumanBodyBones>(bone));

    static string AxisName(Vector3 up) => up switch
    {
        { X: > 0.9f } => "+X", { X: < -0.9f } => "-X", { Y: > 0.9f } => "+Y", { Y: < -0.9f } => "-Y", { Z: > 0.9f } => "+Z", { Z: < -0.9f } => "-Z",
        _ => $"{up.X:0.00} {up.Y:0.00} {up.Z:0.00}",
    };

    static string EvidenceName(UpEvidence evidence, string format) => evidence switch
    {
        UpEvidence.Declared => format == "pose" ? "pictures are upright" : "defined by glTF",
        UpEvidence.RestPose => "the rest pose stands along it",
        UpEvidence.Motion => "the person stands along it in the motion",
        _ => "the convention; neither rest pose nor motion gives an axis",
    };

    static float Degrees(float radians) => MathF.IEEERemainder(radians * 180 / MathF.PI, 360);
}

/// <summary>Fingers that move.</summary>
sealed record HandFingers(int Left, int Right);
