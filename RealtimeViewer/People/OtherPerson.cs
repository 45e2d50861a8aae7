using Avatars.Body;
using Avatars.Formats;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Retargeting;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer;

/// <summary>A person of the open scene who is shown beside the one that is edited.</summary>
/// <param name="layout">Of the model's keypoints.</param>
sealed class OtherPerson(string id, PersonDisplay display, KeypointLayout layout)
{
    readonly EditedMotion _motion = new();
    (PoseDocument? Document, int Version) _shows;
    SceneSources? _sources;
    IReadOnlyList<FileReference>? _named;
    AnalysedPerson? _fitted;

    /// <summary>The person's, in the scene.</summary>
    public string Id => id;

    public PersonDisplay Display => display;

    /// <summary>The person's pose at the present time, in its own proportions.</summary>
    public PoseSampler Rig { get; private set; } = new(new EditedMotion(), layout);

    /// <summary>The fitted body; null for the standard one.</summary>
    public AnalysedPerson? Fitted => display.Opened?.Analysed;

    /// <summary>Handle of the texture with the body in the rig's pane; 0 where it is not shown.</summary>
    public uint BodyTexture { get; set; }

    /// <summary>Opens the pictures that the scene names for the present time, where they have changed.</summary>
    /// <param name="find">Adds pictures to those to choose from, and gives their index; -1 where they cannot be found, which was told.</param>
    /// <param name="unnamed">Index of whom to show where the scene names nobody.</param>
    /// <param name="paths">Of an index.</param>
    public void FollowSources(EditorSession editor, Func<IReadOnlyList<FileReference>, int> find, int unnamed, Func<int, IReadOnlyList<string>> paths)
    {
        var document = editor.Document!;
        if (_shows != (document, editor.Version))
            _sources = SceneSources.Of(document, id);
        var named = _sources!.All[_sources.At(editor.Time)];
        if (_named is not null && ReferenceEquals(_shows.Document, document) && named.SequenceEqual(_named))
            return;
        _named = named;
        var index = named.Count > 0 ? find(named) : unnamed;
        if (index < 0 || index == display.Requested)
            return;
        display.Requested = index;
        display.Stream.Open(paths(index));
    }

    /// <summary>Poses the person as the scene does at the present time.</summary>
    public void Pose(EditorSession editor, Camera camera)
    {
        var document = editor.Document!;
        var isNew = _motion.Name.Length == 0;
        if (_shows != (document, editor.Version))
            isNew |= _motion.Update(document, id, editor.Folder!);
        _shows = (document, editor.Version);
        if (isNew || !ReferenceEquals(_fitted, Fitted))
            (_fitted, Rig) = (Fitted, MakeRig());
        Rig.Sample(editor.Time, isInPlace: false);
        Rig.Project(camera);
    }

    PoseSampler MakeRig() => Fitted is { Person.Body.Map: var body }
        ? new PoseSampler(new RetargetedPoseSource(_motion, Avatars.Rig.StandardHumanoid.Map, body), layout, body) : new PoseSampler(_motion, layout);
}
