using Avatars.Body;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.PoseMaps;
using Avatars.Rig;
using Avatars.Signing;
using Avatars.Viewer.Characters;
using Avatars.Viewer.Editing;
using Avatars.Viewer.Panels;
using Avatars.Viewer.Posing;
using Avatars.Viewer.Scripts;
using Avatars.Viewer.Timeline;

namespace Avatars.Viewer;

/// <summary>Everything that the panels show and change. The window's thread only.</summary>
sealed class Session
{
    readonly JointTransform[] _standardPose = new JointTransform[StandardHumanoid.Skeleton.Count];

    public Session(string? untitledFolder = null)
    {
        Editor = new EditorSession(Playback, untitledFolder);
        Take = new LiveTake(Editor);
        Editor.Dialogs.Problem = problem => Problem = problem;
    }

    public Playback Playback { get; } = new();

    /// <summary>The open scene, and editing it.</summary>
    public EditorSession Editor { get; }

    /// <summary>The open script, which moves the person while it runs.</summary>
    public LiveScript Script { get; init; } = new();

    /// <summary>Recording of live motion into the open scene.</summary>
    public LiveTake Take { get; }

    public FrameMeter Rendered { get; } = new();

    public GeneratedPerson Person { get; } = new();

    /// <summary>What of the window is shown, and how large.</summary>
    public PanelSizes Panels { get; } = new();

    /// <summary>Puts a picture of a panel on the graphics card, and gives its handle; 0 where there is no window.</summary>
    public Func<RgbImage, uint> AddTexture { get; set; } = _ => 0;

    /// <summary>Shows the person of a picture or person file.</summary>
    public Action<string> AddPerson { get; set; } = _ => { };

    /// <summary>Takes back what <see cref="AddTexture"/> made.</summary>
    public Action<uint> RemoveTexture { get; set; } = _ => { };

    public required OrbitCamera Orbit { get; init; }

    /// <summary>What the camera shows until the user moves it.</summary>
    public Framing Framing { get; set; }

    public required PoseSampler Rig { get; set; }

    /// <summary>What the rig shows, on the standard humanoid; until the next call.</summary>
    public ReadOnlySpan<JointTransform> ReadStandardPose()
    {
        if (Fitted is null)
            return Rig.Pose.Joints;
        Rig.Pose.Joints.CopyTo(_standardPose);
        Editor.Body.ToStandard(_standardPose);
        return _standardPose;
    }

    /// <summary>The people of the scene beside the edited one, whom <see cref="Rig"/> shows.</summary>
    public IReadOnlyList<OtherPerson> Others { get; set; } = [];

    /// <summary>The person whose fitted body <see cref="Rig"/> has; null for the standard body.</summary>
    public AnalysedPerson? Fitted { get; set; }

    public required IReadOnlyList<SourcePicture> Sources { get; init; }

    /// <summary>Where signs of glosses are looked up.</summary>
    public List<SignLexicon> SignLexicons { get; init; } = [];

    /// <summary>Names of the motions to choose from.</summary>
    public required IReadOnlyList<string> Motions { get; init; }

    public int ChosenSource { get; set; }

    public int ChosenMotion { get; set; }

    /// <summary>Whether the user wants <see cref="ChosenMotion"/> to play, in place of the scene or from its beginning.</summary>
    public bool IsMotionWanted { get; set; }

    /// <summary>Of the sampler, 1 to 4.</summary>
    public int Steps { get; set; } = 1;

    /// <summary>Its name.</summary>
    public string Sampler { get; set; } = "ddim";

    public int Seed { get; set; } = 7;

    public bool IsInPlace { get; set; } = true;

    public bool HasFloor { get; set; } = true;

    /// <summary>Whether the rig's pane shows the person's fitted body, where there is one.</summary>
    public bool HasBody { get; set; } = true;

    /// <summary>A character's mesh for the rig's pane; null while none was opened.</summary>
    public LoadedCharacter? Character { get; set; }

    /// <summary>Whether the rig's pane shows <see cref="Character"/> in place of the body.</summary>
    public bool HasCharacter { get; set; }

    /// <summary>Shows the mesh of a VRM or glTF file in the rig's pane; second argument: what to do with its animations, or where it has no mesh.</summary>
    public Action<string, Action> ShowCharacter { get; set; } = (_, importMotion) => importMotion();

    /// <summary>Handle of the texture with the fitted body, of the rig's pane; 0 where it is not shown.</summary>
    public uint BodyTexture { get; set; }

    /// <summary>Pixels of the window that the picture in the rig's pane takes.</summary>
    public (int Width, int Height) RigPixels { get; set; }

    /// <summary>Handle of the texture with the pose map.</summary>
    public uint PoseMapTexture { get; set; }

    /// <summary>Of the pose map and the generated frame, pixels.</summary>
    public int PictureWidth { get; init; } = 256;

    /// <inheritdoc cref="PictureWidth"/>
    public int PictureHeight { get; init; } = 256;

    /// <summary>The camera that all three panes share: the script's, where one moves it.</summary>
    public Camera PictureCamera => Script.Camera?.WithSize(PictureWidth, PictureHeight) ?? Orbit.At(PictureWidth, PictureHeight);

    /// <summary>The <see cref="Zoom"/> of the screen, or of the command line.</summary>
    public float NormalZoom { get; init; } = 1;

    /// <summary>Scale of the panels, for high-density screens. Control with plus, minus or 0.</summary>
    public float Zoom { get; set; } = 1;

    /// <summary>A motion whose bones the user must assign; null while there is none.</summary>
    public BoneChoice? Bones { get; set; }

    /// <summary>Whether the user requested a restart of generation after a failure.</summary>
    public bool IsRestartWanted { get; set; }

    /// <summary>What the user should know about the person who is shown; null for nothing.</summary>
    public string? Notice { get; set; }

    /// <summary>Whether the user wants to edit the motion that plays, as a clip of a new scene.</summary>
    public bool IsEditWanted { get; set; }

    /// <summary>What went wrong last, for the user; null while all is well.</summary>
    public string? Problem { get; set; }
}

/// <summary>A picture of a person to choose.</summary>
/// <param name="Thumbnail">Handle of a small square texture.</param>
/// <param name="More">Further pictures of the same person; null for none.</param>
sealed record SourcePicture(string Name, string Path, uint Thumbnail, IReadOnlyList<string>? More = null)
{
    public IReadOnlyList<string> Paths { get; } = [Path, .. More ?? []];
}

/// <summary>State and figures of the generated frames.</summary>
sealed class GeneratedPerson
{
    public FrameMeter Meter { get; } = new();

    /// <summary>Handle of the texture with the newest frame; 0 before the first one.</summary>
    public uint Texture { get; set; }

    /// <summary>From handing in the pose to having the frame, milliseconds.</summary>
    public double LatencyMilliseconds { get; set; }

    public StageTimes Times { get; set; }

    /// <summary>What generates, and where it runs.</summary>
    public string Model { get; set; } = "";

    /// <summary>Why generation stopped, in one line; null while it works.</summary>
    public string? Failure { get; set; }

    /// <summary>The person who is opened in the background; null while nobody is.</summary>
    public OpeningProgress? Opening { get; set; }

    /// <summary>Reason for a missing frame, shown in the pane; null once frames arrive.</summary>
    public string? Waiting { get; set; } = "Loading the model ...";
}
