using Avatars.Rig;

namespace Avatars.Viewer.Editing;

/// <summary>The person's joints as rows of a tree: what is open, and what a search leaves.</summary>
sealed class JointTree
{
    static readonly HumanoidMap Map = StandardHumanoid.Map;

    readonly HashSet<HumanBodyBones> _closed = [HumanBodyBones.LeftHand, HumanBodyBones.RightHand];
    readonly List<Row> _rows = [];
    string _filter = "";
    bool _isCurrent;

    /// <param name="Depth">Branches between the hips and the joint.</param>
    /// <param name="IsOpen">Null for a joint without children, and in what a search found.</param>
    public readonly record struct Row(HumanBodyBones Bone, int Depth, bool? IsOpen);

    /// <summary>A part of a joint's name; all joints that have it are shown, without the tree. Empty shows the tree.</summary>
    public string Filter
    {
        get => _filter;
        set => (_filter, _isCurrent) = (value, _isCurrent && value == _filter);
    }

    public IReadOnlyList<Row> Rows
    {
        get
        {
            if (!_isCurrent)
                Build();
            return _rows;
        }
    }

    public void Toggle(HumanBodyBones bone)
    {
        if (!_closed.Remove(bone))
            _closed.Add(bone);
        _isCurrent = false;
    }

    /// <summary>Opens what is above a joint.</summary>
    public void Reveal(HumanBodyBones bone)
    {
        for (var above = HumanBones.Parent(bone); above != HumanBodyBones.LastBone; above = HumanBones.Parent(above))
            if (_closed.Remove(above))
                _isCurrent = false;
    }

    /// <summary>The row of a joint, or -1.</summary>
    public int IndexOf(HumanBodyBones bone)
    {
        for (var i = 0; i < Rows.Count; i++)
            if (_rows[i].Bone == bone)
                return i;
        return -1;
    }

    void Build()
    {
        _isCurrent = true;
        _rows.Clear();
        if (_filter.Trim() is { Length: > 0 } words)
            for (var i = 0; i < Map.Skeleton.Count; i++)
            {
                if (IsFound(BoneNames.Of(Map.BoneOf(i)), words))
                    _rows.Add(new Row(Map.BoneOf(i), 0, null));
            }
        else
            Add(Map[HumanBodyBones.Hips], 0);
    }

    void Add(int joint, int depth)
    {
        var bone = Map.BoneOf(joint);
        var children = 0;
        for (var i = joint + 1; i < Map.Skeleton.Count; i++)
            children += Map.Skeleton[i].Parent == joint ? 1 : 0;
        var isOpen = !_closed.Contains(bone);
        _rows.Add(new Row(bone, depth, children > 0 ? isOpen : null));
        if (!isOpen)
            return;
        for (var i = joint + 1; i < Map.Skeleton.Count; i++)
            if (Map.Skeleton[i].Parent == joint)
                Add(i, children > 1 ? depth + 1 : depth); // a chain is not indented: names stay readable in a narrow panel
    }

    static bool IsFound(string name, string words)
    {
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (!name.Contains(word, StringComparison.OrdinalIgnoreCase))
                return false;
        return true;
    }
}
