using Avatars.Files;
using Avatars.Posing;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer.Library;

/// <summary>
/// The user's stored poses without a window: save, find, rename, delete; a click makes the person take a pose at the present time, a slider then blends
/// between what was there before and the pose.
/// </summary>
sealed class PoseShelf(EditorSession editor, PoseLibrary library)
{
    readonly Dictionary<string, StoredPose> _poses = new(StringComparer.Ordinal);
    readonly HashSet<string> _parts = new(StringComparer.Ordinal);
    List<string>? _names;
    string[] _shown = [];
    string _filter = "";
    StoredPose? _before, _applied; // while a blend goes on
    float _weight = 1;
    int _version = -1;
    int _drags;

    /// <summary>Poses that come with the program come first.</summary>
    public static IReadOnlyList<StoredPose> BuiltIn { get; } = [StoredPose.Rest, StoredPose.TPose];

    /// <summary>Names that have the filter's text.</summary>
    public IReadOnlyList<string> Shown
    {
        get
        {
            if (_names is null)
                Refresh();
            return _shown;
        }
    }

    public string Filter
    {
        get => _filter;
        set
        {
            if (value == _filter)
                return;
            _filter = value;
            Select();
        }
    }

    /// <summary>Whether poses are applied with left and right swapped.</summary>
    public bool IsMirrored { get; set; }

    /// <summary>Parts of the body that a pose changes; none for all.</summary>
    public IReadOnlySet<string> Parts => _parts;

    /// <summary>The pose that was applied last, while nothing else changed; empty for none. <see cref="Weight"/> adjusts it.</summary>
    public string Applied => _applied is not null && _version == editor.Version ? _applied.Name : "";

    /// <summary>How far the last pose was applied, 0 to 1.</summary>
    public float Weight => Applied.Length > 0 ? _weight : 1;

    /// <summary>Counts changes of stored poses, for pictures of them.</summary>
    public int Version { get; private set; }

    public void Toggle(string part)
    {
        if (!_parts.Add(part))
            _parts.Remove(part);
    }

    public static bool IsBuiltIn(string name) => BuiltIn.Any(pose => pose.Name == name);

    /// <summary>A pose by its name; null where it cannot be read, which is reported.</summary>
    public StoredPose? Find(string name)
    {
        if (!_poses.TryGetValue(name, out var pose) && Try(() => pose = BuiltIn.FirstOrDefault(each => each.Name == name) ?? library.Load(name)))
            _poses[name] = pose!;
        return pose;
    }

    /// <summary>Reads the folder again.</summary>
    public void Refresh()
    {
        _names = [.. BuiltIn.Select(pose => pose.Name)];
        Try(() => _names.AddRange(library.Names().Where(name => !IsBuiltIn(name))));
        _poses.Clear();
        Version++;
        Select();
    }

    /// <summary>A name that no pose has yet.</summary>
    public string FreeName()
    {
        for (var i = 1; ; i++)
            if (Shown is not null && !_names!.Contains($"Pose {i}"))
                return $"Pose {i}";
    }

    /// <summary>Stores what the scene shows at the present time.</summary>
    /// <returns>Whether it could be stored; a reason is reported.</returns>
    public bool Save(string name)
    {
        if (editor.Document is null)
            return false;
        var isSaved = Try(() =>
        {
            if (IsBuiltIn(name))
                throw new ArgumentException($"'{name}' comes with the program. Choose another name.");
            library.Save(StoredPose.Of(name, Shot(), editor.Time));
        });
        if (isSaved)
            Refresh();
        return isSaved;
    }

    public void Delete(string name)
    {
        if (!IsBuiltIn(name) && Try(() => library.Delete(name)))
            Refresh();
    }

    public bool Rename(string name, string newName)
    {
        var isRenamed = !IsBuiltIn(name) && Try(() => library.Rename(name, newName));
        if (isRenamed)
            Refresh();
        return isRenamed;
    }

    /// <summary>Makes the person take a pose at the present time: one step of undo.</summary>
    public void Apply(string name)
    {
        if (editor.Document is null || Find(name) is not { } pose)
            return;
        editor.HoldFrame();
        _before = StoredPose.Of("", Shot(), editor.Time);
        _applied = IsMirrored ? pose.Mirrored() : pose;
        Show(1, $"apply-pose-{++_drags}");
        editor.EndDrag();
    }

    /// <summary>Blends between what was there before the last pose was applied, and that pose.</summary>
    /// <param name="drag">Names the drag.</param>
    public void Blend(float weight, string drag)
    {
        if (Applied.Length > 0)
            Show(Math.Clamp(weight, 0, 1), drag);
    }

    void Show(float weight, string drag)
    {
        var result = _before!.Toward(_applied!, weight, _parts);
        editor.SetPose($"Pose {_applied!.Name}", result.Joints, drag);
        var shown = StoredPose.Of("", Shot(), editor.Time).Weights;
        foreach (var (name, value) in result.Weights)
            if (MathF.Abs(value - shown.GetValueOrDefault(name)) > 1e-5f)
                editor.SetExpression(name, value, $"Pose {_applied.Name}", drag);
        (_weight, _version) = (weight, editor.Version);
    }

    Editing.EditedMotion Shot()
    {
        editor.Update();
        return editor.Motion;
    }

    void Select() => _shown = [.. (_names ?? []).Where(name => name.Contains(_filter.Trim(), StringComparison.OrdinalIgnoreCase))];

    bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            editor.Dialogs.Problem?.Invoke(ErrorLine.Of(error));
            return false;
        }
    }
}
