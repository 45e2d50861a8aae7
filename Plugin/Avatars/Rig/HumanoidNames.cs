using System;
using System.Collections.Generic;
using System.Linq;

namespace Avatars.Rig;

/// <summary>
/// Recognises a human by joint names of any tool and by the hierarchy: limbs by their words and their order along the chain
/// (<see cref="LimbChain"/>), the trunk by what lies between the limbs. Helpers of a rig (controls, twist bones, ends of chains) are left out; where
/// deforming bones have the prefix <c>DEF-</c>, only those are used.
/// </summary>
sealed class HumanoidNames
{
    const int MarkedBones = 12; // a rig with at least this many DEF- bones has controls among the others

    readonly JointTree _tree;
    readonly JointName[] _names;
    readonly bool[] _isHelper;
    Dictionary<HumanBodyBones, int> _found = new();

    HumanoidNames(Skeleton skeleton, JointName[] names)
    {
        _tree = new JointTree(skeleton);
        _names = names;
        _isHelper = new bool[skeleton.Count];
        var isMarked = Enumerable.Range(0, skeleton.Count).Count(joint => IsMarked(skeleton[joint].Name)) >= MarkedBones;
        for (var i = 0; i < _isHelper.Length; i++)
            _isHelper[i] = HumanoidWords.IsHelper(_names[i]) || (isMarked && !IsMarked(skeleton[i].Name));
    }

    /// <returns>Every bone that could be identified, even if they are too few for a human.</returns>
    public static IReadOnlyDictionary<HumanBodyBones, int> Recognise(Skeleton skeleton)
    {
        var best = new Dictionary<HumanBodyBones, int>();
        var tree = new HumanoidNames(skeleton, JointName.Of(skeleton));
        for (var root = 0; root < skeleton.Count; root++)
            if (skeleton[root].Parent < 0)
            {
                tree._found = new();
                tree.FindIn(root);
                if (tree._found.Count > best.Count)
                    best = tree._found;
            }
        return best;
    }

