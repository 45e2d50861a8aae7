using Avatars.Cli.Generating;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Scripting;
using Avatars.Streaming;
using Avatars.Systems;
using View = Avatars.PoseMaps.Camera;

namespace Avatars.Cli.Scripting;

/// <summary>Makes the pictures of one person of a script; source, settings and camera may change from picture to picture.</summary>
/// <param name="generator">Borrowed.</param>
/// <param name="recommended">Settings where the script sets none.</param>
/// <param name="defaultSource">Picture of the person where the script names none; null for none.</param>
/// <param name="resolve">The file that a script's path means.</param>
/// <param name="inference">Of the networks that see the person, where the model draws a fitted body.</param>
sealed class PersonPictures(IFrameGenerator generator, GenerationSettings recommended, string? defaultSource, Func<string, string> resolve,
    InferenceOptions inference)
{
    const float FieldOfView = 0.5f; // radians: in the middle of what the default model was trained on
    const float ArmRoom = 1.15f; // further away than the first pose needs, so that raised arms stay in the picture

    readonly PoseToFrame _path = new(generator);
    readonly PoseRequest _request = new(generator.MakePoseMapRenderer().Layout);
    GenerationSettings? _settings;
    (string File, bool IsWaist)? _source;
    RgbImage? _last;
    View? _framing;
    CameraFraming _framed;

    public int Width => generator.Width;

    public int Height => generator.Height;

    /// <returns>A picture of its own, of the model's size.</returns>
    /// <exception cref="ArgumentException">The script asks for what this model cannot do.</exception>
    public RgbImage Make(AvatarShot shot)
    {
        var look = shot.Look;
        if (look.Person is not null)
            throw new ArgumentException($"avatar.person = \"{look.Person}\": this command shows people from pictures. Set avatar.source.");
        if (look.Background is not null || look.BackgroundColor is not null)
            throw new ArgumentException("avatar.background: this model shows the background of the source picture. "
                + "Leave background and backgroundColor alone.");
        SetSettings(look);
        SetSource(look.Source is { } source ? resolve(source) : defaultSource, shot.Framing == CameraFraming.Waist);
        var model = new System.Numerics.Matrix4x4[shot.Body.Skeleton.Count];
        LocalToModel.Run(shot.Body.Skeleton, shot.Pose.Joints, model);
        var camera = shot.Camera?.WithSize(Width, Height) ?? Frame(shot, model);
        _request.Set(new RigPose(shot.Body, model, shot.Pose.Weights, camera, shot.Pose.WeightNames));
        var picture = new RgbImage(Width, Height);
        if (!_path.Run(_request, picture))
            _last!.Bytes.CopyTo(picture.Bytes, 0);
        return _last = picture;
    }

    void SetSettings(AvatarLook look)
    {
        var settings = (look.Sampler is { } sampler ? recommended.WithSampler(sampler) : recommended) with
        {
            Steps = look.Steps ?? recommended.Steps,
            Guidance = look.Guidance ?? recommended.Guidance,
            Seed = look.Seed ?? recommended.Seed,
        };
        if (settings != _settings)
            _path.Configure(_settings = settings);
    }

    void SetSource(string? file, bool isWaist)
    {
        if (file is null)
            throw new ArgumentException("No picture of the person was given. Add --source PICTURE, or set avatar.source in the script's Awake.");
        if (_source == (file, isWaist))
            return;
        var person = SourceFiles.Read(file);
        _path.SetSource(FittedSource.Of(isWaist ? SourceFiles.UpperBody(person, generator) : person, generator, inference));
        _source = (file, isWaist);
    }

    /// <summary>A still camera that shows the person of the first picture, with room for the arms.</summary>
    View Frame(AvatarShot shot, System.Numerics.Matrix4x4[] model)
    {
        if (_framing is not null && _framed == shot.Framing)
            return _framing;
        var waistUp = shot.Framing == CameraFraming.Waist;
        var framing = new PersonFraming(shot.Body);
        framing.Add(model, waistUp);
        var (target, distance) = framing.Fit(0, 0, FieldOfView);
        (_framing, _framed) = (View.Orbit(target, 0, 0, distance * (waistUp ? 1 : ArmRoom), FieldOfView, Width, Height), shot.Framing);
        return _framing;
    }
}
