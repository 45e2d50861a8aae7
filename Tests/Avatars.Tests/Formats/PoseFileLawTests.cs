using Avatars.Animation;
using Avatars.Formats;
using Avatars.Rig;
using FsCheck;

namespace Avatars.Tests.Formats;

/// <summary>Whatever the bytes are, a .pose file is read or refused with a FormatException; what is read is written back byte for byte, and poses a
/// person by finite numbers or says why not.</summary>
public sealed class PoseFileLawTests
{
    static readonly string[] Points =
        ["NOSE", "LEFT_EAR", "RIGHT_EAR", "LEFT_SHOULDER", "RIGHT_SHOULDER", "LEFT_ELBOW", "RIGHT_ELBOW", "LEFT_WRIST", "RIGHT_WRIST", "LEFT_HIP",
            "RIGHT_HIP", "LEFT_KNEE"];

    static byte[] Valid(int seed)
    {
        var random = new Random(seed);
        var dimensions = random.Next(2, 4);
        var format = dimensions == 2 ? "XYC" : "XYZC";
        PoseComponent[] components =
        [
            new("POSE_LANDMARKS", format, Points, [new PoseLimb(0, 1)], [new PoseColor(255, 0, 7)]),
            new("LEFT_HAND_LANDMARKS", format, Enumerable.Range(0, 21).Select(i => $"P{i}").ToArray(), [], []),
        ];
        int frames = random.Next(1, 5), people = random.Next(1, 4);
        var confidence = Enumerable.Range(0, frames * people * 33).Select(_ => random.NextSingle() < 0.2f ? 0 : random.NextSingle()).ToArray();
        var data = Enumerable.Range(0, confidence.Length * dimensions).Select(_ => random.NextSingle() * 400).ToArray();
        var file = new PoseFile(random.Next(2) == 0 ? 0.1f : 0.2f, 400, 400, 0, components, 25, frames, people, data, confidence);
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    static byte[] Mutated(int seed)
    {
        var random = new Random(seed);
        var bytes = Valid(seed).ToList();
        for (var i = random.Next(4); i >= 0; i--)
        {
            // Most of the file is numbers: half of the changes go to the header.
            var at = random.Next(2) == 0 ? random.Next(Math.Min(bytes.Count, 60)) : random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, random.Next(bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, new byte[random.Next(8)]); break;
                default:
                    for (var j = at; j < Math.Min(bytes.Count, at + 4); j++) // infinite, not a number, largest
                        bytes[j] = j % 4 == 3 ? (byte)0x7f : (byte)0xff;
                    break;
            }
            if (bytes.Count == 0)
                break;
        }
        return [.. bytes];
    }

    [FsCheck.NUnit.Property(MaxTest = 2000)]
    public bool Any_bytes(byte[] bytes) => Holds(bytes);

    [FsCheck.NUnit.Property(MaxTest = 3000)]
    public bool Changed_bytes_of_a_file(int seed) => Holds(Mutated(seed));

    [FsCheck.NUnit.Property(MaxTest = 300)]
    public bool Whole_files(int seed) => Accepted(Valid(seed)) is not null && Holds(Valid(seed));

    static bool Holds(byte[] bytes)
    {
        if (Accepted(bytes) is not { } file)
            return true;
        if (file.Version > 0.05f)
        {
            using var stream = new MemoryStream();
            file.Write(stream);
            if (!stream.ToArray().AsSpan().SequenceEqual(bytes))
                return false;
        }
        try
        {
            return IsFinite(file.ToClip("law"));
        }
        catch (FormatException)
        {
            return true;
        }
    }

    static PoseFile? Accepted(byte[] bytes)
    {
        try
        {
            return PoseFile.Parse(bytes, "law.pose");
        }
        catch (FormatException error) when (error.Message.StartsWith("law.pose, byte ", StringComparison.Ordinal))
        {
            return null;
        }
    }

    static bool IsFinite(AnimationClip clip)
    {
        var pose = new JointTransform[clip.Skeleton.Count];
        for (var frame = 0; frame < clip.FrameCount; frame++)
        {
            clip.Sample(frame / clip.FrameRate, pose);
            if (pose.Any(joint => !float.IsFinite(joint.Rotation.LengthSquared() + joint.Translation.LengthSquared())
                || MathF.Abs(joint.Rotation.LengthSquared() - 1) > 1e-3f))
                return false;
        }
        return true;
    }
}