    static bool IsMarked(string name) => name.StartsWith("DEF-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("DEF_", StringComparison.OrdinalIgnoreCase);

    TrunkWord Word(int joint) => _isHelper[joint] || _names[joint].Side != JointSide.None ? TrunkWord.None : HumanoidWords.TrunkOf(_names[joint]);

    int Joint(HumanBodyBones bone) => _found.TryGetValue(bone, out var joint) ? joint : -1;

    /// <summary>Searches one tree of joints.</summary>
    void FindIn(int root)
    {
        bool IsAllowed(int joint) => !_isHelper[joint] && _tree.IsWithin(joint, root);
        foreach (var left in new[] { true, false })
        {
            var side = left ? JointSide.Left : JointSide.Right;
            Add(left, LimbChain.Find(_tree, _names, side, HumanoidWords.Arm, 1, IsAllowed), HumanBodyBones.LeftShoulder, HumanBodyBones.LeftUpperArm,
                HumanBodyBones.LeftLowerArm, HumanBodyBones.LeftHand);
            Add(left, LimbChain.Find(_tree, _names, side, HumanoidWords.Leg, 0, IsAllowed), HumanBodyBones.LeftUpperLeg, HumanBodyBones.LeftLowerLeg,
                HumanBodyBones.LeftFoot, HumanBodyBones.LeftToes);
            AddShoulder(left, side, IsAllowed);
            if (Joint(HumanBones.Side(left, HumanBodyBones.LeftHand)) is var hand and >= 0)
                foreach (var (bone, joint) in HumanoidFingers.Find(_tree, _names, left, hand))
                    _found.TryAdd(bone, joint);
        }
        FindTrunk(root);
        if (Joint(HumanBodyBones.Head) is var head and >= 0)
            FindFace(head);
    }

    void Add(bool left, LimbChain limb, params HumanBodyBones[] leftBones)
    {
        for (var i = 0; i < leftBones.Length && limb.IsFound; i++)
            if (limb.Joints[i] >= 0)
                _found[HumanBones.Side(left, leftBones[i])] = limb.Joints[i];
    }

    /// <summary>A collar bone outside the arm's chain, as in rigs whose bones are children of controls.</summary>
    void AddShoulder(bool left, JointSide side, Func<int, bool> isAllowed)
    {
        if (Joint(HumanBones.Side(left, HumanBodyBones.LeftShoulder)) >= 0
            || Joint(HumanBones.Side(left, HumanBodyBones.LeftUpperArm)) is not (var arm and >= 0))
            return;
        for (var i = 0; i < arm; i++)
            if (_names[i].Side == side && HumanoidWords.IsCollarBone(_names[i].Word) && isAllowed(i) && _tree.Children(i).Count == 0)
                _found[HumanBones.Side(left, HumanBodyBones.LeftShoulder)] = i;
    }

    /// <summary>Hips where the legs meet, spine from there to where the arms meet, neck and head above.</summary>
    void FindTrunk(int root)
    {
        var legs = _tree.Meet(Joint(HumanBodyBones.LeftUpperLeg), Joint(HumanBodyBones.RightUpperLeg));
        var arms = _tree.Meet(Joint(HumanBodyBones.LeftUpperArm), Joint(HumanBodyBones.RightUpperArm));
        if (IsTaken(legs) || IsTaken(arms))
        {
            _found.Clear(); // one limb is below another: the words have another meaning here
            return;
        }
        var middle = legs < 0 || arms < 0 ? Math.Max(legs, arms) : _tree.Meet(legs, arms);
        var hips = FindHips(root, legs, middle);
        if (hips >= 0 && !IsTaken(hips))
            _found[HumanBodyBones.Hips] = hips;
        if (arms < 0)
            return;

        // In some rigs the collar bones are children of the neck.
        var top = arms;
        while (top >= 0 && Word(top) is TrunkWord.Neck)
            top = _tree.Parent(top);
        AddSpine(_tree.Up(top, _tree.IsWithin(top, hips) ? hips : middle), hips, arms);
        AddNeckAndHead(root, top, arms);
    }

    bool IsTaken(int joint) => joint >= 0 && _found.ContainsValue(joint);

    int FindHips(int root, int legs, int middle)
    {
        if (legs < 0)
            return _tree.FirstBelow(root, joint => Word(joint) is TrunkWord.Hips);
        foreach (var joint in new[] { middle, legs })
            if (Word(joint) is TrunkWord.Hips)
                return joint;
        foreach (var joint in _tree.Up(middle, -1))
            if (Word(joint) is TrunkWord.Hips)
                return joint;
        if (!_isHelper[middle] || middle == legs && Word(middle) is not TrunkWord.None)
            return middle;
        // A rig whose bones are children of controls: the first deforming bone of the trunk.
        var first = _tree.FirstBelow(middle, joint => Word(joint) is TrunkWord.Hips);
        first = first >= 0 ? first : _tree.FirstBelow(middle, joint => Word(joint) is TrunkWord.Spine or TrunkWord.Root);
        return first >= 0 ? first : middle;
    }

    /// <param name="path">From where the arms meet down to above the hips.</param>
    void AddSpine(IEnumerable<int> path, int hips, int arms)
    {
        var spine = path.Where(joint => joint != hips && !_isHelper[joint] && !IsTaken(joint) && Word(joint) is not (TrunkWord.Root or TrunkWord.Hips))
            .Reverse().ToList();
        if (spine.Count == 0 && hips >= 0) // bones that are children of controls: by their words, up to the height of the arms
            spine = _tree.Below(hips).Where(joint => Word(joint) is TrunkWord.Spine && !IsTaken(joint) && _tree.IsNotBeyond(joint, hips, arms)).ToList();
        if (spine.Count == 0)
            return;
        _found[HumanBodyBones.Spine] = spine[0];
        if (spine.Count > 1)
            _found[HumanBodyBones.Chest] = spine.Count < 4 ? spine[1] : spine[spine.Count / 2];
        if (spine.Count > 2)
            _found[HumanBodyBones.UpperChest] = spine[^1];
    }

    void AddNeckAndHead(int root, int top, int arms)
    {
        var named = _tree.Below(root).Where(joint => Word(joint) is TrunkWord.Head && !IsInLimb(joint)).ToArray();
        var above = named.Where(joint => _tree.IsWithin(joint, top)).ToArray();
        var head = above.Length > 0 ? above[0] : named.Length > 0 ? named[0] : -1;
        if (head < 0)
            head = LastOfTrunk(arms);
        if (head < 0)
            return;
        if (named.Length == 0 && Word(head) is TrunkWord.Neck && _tree.Parent(head) == arms)
        {
            _found.TryAdd(HumanBodyBones.Neck, head); // one neck joint and nothing above it
            return;
        }
        if (!IsTaken(head))
            _found[HumanBodyBones.Head] = head;
        var between = _tree.Up(_tree.Parent(head), top).Where(joint => !IsTaken(joint)).ToArray();
        var neck = Array.FindLastIndex(between, joint => Word(joint) is TrunkWord.Neck);
        if (between.Length > 0 && _tree.IsWithin(head, top))
            _found.TryAdd(HumanBodyBones.Neck, between[neck >= 0 ? neck : ^1]);
    }

    /// <summary>A head without a head's name: the end of the spine or neck chain above the arms (Rigify).</summary>
    int LastOfTrunk(int arms)
    {
        var last = -1;
        foreach (var joint in _tree.Below(arms))
            if (joint != arms && Word(joint) is TrunkWord.Spine or TrunkWord.Neck && !IsTaken(joint) && (last < 0 || _tree.IsWithin(joint, last)))
                last = joint;
        return last;
    }

    bool IsInLimb(int joint) => _tree.Up(joint, -1)
        .Any(above => _found.Any(pair => pair.Value == above && (HumanBones.IsLeft(pair.Key) || HumanBones.IsRight(pair.Key))));

    void FindFace(int head)
    {
        foreach (var joint in _tree.Below(head))
        {
            var word = _isHelper[joint] ? TrunkWord.None : HumanoidWords.TrunkOf(_names[joint]);
            if (word is TrunkWord.Jaw && !IsTaken(joint))
                _found.TryAdd(HumanBodyBones.Jaw, joint);
            if (word is TrunkWord.Eye && _names[joint].Side is not JointSide.None && !IsTaken(joint))
                _found.TryAdd(_names[joint].Side is JointSide.Left ? HumanBodyBones.LeftEye : HumanBodyBones.RightEye, joint);
        }
    }
}
