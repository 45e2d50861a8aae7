using System.Numerics;
using Avatars.Animation;
using Avatars.Body;
using Avatars.Datasets.Pairs;
using Avatars.Graphics.Scenes;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Systems;

namespace Avatars.ModelEvaluation;

/// <summary>A picture of a signer and what it was asked to show.</summary>
/// <param name="Keypoints">Layout <see cref="KeypointLayout.Avatar128"/>, pixels.</param>
/// <param name="Joints">The same points in space; NaN where the rig has none.</param>
public sealed record SignerPicture(RgbImage Picture, Keypoint[] Keypoints, Vector3[] Joints)
{
    public ReadOnlySpan<Keypoint> Hand(bool isLeft) => Keypoints.AsSpan(Part(isLeft), KeypointLayout.Hand21.Count);

    public ReadOnlySpan<Vector3> HandInSpace(bool isLeft) => Joints.AsSpan(Part(isLeft), KeypointLayout.Hand21.Count);

    static int Part(bool isLeft) => KeypointLayout.Avatar128.Part(isLeft ? "leftHand" : "rightHand").Start;
}

/// <summary>A movement as ground-truth renders of a character. Belongs to one thread.</summary>
public sealed class RenderedSigner
{
    const int Large = 512;

    readonly Person _person;
    readonly PairRenderer _renderer;
    readonly AnimationClip _clip;
    readonly Camera _camera;
    readonly RigKeypoints _keypoints;
    readonly JointTransform[] _local;

    /// <param name="person">Borrowed, as is <paramref name="renderer"/>, of 512 pixels.</param>
    /// <param name="clip">On the standard humanoid.</param>
    public RenderedSigner(Person person, PairRenderer renderer, AnimationClip clip)
    {
        (_person, _renderer) = (person, renderer);
        _clip = clip.To(StandardHumanoid.Map, person.Body.Map, RootMotion.InPlace);
        _camera = PersonFraming.CameraOf(_clip, person.Body.Map, waistUp: true, Large, Large);
        _keypoints = new RigKeypoints(person.Body.Map, KeypointLayout.Avatar128);
        _local = new JointTransform[person.Body.Skeleton.Count];
    }

    /// <summary>A picture of the same character in the same light, hands beside the shoulders: what a model is given.</summary>
    public RgbImage Portrait()
    {
        var body = _person.Body;
        Datasets.Motion.RandomPose.Present(body);
        var model = new Matrix4x4[body.Local.Length];
        LocalToModel.Run(body.Skeleton, body.Local, model);
        var camera = PairCamera.Fit([.. PairCamera.PointsToShow(body, Framing.Waist, withHands: true)], 0, 0, _camera.VerticalFieldOfView, 0.03f, Large);
        return Render(model, camera);
    }

    public SignerPicture At(float seconds)
    {
        _clip.Sample(seconds, _local);
        var model = new Matrix4x4[_local.Length];
        LocalToModel.Run(_person.Body.Skeleton, _local, model);
        var (keypoints, joints) = (new Keypoint[KeypointLayout.Avatar128.Count], new Vector3[KeypointLayout.Avatar128.Count]);
        _keypoints.Project(model, _camera, keypoints);
        _keypoints.Locate(model, joints);
        return new SignerPicture(Render(model, _camera), keypoints, joints);
    }

    RgbImage Render(Matrix4x4[] model, Camera camera)
    {
        var snapshot = new Snapshot(_local, model, camera, "sign", 0);
        _renderer.Draw(new PairScene
        {
            Index = 0, Person = _person, Framing = Framing.Waist, Lighting = SceneLighting.Studio, Background = SceneRandomization.PlainStudio,
            Source = snapshot, Target = snapshot,
        });
        _renderer.TryTake(out _, out _, out var picture);
        return picture;
    }
}

/// <summary>A movement as a film of a generated person, and as the textured body that it is generated from. Belongs to one thread.</summary>
public sealed class GeneratedSigner
{
    readonly IFrameGenerator _generator;
    readonly IPoseMapRenderer _renderer;
    readonly PosedPerson _posed;
    readonly PoseSampler _sampler;
    readonly RigKeypoints _keypoints;
    readonly BodyPoint[] _face;
    readonly Camera _camera;

    /// <param name="generator">Borrowed, with the source in place; a model that draws the person's body.</param>
    /// <param name="clip">On the standard humanoid.</param>
    public GeneratedSigner(IFrameGenerator generator, TexturedPerson person, AnimationClip clip)
    {
        (_generator, _renderer) = (generator, generator.MakePoseMapRenderer());
        if (_renderer is BodyPoseMapRenderer body)
            body.Person = person;
        _posed = new PosedPerson(person.Body);
        _face = person.Body.Model.PointsOf("face");
        _sampler = new PoseSampler(clip, KeypointLayout.Avatar128, StandardHumanoid.Map);
        _keypoints = new RigKeypoints(person.Body.Map, KeypointLayout.Avatar128);
        _camera = PersonFraming.CameraOf(clip.To(StandardHumanoid.Map, person.Body.Map, RootMotion.InPlace), person.Body.Map, waistUp: true, generator.Width,
            generator.Height);
    }

    /// <summary>Named weights of the last frame's pose.</summary>
    public Pose Pose => _sampler.Pose;

    /// <summary>MediaPipe's face mesh on the body of the last frame, pixels.</summary>
    public Vector3[] Face()
    {
        var (positions, joints) = (_posed.Surface.Positions, _posed.Surface.JointPositions);
        var points = new Vector3[_face.Length];
        for (var i = 0; i < points.Length; i++)
            if (_camera.TryProject(_face[i].Locate(positions, joints), out var pixels, out var depth))
                points[i] = new Vector3(pixels, depth);
        return points;
    }

    public (SignerPicture Textured, SignerPicture Generated) At(float seconds)
    {
        _sampler.Sample(seconds);
        var pose = _sampler.Before(_camera);
        var target = TargetPose.Draw(pose, _renderer);
        _posed.Pose(pose);
        var joints = new Vector3[KeypointLayout.Avatar128.Count];
        _keypoints.Locate(_posed.Joints, joints);
        var picture = new RgbImage(_generator.Width, _generator.Height);
        _generator.Generate(target, picture);
        var keypoints = target.Keypoints.ToArray();
        return (new SignerPicture(Copy(target.Body!.Warped), keypoints, joints), new SignerPicture(picture, keypoints, joints));
    }

    static RgbImage Copy(RgbImage picture)
    {
        var copy = new RgbImage(picture.Width, picture.Height);
        picture.Bytes.CopyTo(copy.Bytes, 0);
        return copy;
    }
}
