using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Avatars.Formats;
using Avatars.Imaging;
using Avatars.Rig;

namespace Avatars.Scripting;

/// <summary>A person in the scene: the rig below it, and how pictures of it are made. All of it can be changed in every frame.</summary>
[RequireComponent(typeof(Animator))]
public sealed partial class ScriptedAvatar : Behaviour, IAnimatedProperties
{
    readonly SortedDictionary<string, float> _expressions = new(StringComparer.Ordinal);
    HumanoidMap? _body;
    IScriptHost? _host;
    (int Width, int Height)? _size;

    /// <summary>A finished picture of this person; called on the scene's thread.</summary>
    public event Action<RgbImage>? FrameReady;

    public Animator animator { get; private set; } = null!;

    /// <summary>The scene's camera for this person.</summary>
    public Camera camera { get; private set; } = null!;

    /// <summary>Picture of the person; a path beside the script.</summary>
    public string? source { get; set; }

    /// <summary>A .person file; a path beside the script.</summary>
    public string? person { get; set; }

    /// <summary>Picture behind the person; a path beside the script.</summary>
    public string? background { get; set; }

    /// <summary>Colour behind the person; null keeps the source's background.</summary>
    public Color? backgroundColor { get; set; }

    /// <summary>Name of the sampler; null is the model's.</summary>
    public string? sampler { get; set; }

    /// <summary>Steps of the sampler; null is the model's.</summary>
    public int? steps { get; set; }

    public float? guidance { get; set; }

    public uint? seed { get; set; }

    /// <summary>Pixels; null is the application's.</summary>
    public (int Width, int Height)? size
    {
        get => _size;
        set => _size = value is null || value is { Width: >= 16 and <= 4096, Height: >= 16 and <= 4096 } ? value
            : throw new ArgumentException($"A picture of {value.Value.Width}x{value.Value.Height} pixels cannot be made. Give 16 to 4096 for each side.");
    }

    /// <summary>Names of the expressions that are set.</summary>
    public IReadOnlyCollection<string> expressions => _expressions.Keys;

    internal HumanoidMap Body => _body!;

    /// <summary>Adds a person to the scene, with its rig, animator and camera.</summary>
    /// <param name="body">The rig; a standard person is <see cref="StandardHumanoid.Map"/>.</param>
    /// <param name="host">What makes pictures; null where there are none.</param>
    public static ScriptedAvatar Create(string name, HumanoidMap body, IScriptHost? host = null)
    {
        var owner = new GameObject(name);
        HumanoidAvatar.MakeJoints(body.Skeleton, owner.transform);
        var avatar = owner.AddComponent<ScriptedAvatar>();
        avatar._body = body;
        avatar._host = host;
        avatar.animator = owner.GetComponent<Animator>()!;
        avatar.animator.avatar = new HumanoidAvatar(body);
        var camera = new GameObject(name + " Camera");
        camera.transform.SetPositionAndRotation(new Vector3(0, 1, 4), Quaternion.Euler(0, 180, 0));
        avatar.camera = camera.AddComponent<Camera>();
        camera.transform.hasChanged = false;
        return avatar;
    }

    /// <summary>Adds another person like this one, for scenes of several people.</summary>
    public ScriptedAvatar AddPerson(string name, string? source = null)
    {
        var other = Create(name, Body, _host);
        other.source = source ?? this.source;
        return other;
    }

    /// <param name="weight">0 is neutral, 1 the full expression.</param>
    public void SetExpression(string name, float weight) => _expressions[name] = Mathf.Clamp01(weight);

    public float GetExpression(string name) => _expressions.TryGetValue(name, out var weight) ? weight : 0;

    /// <summary>A motion file as a clip for this rig: .bvh, .glb, .gltf, .vrm, .vrma or .pose, beside the script.</summary>
    /// <exception cref="FormatException">The file is no motion.</exception>
    public AnimationClip LoadClip(string path) => new(MotionFile.Read(Resolve(path)).For(Body));

    /// <summary>The file that a path means: relative ones begin at the script's folder.</summary>
    public string Resolve(string path) => _host is null ? path : _host.Resolve(path);

    /// <summary>Makes a picture of the person as it is now.</summary>
    /// <exception cref="InvalidOperationException">The application makes no pictures.</exception>
    public Task<RgbImage> RenderAsync(CancellationToken cancellation = default) => RequireHost().RenderAsync(Shot(), cancellation);

