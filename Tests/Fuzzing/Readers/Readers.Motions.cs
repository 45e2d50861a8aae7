using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using Avatars.Animation;
using Avatars.Exporting;
using Avatars.Fixtures;
using Avatars.Formats;
using Avatars.Fuzzing.Mutation;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Fuzzing;

static partial class Readers
{
    const string Trial = "shared/cases/trial";

    static IEnumerable<Reader> Motions() =>
    [
        new("bvh", PlayMotion, () => [Exported("bvh"), .. Seeds.Files(Trial, "*.bvh", "a.bvh", 20_000)], TextMutation.Of, 300),
        new("glb", PlayMotion, () => [Exported("glb"), Exported("vrma"), .. Seeds.Files(Trial, "*.glb", "a.glb", 20_000)], ChunkMutation.Glb, 250),
        new("vrma", PlayMotion, () => [Exported("vrma"), .. Seeds.Files(Trial, "*.vrma", "a.vrma")], ChunkMutation.Glb, 150),
        new("gltf", ReadCharacter, () => [Gltf(Exported("glb")), Gltf(Exported("vrma"))], ByEnding, 250),
        new("character", ReadCharacter, () => [.. Seeds.Files("shared/assets/gltf", "RiggedSimple.glb", "a.glb", 100_000), Exported("glb")],
            ChunkMutation.Glb, 150),
        new("pose", PlayMotion, () => [Exported("pose"), .. Seeds.Files(Trial, "*.pose", "a.pose"),
            .. Seeds.Files("shared/assets/signing/pose", "*.pose", "a.pose", 150_000)], ByteMutation.Binary, 300),
        new("keypoints", DrawKeypoints, KeypointSeeds, JsonMutation.Of, 300),
        new("bones", path => BonesFile.Read(path), () => [Seeds.Text("a.bones.txt", "# mine\nHips = pelvis\nLeftHand: \"Paw: L\"\nJaw\t-\n"),
            Seeds.Text("a.bones.txt", """{ "hips": "pelvis", "leftHand": "Paw: L", "Jaw": null }""")], TextMutation.Of, 100),
    ];

    /// <summary>Two seconds of a raised arm.</summary>
    static AnimationClip SmallClip()
    {
        var map = StandardHumanoid.Map;
        var recorder = new ClipRecorder(map.Skeleton);
        var pose = new Pose(map.Skeleton);
        for (var i = 0; i < 4; i++)
        {
            ref var arm = ref pose.Joints[map[HumanBodyBones.RightUpperArm]];
            arm = arm with { Rotation = Quaternion.CreateFromAxisAngle(Vector3.UnitZ, 0.2f * i) };
            recorder.Add(i / 10f, pose);
        }
        return recorder.ToClip("small", 10);
    }

    static CaseFiles Exported(string format) => Seeds.Written("a." + format, path =>
    {
        var clip = SmallClip();
        var camera = PersonFraming.CameraOf(clip, StandardHumanoid.Map, false, 64, 64);
        new MotionExport(clip, _ => camera, 64, 64, 10, (file, picture) => PictureFile.Write(file, picture)).Write(path, format, [], null);
    });

    /// <summary>A binary glTF file as JSON with a file beside it.</summary>
    static CaseFiles Gltf(CaseFiles binary)
    {
        var bytes = binary.Files[binary.Main].Bytes;
        var length = BitConverter.ToInt32(bytes, 12);
        var json = JsonNode.Parse(bytes.AsSpan(20, length))!;
        json["buffers"]![0]!["uri"] = "a.bin";
        return CaseFiles.Of("a.gltf", ("a.gltf", Encoding.UTF8.GetBytes(json.ToJsonString())), ("a.bin", bytes[(28 + length)..]));
    }

    static IEnumerable<CaseFiles> KeypointSeeds()
    {
        var frame = new KeypointFrame(KeypointLayout.Avatar128, (64, 64), [PeopleInPixels.Signer(new(32, 20), 20)]);
        yield return Seeds.Written("a.json", path => KeypointsFile.Write(path, frame));
        foreach (var format in Enum.GetValues<KeypointFormat>())
            foreach (var frames in new[] { 1, 2 })
                yield return Seeds.Written("a.json", path => KeypointExport.Write(path, [.. Enumerable.Repeat(frame, frames)], format));
        foreach (var seed in Seeds.Files(Trial, "*.json", "a.json"))
            yield return seed;
    }

    /// <summary>Reads a motion, brings it onto the standard humanoid, and plays its beginning, middle and end.</summary>
    static void PlayMotion(string path)
    {
        var motion = MotionFile.Read(path);
        var clip = motion.For(StandardHumanoid.Map);
        RequireFinite(clip);
    }

    static void RequireFinite(IPoseSource source)
    {
        LawException.Require(float.IsFinite(source.Length), "the length is a number");
        var pose = source.MakePose();
        foreach (var share in new[] { 0f, 0.5f, 1f })
        {
            source.Sample(share * source.Length, pose);
            foreach (var joint in pose.Joints)
                LawException.Require(float.IsFinite(joint.Translation.X + joint.Translation.Y + joint.Translation.Z)
                    && float.IsFinite(joint.Rotation.Length()), "every joint is somewhere");
        }
    }

    static void ReadCharacter(string path)
    {
        var file = GltfFile.Read(path, (bytes, name) => PictureFile.DecodeRgba(bytes.ToArray(), name));
        _ = file.ToCharacter();
        foreach (var clip in file.Clips)
            RequireFinite(clip);
    }

    static void DrawKeypoints(string path)
    {
        foreach (var frame in KeypointsFile.ReadAll(path))
            foreach (var person in frame.People)
                foreach (var point in person)
                    LawException.Require(float.IsFinite(point.X + point.Y + point.Confidence), "every point is a number");
    }
}
