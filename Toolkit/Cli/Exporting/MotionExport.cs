using System.Numerics;
using Avatars.Animation;
using Avatars.Body;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Pictures;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Cli.Exporting;

/// <summary>A motion of the standard humanoid before a camera, in other programs' formats.</summary>
/// <param name="clip">On <see cref="StandardHumanoid"/>.</param>
/// <param name="cameraAt">For each second, of the size of the pictures.</param>
sealed class MotionExport(AnimationClip clip, Func<float, Camera> cameraAt, int width, int height, float framesPerSecond)
{
    const int MaximumFrames = 100_000;

    public static readonly string[] Formats = ["openpose", "openpose18", "coco133", "pose", "bvh", "glb", "vrma", "csharp", "pose-map", "depth",
        "normal", "mask",
        "surface"];

    public int Frames { get; } = (int)Math.Min(MaximumFrames, MathF.Floor(clip.Length * framesPerSecond + 1e-3f) + 1);

    /// <param name="path">A file, or a folder for pictures.</param>
    /// <param name="styles">Of pose maps; several make a folder each.</param>
    public void Write(string path, string format, IReadOnlyList<PoseMapStyle> styles, string? bodyFile)
    {
        switch (format)
        {
            case "bvh":
                BvhWriter.Write(path, Resampled());
                break;
            case "vrma":
                GlbWriter.WriteVrma(path, Resampled(), StandardHumanoid.Map, FacialExpressions.VrmPresetOf);
                break;
            case "csharp":
                WholeFile.Write(path, System.Text.Encoding.UTF8.GetBytes(MotionScript.Of(Resampled(), StandardHumanoid.Map, ClassName(path))));
                break;
            case "glb":
                WriteGlb(path, bodyFile);
                break;
            case "pose":
                PoseFileOfClip.Of(Keypoints(), framesPerSecond, width, height).Write(path);
                break;
            case "openpose" or "openpose18" or "coco133":
                KeypointExport.Write(path, Keypoints(), format == "coco133" ? KeypointFormat.Coco133
                    : format == "openpose18" ? KeypointFormat.OpenPose18 : KeypointFormat.OpenPose);
                break;
            case "pose-map":
                foreach (var style in styles)
                    WritePoseMaps(styles.Count > 1 ? Path.Combine(path, style.Name) : path, style);
                break;
            default:
                WriteBody(path, Enum.Parse<BodyPass>(format, ignoreCase: true), bodyFile);
                break;
        }
    }

    /// <summary>The keypoints of each frame, pixels.</summary>
    public List<KeypointFrame> Keypoints()
    {
        var sampler = new PoseSampler(clip, KeypointLayout.Avatar128, StandardHumanoid.Map);
        var frames = new List<KeypointFrame>();
        for (var i = 0; i < Frames; i++)
        {
            sampler.Sample(i / framesPerSecond);
            sampler.Project(cameraAt(i / framesPerSecond));
            frames.Add(new KeypointFrame(KeypointLayout.Avatar128, (width, height), [sampler.Keypoints.ToArray()]));
        }
        return frames;
    }

    AnimationClip Resampled()
    {
        var recorder = new ClipRecorder(clip.Skeleton);
        var local = new JointTransform[clip.Skeleton.Count];
        for (var i = 0; i < Frames; i++)
        {
            clip.Sample(i / framesPerSecond, local);
            recorder.Add(local);
        }
        return recorder.ToClip(clip.Name, framesPerSecond, clip.Weights);
    }

    void WritePoseMaps(string folder, PoseMapStyle style)
    {
        var sampler = new PoseSampler(clip, style.Layout, StandardHumanoid.Map);
        var renderer = new SkeletonPoseMapRenderer(style, width, height);
        var map = new RgbImage(width, height);
        var points = new Keypoint[style.Layout.Count];
        for (var i = 0; i < Frames; i++)
        {
            sampler.Sample(i / framesPerSecond);
            renderer.Draw(sampler.Before(cameraAt(i / framesPerSecond)), map, points);
            PictureFile.Write(Path.Combine(folder, $"{i:D6}.png"), map);
        }
    }

    void WriteBody(string folder, BodyPass pass, string? bodyFile)
    {
        var body = Body(bodyFile);
        var onBody = OnBody(body);
        var passes = new BodyPasses(body, width, height);
        var local = new JointTransform[body.Skeleton.Count];
        var model = new Matrix4x4[local.Length];
        var face = new FaceDriver(body.Model, [.. clip.Weights.Select(weight => weight.Name)]);
        var weights = new float[clip.Weights.Count];
        var picture = new RgbImage(width, height);
        for (var i = 0; i < Frames; i++)
        {
            onBody.Sample(i / framesPerSecond, local);
            LocalToModel.Run(body.Skeleton, local, model);
            for (var k = 0; k < weights.Length; k++)
                weights[k] = clip.Weights[k].Curve.Evaluate(i / framesPerSecond);
            face.Run(weights);
            face.TurnEyes(model);
            passes.Pose(model, face.Expression);
            passes.Draw(pass, cameraAt(i / framesPerSecond), picture);
            PictureFile.Write(Path.Combine(folder, $"{i:D6}.png"), picture);
        }
    }

    void WriteGlb(string path, string? bodyFile)
    {
        if (bodyFile is null)
        {
            GlbWriter.Write(path, Resampled());
            return;
        }
        var body = Body(bodyFile);
        var mesh = body.Model.Mesh;
        var skin = new SkinnedMesh
        {
            Name = "body",
            Positions = body.Rest,
            Normals = body.RestNormals,
            TextureCoordinates = mesh.TextureCoordinates,
            JointIndices = Array.ConvertAll(mesh.Joints, joint => (ushort)joint),
            JointWeights = Array.ConvertAll(mesh.Weights, weight => weight / (float)BodyMesh.WeightSum),
            Indices = [.. Enumerable.Range(0, mesh.TriangleCount).SelectMany(i => mesh.Corners(i) is var (a, b, c) ? new[] { (uint)a, (uint)b,
                (uint)c } : [])],
            Material = new Material { Diffuse = new RgbaImage(1, 1, [255, 255, 255, 255]) },
        };
        GlbWriter.Write(path, OnBody(body), skin);
    }

    AnimationClip OnBody(ShapedBody body) => new Motion(Resampled(), StandardHumanoid.Map) { DeclaredUp = Vector3.UnitY }.For(body.Map);

    static ShapedBody Body(string? file)
    {
        var model = BodyFile.Read(file ?? Path.Combine("Models", "body", "human.body"));
        return new ShapedBody(model, new float[model.Shapes.Count]);
    }

    static string ClassName(string path)
    {
        var name = new string([.. Path.GetFileNameWithoutExtension(path).Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')]);
        return name.Length > 0 && !char.IsDigit(name[0]) ? name : "Motion" + name;
    }
}
