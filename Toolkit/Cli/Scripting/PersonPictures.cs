using Avatars.Body;
using Avatars.Cli.Generating;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.Pictures;
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
/// <param name="defaultSource">Pictures of the person where the script names none.</param>
/// <param name="defaultBackground">Behind the person where the script sets none; null for the source's own.</param>
/// <param name="inference">For the networks that see people in pictures.</param>
/// <param name="resolve">The file that a script's path means.</param>
sealed class PersonPictures(IFrameGenerator generator, GenerationSettings recommended, string[] defaultSource,
    PersonBackground? defaultBackground, InferenceOptions inference, Func<string, string> resolve)
{
    const float FieldOfView = 0.5f; // radians: in the middle of what the default model was trained on
    const float ArmRoom = 1.15f; // further away than the first pose needs, so that raised arms stay in the picture

    readonly PoseToFrame _path = new(generator);
    readonly PoseRequest _request = new(generator.MakePoseMapRenderer().Layout);
    GenerationSettings? _settings;
    (string Files, string? Background, RgbColor? Colour, bool IsWaist)? _source;
    RgbImage? _last;
    RgbaImage? _lastTransparent;
    View? _framing;
    CameraFraming _framed;

    public int Width => generator.Width;

    public int Height => generator.Height;

    /// <returns>A picture of its own, of the model's size.</returns>
    /// <exception cref="ArgumentException">The script asks for what this model cannot do.</exception>
    public RgbImage Make(AvatarShot shot)
    {
        Set(shot);
        var picture = new RgbImage(Width, Height);
        if (!_path.Run(_request, picture))
            _last!.Bytes.CopyTo(picture.Bytes, 0);
        return _last = picture;
    }

    /// <inheritdoc cref="Make"/>
    public RgbaImage MakeTransparent(AvatarShot shot)
    {
        Set(shot);
        var picture = new RgbaImage(Width, Height, new byte[4 * Width * Height]);
        if (!_path.Run(_request, picture))
            _lastTransparent!.Bytes.CopyTo(picture.Bytes, 0);
        return _lastTransparent = picture;
    }

    void Set(AvatarShot shot)
    {
        var look = shot.Look;
        SetSettings(look);
        SetSource(look, shot.Framing == CameraFraming.Waist);
        var model = new System.Numerics.Matrix4x4[shot.Body.Skeleton.Count];
        LocalToModel.Run(shot.Body.Skeleton, shot.Pose.Joints, model);
        var camera = shot.Camera?.WithSize(Width, Height) ?? Frame(shot, model);
        _request.Set(new RigPose(shot.Body, model, shot.Pose.Weights, camera, shot.Pose.WeightNames));
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

    void SetSource(AvatarLook look, bool isWaist)
    {
        string[] files = (look.Person ?? look.Source) is { } own ? [resolve(own)] : defaultSource;
        if (files.Length == 0)
            throw new ArgumentException("No picture of the person was given. Add --source PICTURE, or set avatar.source in the script's Awake.");
        var wanted = (string.Join('\n', files), look.Background, look.BackgroundColor, isWaist);
        if (_source == wanted)
            return;
        var background = look.Background is { } picture ? PersonBackground.Of(PictureFile.ReadRgb(resolve(picture)))
            : look.BackgroundColor is { } colour ? PersonBackground.Of(colour) : defaultBackground;
        var person = SourceFiles.Read(files);
        _path.SetSource(FittedSource.Of(isWaist ? SourceFiles.UpperBody(person, generator) : person, files, generator, inference, background));
        _source = wanted;
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
