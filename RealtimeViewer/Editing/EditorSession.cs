using Avatars.Posing;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Viewer.Posing;

namespace Avatars.Viewer.Editing;

/// <summary>
/// Editing without a window: the open document and its file, what is selected, the tool, undo, and edits of the pose at the present time. Panels show it
/// and call it. The window's thread only.
/// </summary>
sealed partial class EditorSession : IDisposable
{
    readonly Playback _playback;
    readonly List<HumanBodyBones> _bones = [];
    PoseDocument? _document;
    int _shownVersion = -1;
    int _selectionVersion = -1;

    /// <param name="playback">Shared with the viewer: the present time is its time.</param>
    /// <param name="untitledFolder">Where scenes without a file are kept safe; null for a folder of the user's.</param>
    public EditorSession(Playback playback, string? untitledFolder = null)
    {
        _playback = playback;
        _untitledFolder = untitledFolder ?? DefaultUntitledFolder;
    }

    /// <summary>After each change of the document, and after another one was opened or closed.</summary>
    public event Action? Changed;

    /// <summary>Grows with each <see cref="Changed"/>: what was drawn for a version need not be made again.</summary>
    public int Version { get; private set; }

    /// <summary>Null while none is open.</summary>
    public PoseDocument? Document => _document;

    /// <summary>Whether the rig shows the document. False while a motion plays, even where a document waits.</summary>
    public bool IsEditing => _document is not null && !IsSuspended;

    /// <summary>Whether a motion is played over the open document.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary>Id of the person that is edited: the owner of what was selected last.</summary>
    public string Person { get; private set; } = "";

    /// <summary>In whose proportions the rig stands: poses are shown and dragged on it, and kept on the standard humanoid.</summary>
    public PersonHumanoid Body { get; set; } = PersonHumanoid.Standard;

    /// <summary>The document as a motion.</summary>
    public EditedMotion Motion { get; } = new();

    /// <summary>Seconds.</summary>
    public float Time
    {
        get => _playback.Time;
        set => _playback.Seek(value);
    }

    public EditTool Tool { get; set; } = EditTool.Rotate;

    /// <summary>Whether rings and arrows follow the joint's axes; else the model's.</summary>
    public bool IsLocal { get; set; } = true;

    /// <summary>Whether an edit sets a key at the present time; else it changes the whole track alike.</summary>
    public bool IsAutoKeyOn { get; set; } = true;

    public EditorDialogs Dialogs { get; } = new();

    public bool CanUndo => _document?.UndoList.Count > 0;

    public bool CanRedo => _document?.RedoList.Count > 0;

    /// <summary>What was done, the last one last.</summary>
    public IEnumerable<string> UndoNames => (_document?.UndoList ?? []).Select(edit => edit.Label);

    /// <summary>What was undone, the next one last.</summary>
    public IEnumerable<string> RedoNames => (_document?.RedoList ?? []).Select(edit => edit.Label);

    /// <summary>Selected joints, the last one chosen last.</summary>
    public IReadOnlyList<HumanBodyBones> SelectedBones
    {
        get
        {
            if (_selectionVersion != Version)
                ReadSelection();
            return _bones;
        }
    }

    /// <summary>The joint that was selected last; <see cref="HumanBodyBones.LastBone"/> for none.</summary>
    public HumanBodyBones ActiveBone => SelectedBones.Count > 0 ? SelectedBones[^1] : HumanBodyBones.LastBone;

    public void Undo()
    {
        EndDrag();
        _document?.Undo();
    }

    public void Redo()
    {
        EndDrag();
        _document?.Redo();
    }

    /// <exception cref="InvalidOperationException">No document is open, or the edit does not start from its present state.</exception>
    public void Apply(SceneEdit edit) => Require().Apply(edit);

    /// <summary>Ends a drag, so that the next edit with its name is an edit of its own.</summary>
    public void EndDrag() => _document?.EndDrag();

    /// <summary>The item that stands for a joint in the document's selection: its track, whether or not it has keys.</summary>
    public string IdOf(HumanBodyBones bone) => TrackItem.IdOf(Person, TrackTarget.Joint(bone));

    public bool IsSelected(HumanBodyBones bone) => SelectedBones.Contains(bone);

    /// <param name="bones">None deselects.</param>
    public void Select(params HumanBodyBones[] bones) => SelectIds([.. bones.Select(IdOf)]);

    /// <summary>Adds a joint to the selection, or takes it out.</summary>
    public void ToggleSelected(HumanBodyBones bone)
    {
        var ids = Require().Selection;
        var id = IdOf(bone);
        SelectIds(ids.Contains(id) ? [.. ids.Where(other => other != id)] : [.. ids, id]);
    }

    /// <summary>Selects items of any kind by their ids. Selections in succession are one edit.</summary>
    public void SelectIds(params string[] ids)
    {
        var document = Require();
        if (!document.Selection.SequenceEqual(ids))
            document.Set("Select", "select", new SelectionItem(ids));
    }

    /// <summary>Brings <see cref="Motion"/> up to date; once a frame.</summary>
    /// <returns>Whether a new pose is needed, since the document has weights that are new.</returns>
    public bool Update()
    {
        if (_document is null || _shownVersion == Version)
            return false;
        _shownVersion = Version;
        var hasMore = ShowDocument();
        if (!IsSuspended)
            _playback.Resize(Motion.Length, Motion.FrameRate);
        return hasMore;
    }

    /// <summary>Lets a motion play over the open document.</summary>
    public void Suspend()
    {
        IsSuspended = _document is not null;
        Note();
    }

    /// <summary>Shows the document again.</summary>
    public void Resume()
    {
        IsSuspended = false;
        _playback.Start(Motion.Length, Motion.FrameRate);
        _playback.IsPlaying = false;
        Note();
    }

    public void Dispose() => CloseDocument();

    bool ShowDocument()
    {
        var hasMore = false;
        Try(() => hasMore = Motion.Update(_document!, Person, _folder!));
        return hasMore;
    }

    PoseDocument Require() => _document ?? throw new InvalidOperationException("No scene is open. Open one, or begin a new one.");

    void Note()
    {
        Version++;
        Changed?.Invoke();
    }

    void ReadSelection()
    {
        _selectionVersion = Version;
        _bones.Clear();
        var (joint, offset) = ($"track/{Person}/joint/", $"track/{Person}/offset/");
        foreach (var id in _document?.Selection ?? [])
        {
            var start = id.StartsWith(joint, StringComparison.Ordinal) ? joint.Length : id.StartsWith(offset, StringComparison.Ordinal) ? offset.Length : -1;
            if (start > 0 && Enum.TryParse<HumanBodyBones>(id.AsSpan(start), out var bone) && !_bones.Contains(bone))
                _bones.Add(bone);
        }
    }
}
