using Avatars.Formats;
using Avatars.Rig;

namespace Avatars.Viewer.Posing;

/// <summary>A motion whose skeleton was not recognised, and the user's assignment of joints to bones.</summary>
sealed class BoneChoice
{
    readonly Dictionary<HumanBodyBones, int> _joints;
    readonly List<HumanBodyBones> _bones = [];
    readonly string[] _rows;

    public BoneChoice(Motion motion)
    {
        Path = motion.Source;
        Skeleton = motion.Skeleton;
        _joints = new Dictionary<HumanBodyBones, int>(HumanoidMap.Recognise(Skeleton));
        for (var bone = HumanBodyBones.Hips; bone < HumanBodyBones.LastBone; bone++)
            if (!HumanBones.IsFinger(bone))
                _bones.Add(bone);
        _bones.Sort((a, b) => (IsRequired(b), (int)a).CompareTo((IsRequired(a), (int)b)));
        Joints = [.. Skeleton.Joints.ToArray().Select(joint => joint.Name)];
        _rows = new string[_bones.Count];
        ShowRows();
        Chosen = Math.Max(0, _bones.FindIndex(bone => !_joints.ContainsKey(bone)));
    }

    /// <summary>The motion's file.</summary>
    public string Path { get; }

    public Skeleton Skeleton { get; }

    /// <summary>Names of the skeleton's joints.</summary>
    public IReadOnlyList<string> Joints { get; }

    /// <summary>Bone by bone, with its joint: the ones that a motion cannot do without first.</summary>
    public IReadOnlyList<string> Rows => _rows;

    /// <summary>Index of the row that the next joint is for.</summary>
    public int Chosen { get; set; }

    /// <summary>Index of the chosen row's joint, or -1.</summary>
    public int JointOfChosen => _joints.TryGetValue(_bones[Chosen], out var joint) ? joint : -1;

    /// <summary>Whether all bones that a motion cannot do without have a joint.</summary>
    public bool IsWhole => _bones.TrueForAll(bone => !IsRequired(bone) || _joints.ContainsKey(bone));

    /// <summary>Whether the user accepted the assignment.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>Assigns a joint to the selected bone, removes it from another, and selects the next bone without a joint.</summary>
    public void Give(int joint)
    {
        foreach (var bone in _bones)
            if (_joints.TryGetValue(bone, out var known) && known == joint)
                _joints.Remove(bone);
        _joints[_bones[Chosen]] = joint;
        ShowRows();
        var next = _bones.FindIndex(bone => IsRequired(bone) && !_joints.ContainsKey(bone));
        Chosen = next >= 0 ? next : Chosen;
    }

    /// <exception cref="ArgumentException">A bone that a motion cannot do without has no joint.</exception>
    public HumanoidMap ToMap() => new(Skeleton, _joints);

    static bool IsRequired(HumanBodyBones bone) => HumanBones.Required.Contains(bone);

    void ShowRows()
    {
        for (var i = 0; i < _rows.Length; i++)
            _rows[i] = $"{_bones[i]} = {(_joints.TryGetValue(_bones[i], out var joint) ? Joints[joint] : IsRequired(_bones[i]) ? "?" : "-")}";
    }
}
