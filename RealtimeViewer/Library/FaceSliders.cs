using System.Numerics;
using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer.Library;

/// <summary>Expressions as sliders, and where the person looks, at the present time of the open scene; without a window.</summary>
sealed class FaceSliders(EditorSession editor)
{
    /// <summary>How far away the place is that the eyes look at, metres.</summary>
    public const float GazeDistance = 2;

    const float MostYaw = 80, MostPitch = 50; // degrees

    static readonly string[] Regions = ["eye", "brow", "cheek", "nose", "jaw", "mouth", "tongue"];

    readonly JointTransform[] _pose = new JointTransform[StandardHumanoid.Skeleton.Count];
    readonly ModelPose _model = new(StandardHumanoid.Skeleton);
    readonly Dictionary<string, float> _values = new(StringComparer.Ordinal);
    IReadOnlyList<Group> _shown = All;
    string _filter = "";
    int _version = -1;
    float _time = -1;
    int _drags;

    /// <summary>Sliders under a heading.</summary>
    public sealed record Group(string Title, IReadOnlyList<string> Names);

    /// <summary>VRM's presets, then ARKit's names by region.</summary>
    public static IReadOnlyList<Group> All { get; } =
    [
        new("Presets (VRM)", [.. FacialExpressions.VrmPresets.Where(name => name != "neutral")]),
        .. Regions.Select(region => new Group($"{char.ToUpperInvariant(region[0])}{region[1..]} (ARKit)",
            [.. FacialExpressions.Arkit.Where(name => name.StartsWith(region, StringComparison.Ordinal)).Order(StringComparer.Ordinal)])),
    ];

    /// <summary>A part of the names to show; empty for all.</summary>
    public string Filter
    {
        get => _filter;
        set
        {
            if (value == _filter)
                return;
            _filter = value;
            _shown = [.. All.Select(group => new Group(group.Title, [.. group.Names.Where(name =>
                name.Contains(value.Trim(), StringComparison.OrdinalIgnoreCase))])).Where(group => group.Names.Count > 0)];
        }
    }

    public IReadOnlyList<Group> Shown => _shown;

    /// <summary>The weight at the present time, 0 to 1.</summary>
    public float ValueOf(string name)
    {
        Refresh();
        return _values.GetValueOrDefault(name);
    }

    /// <summary>Sets a weight at the present time; the moves of one drag are one step of undo.</summary>
    /// <param name="drag">Names the drag; empty for a single change.</param>
    public void Set(string name, float weight, string drag = "") => SetExpression(name, Math.Clamp(weight, 0, 1), $"Expression {name}", drag);

    /// <summary>Sets every expression that is not 0 back to 0, as one step of undo.</summary>
    public void Neutral()
    {
        Refresh();
        var drag = $"neutral-{++_drags}";
        foreach (var (name, value) in _values.ToArray())
            if (value != 0)
                SetExpression(name, 0, "Neutral face", drag);
        editor.EndDrag();
    }

    /// <summary>Whether the scene says where the person looks.</summary>
    public bool HasGaze => GazeTrack is not null;

    /// <summary>Where the person looks: degrees to the person's left and upward, seen from the head; how much head and eyes follow, 0 to 1.</summary>
    public (float Yaw, float Pitch, float Head, float Eyes) Gaze
    {
        get
        {
            if (GazeTrack is not { } track)
                return (0, 0, 0, 1);
            var values = KeyEdits.KeyAt(track, editor.KeyTime).Values;
            var to = new Vector3(values[0], values[1], values[2]) - HeadPosition();
            return (MathF.Atan2(to.X, to.Z) * 180 / MathF.PI, MathF.Atan2(to.Y, new Vector2(to.X, to.Z).Length()) * 180 / MathF.PI, values[3], values[4]);
        }
    }

    /// <inheritdoc cref="Gaze"/>
    public void SetGaze(float yaw, float pitch, float head, float eyes, string drag = "")
    {
        var (x, y) = (Math.Clamp(yaw, -MostYaw, MostYaw) * MathF.PI / 180, Math.Clamp(pitch, -MostPitch, MostPitch) * MathF.PI / 180);
        var place = HeadPosition() + GazeDistance * new Vector3(MathF.Sin(x) * MathF.Cos(y), MathF.Sin(y), MathF.Cos(x) * MathF.Cos(y));
        SetValues(TrackTarget.Gaze, [place.X, place.Y, place.Z, Math.Clamp(head, 0, 1), Math.Clamp(eyes, 0, 1)], "Gaze", drag);
    }

    /// <summary>Lets the eyes look where the pose has them.</summary>
    public void RemoveGaze()
    {
        if (GazeTrack is { } track)
            editor.Document!.Remove("Remove gaze", track.Id);
    }

    TrackItem? GazeTrack => editor.Document?.Track(editor.Person, TrackTarget.Gaze) is { Keys.Count: > 0 } track ? track : null;

    void SetExpression(string name, float weight, string label, string drag)
    {
        if (editor.Document is null)
            return;
        editor.HoldFrame();
        editor.SetExpression(name, weight, label, drag);
    }

    void SetValues(TrackTarget target, ReadOnlySpan<float> values, string label, string drag)
    {
        if (editor.Document is not { } document)
            return;
        editor.HoldFrame();
        PoseKeys.SetValues(document, editor.Person, target, editor.KeyTime, values, label, drag, isWholeTrack: !editor.IsAutoKeyOn);
    }

    Vector3 HeadPosition()
    {
        editor.ReadPose(_pose);
        _model.Run(_pose);
        return _model.Positions[StandardHumanoid.Map[HumanBodyBones.Head]];
    }

    void Refresh()
    {
        if (_version == editor.Version && _time == editor.Time)
            return;
        (_version, _time) = (editor.Version, editor.Time);
        _values.Clear();
        foreach (var track in editor.Document?.All<TrackItem>() ?? [])
            if (track.OwnerId == editor.Person && track.Target.Kind == TrackKind.Expression && track.Keys.Count > 0)
                _values[track.Target.Name] = Math.Clamp(track.Sample(editor.Time)[0], 0, 1);
    }
}
