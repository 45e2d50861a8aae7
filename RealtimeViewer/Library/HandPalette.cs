using Avatars.Posing;
using Avatars.Rig;
using Avatars.Solving;
using Avatars.Viewer.Editing;

namespace Avatars.Viewer.Library;

enum HandChoice
{
    Left,
    Right,
    Both,
}

/// <summary>
/// Hand shapes to choose from, without a window. A shape goes onto the hands that are selected in the scene; with none selected, onto both. Sliders bend
/// single fingers from the shape that the hand has.
/// </summary>
sealed class HandPalette(EditorSession editor)
{
    readonly JointTransform[] _pose = new JointTransform[StandardHumanoid.Skeleton.Count];
    readonly HandRig _rig = new(StandardHumanoid.Map);
    readonly float[][] _base = [new float[HandShape.AngleCount], new float[HandShape.AngleCount]]; // of the left and right hand, without sliders
    HandShape[] _shapes = [.. HandShapes.All];
    string _filter = "";
    HandChoice? _chosen;
    HandSliders _sliders;
    int _slidersVersion = -1;
    int _selectionSeen;
    int _drags;

    /// <summary>Words that name or description must have.</summary>
    public string Filter
    {
        get => _filter;
        set
        {
            if (value == _filter)
                return;
            _filter = value;
            _shapes = [.. HandShapes.All.Where(Matches)];
        }
    }

    public IReadOnlyList<HandShape> Shapes => _shapes;

    /// <summary>How far a click goes from the hand's shape to the new one, 0 to 1.</summary>
    public float Weight { get; set; } = 1;

    /// <summary>The hands that a click changes: those selected in the scene, until the user chooses here.</summary>
    public HandChoice Hands
    {
        get
        {
            var seen = SelectionHash();
            if (seen != _selectionSeen)
                (_selectionSeen, _chosen) = (seen, null);
            return _chosen ?? Selected();
        }
        set => (_chosen, _selectionSeen) = (value, SelectionHash());
    }

    /// <summary>Sliders on top of the hand's shape; all 0 again after any other change.</summary>
    public HandSliders Sliders => _slidersVersion == editor.Version ? _sliders : default;

    /// <summary>The name of the shape that a hand has at the present time; empty for one without a name.</summary>
    public string NameOf(bool left)
    {
        if (editor.Document?.Track(editor.Person, TrackTarget.Hand(left)) is not { Keys.Count: > 0 } track)
            return "";
        return KeyEdits.KeyAt(track, editor.KeyTime).Text;
    }

    /// <summary>Puts a shape on the chosen hands, at the present time: one step of undo.</summary>
    public void Apply(HandShape shape)
    {
        if (editor.Document is null)
            return;
        editor.HoldFrame();
        var drag = $"hand-shape-{++_drags}";
        Span<float> degrees = stackalloc float[HandShape.AngleCount];
        foreach (var left in Sides())
        {
            Read(left, degrees);
            HandShape.Blend(degrees, shape.Degrees, Weight, degrees);
            Set($"Hand shape {shape.Name}", left, Weight < 1 ? degrees : shape.Degrees, drag, Weight < 1 ? "" : shape.Name);
        }
        editor.EndDrag();
    }

    /// <summary>Bends fingers from the shape that the hands have; the moves of one drag are one step of undo.</summary>
    /// <param name="drag">Names the drag.</param>
    public void Slide(in HandSliders sliders, string drag)
    {
        if (editor.Document is null)
            return;
        editor.HoldFrame();
        if (_slidersVersion != editor.Version)
            for (var i = 0; i < 2; i++)
                Read(left: i == 0, _base[i]);
        Span<float> degrees = stackalloc float[HandShape.AngleCount];
        foreach (var left in Sides())
        {
            _base[left ? 0 : 1].CopyTo(degrees);
            sliders.Apply(degrees);
            Set("Bend fingers", left, degrees, drag, "");
        }
        (_sliders, _slidersVersion) = (sliders, editor.Version);
    }

    /// <summary>The angles at the present time: the hand's track as it is, else read from the pose.</summary>
    void Read(bool left, Span<float> degrees)
    {
        if (editor.Document!.Track(editor.Person, TrackTarget.Hand(left)) is { Keys.Count: > 0 } track)
        {
            KeyEdits.KeyAt(track, editor.KeyTime).Values.CopyTo(degrees);
            return;
        }
        editor.ReadPose(_pose);
        _rig.Read(_pose, left, degrees);
    }

    void Set(string label, bool left, ReadOnlySpan<float> degrees, string drag, string name)
    {
        editor.HoldAround(bone => HumanBones.IsFinger(bone) && HumanBones.IsLeft(bone) == left, label, drag);
        PoseKeys.SetValues(editor.Document!, editor.Person, TrackTarget.Hand(left), editor.KeyTime, degrees, label, drag, name,
            isWholeTrack: !editor.IsAutoKeyOn);
    }

    IEnumerable<bool> Sides()
    {
        if (Hands != HandChoice.Right)
            yield return true;
        if (Hands != HandChoice.Left)
            yield return false;
    }

    HandChoice Selected()
    {
        var (left, right) = (false, false);
        foreach (var bone in editor.SelectedBones)
            if (IsOfHand(bone))
                (left, right) = (left || HumanBones.IsLeft(bone), right || HumanBones.IsRight(bone));
        return left == right ? HandChoice.Both : left ? HandChoice.Left : HandChoice.Right;
    }

    static bool IsOfHand(HumanBodyBones bone) => HumanBones.IsFinger(bone) || bone is HumanBodyBones.LeftHand or HumanBodyBones.RightHand
        or HumanBodyBones.LeftLowerArm or HumanBodyBones.RightLowerArm or HumanBodyBones.LeftUpperArm or HumanBodyBones.RightUpperArm;

    int SelectionHash()
    {
        var hash = 17;
        foreach (var bone in editor.SelectedBones)
            hash = hash * 31 + (int)bone;
        return hash;
    }

    bool Matches(HandShape shape)
    {
        foreach (var word in _filter.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (!shape.Name.Contains(word, StringComparison.OrdinalIgnoreCase) && !shape.Description.Contains(word, StringComparison.OrdinalIgnoreCase))
                return false;
        return true;
    }
}
