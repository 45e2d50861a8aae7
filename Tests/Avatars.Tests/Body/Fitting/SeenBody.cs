using System.Numerics;
using Avatars.Body;
using Avatars.Body.Fitting;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Tests.Body.Fitting;

/// <summary>A random body in a random pose before a camera, and what a perception with errors would see of it.</summary>
sealed class SeenBody
{
    const float PixelError = 0.008f, MetresError = 0.02f, HiddenMetresError = 0.08f; // metres

    readonly Random _random;
    readonly PosedSurface _surface;
    readonly FitCamera _camera;
    readonly int _width, _height;
    readonly bool _hasErrors;

    /// <param name="yaw">Of the body, radians; 0 faces the camera.</param>
    /// <param name="isWaistUp">Whether the picture ends below the waist.</param>
    public SeenBody(int seed, float yaw, bool isWaistUp, bool hasErrors = true)
    {
        _random = new Random(seed);
        _hasErrors = hasErrors;
        (_width, _height) = isWaistUp ? (480, 480) : (480, 640);
        _camera = new FitCamera(1.12f * Math.Max(_width, _height), new Vector2(_width, _height) / 2);
        var model = HumanBody.Model;
        Shape = [.. model.Shapes.Select(_ => 0.7f * (float)Gaussian())];
        var body = new ShapedBody(model, Shape);
        _surface = new PosedSurface(body);
        var local = new JointTransform[body.Skeleton.Count];
        body.Skeleton.CopyRestTo(local);
        for (var i = 0; i < local.Length; i++)
            if (Turn(body.Map.BoneOf(i)) is { } turn)
                local[i] = local[i] with { Rotation = turn };
        var hips = isWaistUp ? new Vector3(0, -0.35f, -1.6f) : new Vector3(0, 0, -3.3f);
        local[0] = new JointTransform(hips, Quaternion.CreateFromAxisAngle(Vector3.UnitY, yaw + 0.2f * (float)Gaussian()));
        var joints = new Matrix4x4[local.Length];
        LocalToModel.Run(body.Skeleton, local, joints);
        _surface.Pose(joints);
    }

    public float[] Shape { get; }

    public Vector3[] Joints => _surface.JointPositions;

    public float BodyHeight => _surface.Body.Rest.Max(vertex => vertex.Y);

    public SurfaceRaster Drawn()
    {
        var raster = new SurfaceRaster(HumanBody.Model, _width, _height, Math.Max(_width, _height));
        raster.Draw(_surface.Positions, _camera);
        return raster;
    }

    public FitTarget Target(bool withDetails = true, bool withMatte = true) => new()
    {
        Width = _width,
        Height = _height,
        Joints = [.. Places("pose").Select(Seen)],
        LeftHand = withDetails ? Hand("leftHand") : null,
        RightHand = withDetails ? Hand("rightHand") : null,
        Face = withDetails ? [.. Places("face").Select(place => Pixels(place, 0.2f))] : null,
        Matte = withMatte ? [.. Drawn().Triangles.Select(triangle => triangle >= 0 ? (byte)255 : (byte)0)] : null,
    };

    /// <summary>Of a mean joint, as a share of the height, relative to the hips: what a picture says nothing about, the distance, is left out.</summary>
    public float JointError(FittedBody fit)
    {
        var surface = Posed(fit);
        var (height, fitHeight) = (BodyHeight, fit.Body.Rest.Max(vertex => vertex.Y));
        return Enumerable.Range(0, Joints.Length)
            .Where(i => HumanBody.Model.Joints.Bones[i] is var bone && bone != HumanBodyBones.LastBone && !HumanBones.IsFinger(bone))
            .Average(i => Vector3.Distance((Joints[i] - Joints[0]) / height, (surface.JointPositions[i] - surface.JointPositions[0]) / fitHeight));
    }

