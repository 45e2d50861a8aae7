using System.Text;
using Avatars.Animation;
using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Tests.Formats;

/// <summary>Whatever the bytes are, a BVH or glTF file gives finite poses or a FormatException that names it, in bounded memory.</summary>
public sealed class MotionLawTests
{
    const long MostBytes = 300L << 20; // of all that one small file may make the reader allocate

    const string Bvh = """
        HIERARCHY
        ROOT Hips
        {
        OFFSET 0 90 0
        CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
        JOINT Spine
        {
        OFFSET 0 10 0
        CHANNELS 3 Zrotation Xrotation Yrotation
        End Site
        {
        OFFSET 0 20 0
        }
        }
        }
        MOTION
        Frames: 3
        Frame Time: 0.0333
        0 90 0 1 2 3 4 5 6
        0 91 0 1 2 3 4 5 7
        0 92 0 1 2 3 4 5 8

        """;

    static readonly string[] BvhWords =
        ["HIERARCHY", "ROOT x\n{", "JOINT y\n{", "}", "{", "End Site", "OFFSET", "CHANNELS 3", "MOTION", "Frames:", "Frame "
        + "Time:", "Xrotation", "nan", "-1e38", "2147483647", ",", "#", "\n", "1.#IND", "0"];

    static readonly string[] JsonWords =
        ["null", "-1", "1e999", "4294967296", "\"x\"", "[]", "{}", "[[1]]", "true", "\"\\ud800\"", "0", "5126", "2147483647", "\"data:;base64,AA\"",
            "\"../x\""];

    static readonly byte[] Gltf = new GltfPerson().Raise("a", [0, 1], [0, 55]).Raise("b", [0, 0.5f, 1], [0, 5, 55], "STEP").Bytes();

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public bool Any_text_as_BVH(string? text) => HoldsBvh(text ?? "");

    [FsCheck.NUnit.Property(MaxTest = 3000)]
    public bool Changed_text_of_a_BVH(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder(Bvh);
        for (var i = random.Next(5); i >= 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0: text.Remove(at, Math.Min(text.Length - at, random.Next(30))); break;
                case 1: text.Insert(at, BvhWords[random.Next(BvhWords.Length)]); break;
                case 2: text.Insert(at, " " + BvhWords[random.Next(BvhWords.Length)] + " "); break;
                case 3: text[at] = (char)random.Next(1, 300); break;
                default: text.Insert(at, text.ToString(at, Math.Min(text.Length - at, random.Next(60)))); break;
            }
        }
        return HoldsBvh(text.ToString());
    }

    [FsCheck.NUnit.Property(MaxTest = 1000)]
    public bool Any_bytes_as_glTF(byte[] bytes) => HoldsGltf(bytes);

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public bool Changed_values_of_a_glTF(int seed)
    {
        var random = new Random(seed);
        var text = Encoding.UTF8.GetString(Gltf);
        for (var i = random.Next(3); i >= 0; i--)
        {
            // Takes a value out from behind a colon, and puts another in its place.
            var colon = text.IndexOf(':', random.Next(text.Length));
            if (colon < 0)
                continue;
            var end = text.IndexOfAny([',', '}', ']'], colon);
            text = text[..(colon + 1)] + JsonWords[random.Next(JsonWords.Length)] + (end < 0 ? "" : text[end..]);
        }
        return HoldsGltf(Encoding.UTF8.GetBytes(text));
    }

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public bool Changed_bytes_of_a_glTF(int seed)
    {
        var random = new Random(seed);
        var bytes = random.Next(2) == 0 ? (byte[])Gltf.Clone() : GltfFileTests.Glb();
        for (var i = random.Next(4); i >= 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return HoldsGltf(random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
    }

    static bool HoldsBvh(string text) => Holds(() => [BvhFile.Parse(text, "law.bvh")]);

    static bool HoldsGltf(byte[] bytes) => Holds(() => GltfFile.Parse(bytes, "law.gltf").Clips);

    static bool Holds(Func<IReadOnlyList<AnimationClip>> read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            foreach (var clip in read())
            {
                var pose = new JointTransform[clip.Skeleton.Count];
                clip.Sample(clip.Length / 2, pose);
                if (Array.Exists(pose, joint => !float.IsFinite(joint.Rotation.LengthSquared()) || !float.IsFinite(joint.Translation.LengthSquared())))
                    return false;
                _ = HumanoidMap.TryFind(clip.Skeleton);
            }
        }
        catch (FormatException error)
        {
            return error.Message.StartsWith("law.", StringComparison.Ordinal) && !error.Message.Contains('\n') && error.Message.Length < 600
                && !error.Message.Any(char.IsControl);
        }
        return GC.GetAllocatedBytesForCurrentThread() - before < MostBytes;
    }
}
