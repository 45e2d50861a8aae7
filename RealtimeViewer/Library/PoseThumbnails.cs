using System.Numerics;
using Avatars.Animation;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.Posing;
using Avatars.PoseMaps;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Viewer.Ui;

namespace Avatars.Viewer.Library;

/// <summary>Draws the average body in a pose as a small shaded picture. One thread at a time.</summary>
sealed class PoseThumbnails
{
    public const int Width = 96, Height = 128; // pixels

    const int Detail = 2; // drawn larger, then averaged
    const float Margin = 0.06f; // of the picture
    const float FieldOfView = 0.35f; // radians

    static readonly Vector3 Light = Vector3.Normalize(new Vector3(-0.4f, 0.7f, 0.8f));
    static readonly Vector3 Skin = new(214, 190, 176);

    readonly PosedSurface _surface;
    readonly BodyRasterizer _raster;
    readonly Still _still = new();
    readonly RetargetedPoseSource _onBody;
    readonly FaceDriver _face;
    readonly Pose _pose, _moved;
    readonly Matrix4x4[] _joints;

    public PoseThumbnails(BodyModel model)
    {
        var body = new ShapedBody(model, []);
        _surface = new PosedSurface(body);
        _raster = new BodyRasterizer(model, Width * Detail, Height * Detail);
        _onBody = new RetargetedPoseSource(_still, StandardHumanoid.Map, body.Map);
        _moved = _onBody.MakePose();
        _pose = new Pose(StandardHumanoid.Skeleton, [.. FacialExpressions.Arkit.Concat(FacialExpressions.VrmPresets).Distinct()]);
        _face = new FaceDriver(model, _pose.WeightNames);
        _joints = new Matrix4x4[body.Skeleton.Count];
    }

    /// <param name="background">Behind the body.</param>
    public RgbImage Draw(StoredPose pose, UiColor background)
    {
        for (var i = 0; i < _pose.WeightNames.Count; i++)
            _pose.Weights[i] = pose.Weights.GetValueOrDefault(_pose.WeightNames[i]);
        _face.Run(_pose.Weights);
        _still.Shown = pose;
        _onBody.Sample(0, _moved);
        LocalToModel.Run(_surface.Body.Skeleton, _moved.Joints, _joints);
        _face.TurnEyes(_joints);
        _surface.Pose(_joints, _face.Expression);
        _raster.Draw(_surface, CameraFor(_surface.Positions));
        return Shade(background);
    }

    /// <summary>Sees the whole body from the front, a little from the side.</summary>
    static Camera CameraFor(Vector3[] positions)
    {
        var (low, high) = (new Vector3(float.MaxValue), new Vector3(float.MinValue));
        foreach (var position in positions)
            (low, high) = (Vector3.Min(low, position), Vector3.Max(high, position));
        var size = high - low;
        var height = MathF.Max(size.Y, MathF.Max(size.X, size.Z) * Height / Width) * (1 + 2 * Margin);
        var distance = height / 2 / MathF.Tan(FieldOfView / 2) + size.Z / 2;
        return Camera.Orbit((low + high) / 2, 0.25f, 0.05f, distance, FieldOfView, Width * Detail, Height * Detail);
    }

    RgbImage Shade(UiColor background)
    {
        var picture = new RgbImage(Width, Height);
        var back = new Vector3(background.R, background.G, background.B);
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
            {
                var sum = Vector3.Zero;
                for (var i = 0; i < Detail * Detail; i++)
                {
                    var pixel = (y * Detail + i / Detail) * Width * Detail + x * Detail + i % Detail;
                    sum += _raster.Triangles[pixel] == 0 ? back : Skin * (0.3f + 0.75f * MathF.Max(0, Vector3.Dot(_raster.Normals[pixel], Light)));
                }
                var color = sum / (Detail * Detail);
                var row = picture.Row(y)[(3 * x)..];
                (row[0], row[1], row[2]) = ((byte)MathF.Min(255, color.X), (byte)MathF.Min(255, color.Y), (byte)MathF.Min(255, color.Z));
            }
        return picture;
    }

    /// <summary>A stored pose as a motion of no length.</summary>
    sealed class Still : IPoseSource
    {
        public StoredPose Shown { get; set; } = StoredPose.Rest;

        public string Name => Shown.Name;

        public Skeleton Skeleton => StandardHumanoid.Skeleton;

        public float Length => 0;

        public float FrameRate => 30;

        public Pose MakePose() => new(Skeleton);

        public void Sample(float time, Pose pose) => Shown.Joints.CopyTo(pose.Joints);
    }
}