    /// <summary>Mean distance along the average body between the places that a pixel shows, of the true body and of the fitted one, as a share of the
    /// height; and the overlap of their outlines.</summary>
    public (float Surface, float Overlap) Compare(FittedBody fit)
    {
        var model = HumanBody.Model;
        var (truth, fitted) = (Drawn(), new SurfaceRaster(model, _width, _height, Math.Max(_width, _height)));
        fitted.Draw(Posed(fit).Positions, _camera);
        var average = HumanBody.Average;
        var (sum, both, either) = (0f, 0, 0);
        for (var i = 0; i < truth.Triangles.Length; i++)
        {
            either += truth.Triangles[i] >= 0 || fitted.Triangles[i] >= 0 ? 1 : 0;
            if (truth.Triangles[i] < 0 || fitted.Triangles[i] < 0)
                continue;
            both++;
            sum += Vector3.Distance(truth.PointAt(i).Locate(average.Rest, []), fitted.PointAt(i).Locate(average.Rest, []));
        }
        return (sum / both / average.Rest.Max(vertex => vertex.Y), both / (float)either);
    }

    static PosedSurface Posed(FittedBody fit)
    {
        var surface = new PosedSurface(fit.Body);
        surface.Pose(fit.JointModel(), fit.Expression);
        return surface;
    }

    /// <summary>Limbs and trunk turn at random within what people do.</summary>
    Quaternion? Turn(HumanBodyBones bone) => bone switch
    {
        HumanBodyBones.LeftUpperArm or HumanBodyBones.RightUpperArm => Axis(Vector3.UnitX, -0.7f, 0.5f) * Axis(Vector3.UnitZ, -0.5f, 0.7f),
        HumanBodyBones.LeftLowerArm or HumanBodyBones.RightLowerArm => Axis(Vector3.UnitX, -0.9f, 0.2f),
        HumanBodyBones.LeftUpperLeg or HumanBodyBones.RightUpperLeg => Axis(Vector3.UnitX, -0.8f, 0.3f) * Axis(Vector3.UnitZ, -0.2f, 0.2f),
        HumanBodyBones.LeftLowerLeg or HumanBodyBones.RightLowerLeg => Axis(Vector3.UnitX, 0, 1),
        HumanBodyBones.Spine or HumanBodyBones.Chest => Axis(Vector3.UnitX, -0.1f, 0.2f) * Axis(Vector3.UnitY, -0.2f, 0.2f),
        HumanBodyBones.Head or HumanBodyBones.Neck => Axis(Vector3.UnitX, -0.2f, 0.2f) * Axis(Vector3.UnitY, -0.3f, 0.3f),
        _ => null,
    };

    Quaternion Axis(Vector3 axis, float low, float high) => Quaternion.CreateFromAxisAngle(axis, low + (high - low) * (float)_random.NextDouble());

    IEnumerable<Vector3> Places(string set) => HumanBody.Model.PointsOf(set).Select(point => point.Locate(_surface.Positions, _surface.JointPositions));

    SeenJoint Seen(Vector3 place)
    {
        var pixels = Pixels(place, 1);
        var isSeen = pixels.X >= 0 && pixels.Y >= 0 && pixels.X < _width && pixels.Y < _height;
        var metres = (place - Joints[0]) * new Vector3(1, -1, -1);
        return new SeenJoint(pixels, metres + Noise(isSeen ? MetresError : HiddenMetresError), isSeen ? 0.95f : 0.05f);
    }

    SeenHand? Hand(string set)
    {
        Vector3[] places = [.. Places(set)];
        Vector2[] pixels = [.. places.Select(place => Pixels(place, 0.3f))];
        return pixels.All(point => point.X >= 0 && point.Y >= 0 && point.X < _width && point.Y < _height)
            ? new SeenHand(pixels, [.. places.Select(place => (place - places[0]) * new Vector3(1, -1, -1) + Noise(MetresError / 4))]) : null;
    }

    Vector2 Pixels(Vector3 place, float share)
    {
        var noise = Noise(PixelError * share * _camera.Scale(place));
        return _camera.Project(place) + new Vector2(noise.X, noise.Y);
    }

    Vector3 Noise(float deviation) => _hasErrors ? deviation * new Vector3((float)Gaussian(), (float)Gaussian(), (float)Gaussian()) : Vector3.Zero;

    double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