    /// <summary>Makes a picture and writes it, .png or .jpg.</summary>
    public async Task<RgbImage> RenderAsync(string path, CancellationToken cancellation = default)
    {
        var picture = await RenderAsync(cancellation);
        RequireHost().Save(path, picture);
        return picture;
    }

    /// <summary>What a picture of this frame shows.</summary>
    public AvatarShot Shot()
    {
        var pose = new Pose(Body.Skeleton, [.. _expressions.Keys]);
        CopyTo(pose);
        var (width, height) = size ?? (256, 256);
        var view = camera.ToView(width, height);
        return new AvatarShot(this, Body, pose, view, camera.framing, Look);
    }

    /// <summary>The present pose in the library's space, the place of the game object included.</summary>
    /// <param name="pose">Expressions for which it has no weight are left out.</param>
    public void CopyTo(Pose pose)
    {
        var joints = animator.Joints;
        var local = pose.Joints;
        animator.avatar!.Read(joints, local);
        for (var i = 0; i < local.Length; i++)
            if (Body.Skeleton[i].Parent < 0 && joints[i] is { } root)
                local[i] = local[i] with { Translation = root.position.ToRightHanded(), Rotation = root.rotation.ToRightHanded() };
        pose.Weights.Clear();
        foreach (var (name, weight) in _expressions)
            if (pose.IndexOf(name) is >= 0 and var index)
                pose.Weights[index] = weight;
    }

    /// <summary>Poses the rig like a pose of the library, such as one of live input; its weights become expressions.</summary>
    /// <exception cref="ArgumentException">The pose is of another skeleton.</exception>
    public void CopyFrom(Pose pose)
    {
        Body.Skeleton.RequirePose(pose.Joints.Length);
        HumanoidAvatar.Write(pose.Joints, animator.Joints);
        for (var i = 0; i < pose.WeightNames.Count; i++)
            SetExpression(pose.WeightNames[i], pose.Weights[i]);
    }

    /// <summary>How pictures are made at the moment.</summary>
    public AvatarLook Look => new()
    {
        Source = source,
        Person = person,
        Background = background,
        BackgroundColor = backgroundColor is { } color ? new RgbColor(Byte(color.r), Byte(color.g), Byte(color.b)) : null,
        Sampler = sampler,
        Steps = steps,
        Guidance = guidance,
        Seed = seed,
        Size = size,
    };

    /// <summary>Hands a finished picture to the scripts; the application calls it inside <see cref="ScriptScene.Run"/>.</summary>
    public void Publish(RgbImage picture) => FrameReady?.Invoke(picture);

    /// <summary>Clips move <c>steps</c>, <c>guidance</c>, <c>seed</c>, <c>size.x</c>, <c>size.y</c>, <c>backgroundColor.r</c> (g, b) and
    /// <c>expression.NAME</c>.</summary>
    bool IAnimatedProperties.SetProperty(string property, float value)
    {
        const string Expression = "expression.";
        switch (property)
        {
            case "steps":
                steps = Mathf.RoundToInt(value);
                break;
            case "guidance":
                guidance = value;
                break;
            case "seed":
                seed = (uint)Mathf.Clamp(Mathf.RoundToInt(value), 0, int.MaxValue);
                break;
            case "size.x" or "size.y":
                var (width, height) = size ?? (256, 256);
                var side = Mathf.Clamp(Mathf.RoundToInt(value), 16, 4096);
                size = property[^1] == 'x' ? (side, height) : (width, side);
                break;
            case "backgroundColor.r" or "backgroundColor.g" or "backgroundColor.b":
                var color = backgroundColor ?? new Color(0, 0, 0);
                backgroundColor = property[^1] switch
                {
                    'r' => new Color(value, color.g, color.b),
                    'g' => new Color(color.r, value, color.b),
                    _ => new Color(color.r, color.g, value),
                };
                break;
            default:
                if (!property.StartsWith(Expression, StringComparison.Ordinal) || property.Length == Expression.Length)
                    return false;
                SetExpression(property[Expression.Length..], value);
                break;
        }
        return true;
    }

    IScriptHost RequireHost() => _host
        ?? throw new InvalidOperationException("This application makes no pictures. Run the script with 'avatar script' or in the viewer.");

    static byte Byte(float channel) => (byte)Mathf.RoundToInt(Mathf.Clamp01(channel) * 255);
}
