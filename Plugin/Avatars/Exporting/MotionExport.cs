using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Threading;
using System;
using Avatars.Animation;
using Avatars.Body;
using Avatars.Files;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Exporting;

/// <summary>A motion of the standard humanoid before a camera, in other programs' formats.</summary>
public sealed class MotionExport
{
    const int MaximumFrames = 100_000;
    static readonly string[] FileFormats = ["openpose", "openpose18", "coco133", "pose", "bvh", "glb", "vrma", "csharp"];
    static readonly string[] PictureFormats = ["pose-map", "depth", "normal", "mask", "surface"];

    readonly AnimationClip _clip;
    readonly Func<float, Camera> _cameraAt;
    readonly int _width, _height;
    readonly float _framesPerSecond;
    readonly Action<string, RgbImage> _writePicture;

    /// <param name="clip">On <see cref="StandardHumanoid"/>.</param>
    /// <param name="cameraAt">For each second, of the size of the pictures.</param>
    /// <param name="width">Of the pictures, pixels.</param>
    /// <param name="height">Likewise.</param>
    /// <param name="framesPerSecond">1 to 240.</param>
    /// <param name="writePicture">Writes a picture to a path that ends in .png, such as <c>PictureFile.Write</c>.</param>
    /// <exception cref="ArgumentException">The rate is out of its range.</exception>
    public MotionExport(AnimationClip clip, Func<float, Camera> cameraAt, int width, int height, float framesPerSecond, Action<string, RgbImage> writePicture)
    {
        if (!(framesPerSecond is >= 1 and <= 240))
            throw new ArgumentException($"{framesPerSecond} frames a second: 1 to 240 are possible.", nameof(framesPerSecond));
        (_clip, _cameraAt, _width, _height, _framesPerSecond, _writePicture) = (clip, cameraAt, width, height, framesPerSecond, writePicture);
        Frames = (int)Math.Min(MaximumFrames, MathF.Floor(clip.Length * framesPerSecond + 1e-3f) + 1);
    }

    /// <summary>Names of all formats; those of <see cref="IsFolder"/> come last.</summary>
    public static IReadOnlyList<string> Formats { get; } = [.. FileFormats, .. PictureFormats];

    public int Frames { get; }

    /// <summary>Called after each picture that is written.</summary>
    public Action? Progress { get; set; }

    /// <summary>Stops between two pictures.</summary>
    public CancellationToken Stop { get; set; }

    /// <summary>Whether a format is a folder of pictures.</summary>
    public static bool IsFolder(string format) => Array.IndexOf(PictureFormats, format) >= 0;

    /// <param name="path">A file, or a folder for pictures.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="styles">Of pose maps; several make a folder each.</param>
    /// <param name="bodyFile">The skin of a glb, and what the pictures of a body show; null for none, and the shipped body.</param>
    /// <exception cref="IOException">Nothing can be written there.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the pictures so far stay.</exception>
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
                PoseFileOfClip.Of(Keypoints(), _framesPerSecond, _width, _height).Write(path);
                break;
            case "openpose" or "openpose18" or "coco133":
                KeypointExport.Write(path, Keypoints(), format == "coco133" ? KeypointFormat.Coco133
                    : format == "openpose18" ? KeypointFormat.OpenPose18 : KeypointFormat.OpenPose);
                break;
            case "pose-map":
                foreach (var style in styles)
                    WritePoseMaps(styles.Count > 1 ? Path.Combine(path, style.Name) : path, style);
                break;
            case "depth" or "normal" or "mask" or "surface":
                WriteBody(path, Enum.Parse<BodyPass>(format, ignoreCase: true), bodyFile);
                break;
            default:
                throw new ArgumentException($"'{format}' is no format. Choose one of {string.Join(", ", Formats)}.", nameof(format));
        }
    }

    /// <summary>The keypoints of each frame, pixels.</summary>
    public List<KeypointFrame> Keypoints()
    {
        var sampler = new PoseSampler(_clip, KeypointLayout.Avatar128, StandardHumanoid.Map);
        var frames = new List<KeypointFrame>();
        for (var i = 0; i < Frames; i++)
        {
            sampler.Sample(i / _framesPerSecond);
            sampler.Project(_cameraAt(i / _framesPerSecond));
            frames.Add(new KeypointFrame(KeypointLayout.Avatar128, (_width, _height), [sampler.Keypoints.ToArray()]));
        }
        return frames;
    }

    void Put(string folder, int frame, RgbImage picture)
    {
        Stop.ThrowIfCancellationRequested();
        _writePicture(Path.Combine(folder, $"{frame:D6}.png"), picture);
        Progress?.Invoke();
    }

    AnimationClip Resampled()
    {
        var recorder = new ClipRecorder(_clip.Skeleton);
        var local = new JointTransform[_clip.Skeleton.Count];
        for (var i = 0; i < Frames; i++)
        {
            _clip.Sample(i / _framesPerSecond, local);
            recorder.Add(local);
        }
        return recorder.ToClip(_clip.Name, _framesPerSecond, _clip.Weights);
    }

    void WritePoseMaps(string folder, PoseMapStyle style)
    {
        var sampler = new PoseSampler(_clip, style.Layout, StandardHumanoid.Map);
        var renderer = new SkeletonPoseMapRenderer(style, _width, _height);
        var map = new RgbImage(_width, _height);
        var points = new Keypoint[style.Layout.Count];
        for (var i = 0; i < Frames; i++)
        {
            sampler.Sample(i / _framesPerSecond);
            renderer.Draw(sampler.Before(_cameraAt(i / _framesPerSecond)), map, points);
            Put(folder, i, map);
        }
    }

    void WriteBody(string folder, BodyPass pass, string? bodyFile)
    {
        var body = Body(bodyFile);
        var onBody = OnBody(body);
        var passes = new BodyPasses(body, _width, _height);
        var local = new JointTransform[body.Skeleton.Count];
        var model = new Matrix4x4[local.Length];
        var face = new FaceDriver(body.Model, [.. _clip.Weights.Select(weight => weight.Name)]);
        var weights = new float[_clip.Weights.Count];
        var picture = new RgbImage(_width, _height);
        for (var i = 0; i < Frames; i++)
        {
            onBody.Sample(i / _framesPerSecond, local);
            LocalToModel.Run(body.Skeleton, local, model);
            for (var k = 0; k < weights.Length; k++)
                weights[k] = _clip.Weights[k].Curve.Evaluate(i / _framesPerSecond);
            face.Run(weights);
            face.TurnEyes(model);
            passes.Pose(model, face.Expression);
            passes.Draw(pass, _cameraAt(i / _framesPerSecond), picture);
            Put(folder, i, picture);
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
        var name = new string([.. Path.GetFileNameWithoutExtension(path).Where(letter => letter is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')
            or (>= '0' and <= '9') or '_')]);
        return name.Length > 0 && !char.IsDigit(name[0]) ? name : "Motion" + name;
    }
}
