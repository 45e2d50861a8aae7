using Avatars.Animation;
using Avatars.Scripting;
using ScriptRig = Avatars.Scripting.Rig;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's Animation Rigging: numbered behaviours L1 to L20.</summary>
[Category("Conformance")]
public sealed partial class RiggingConformance
{
    const float Near = 1e-3f; // metres, and degrees below

    TestScene _scene = null!;
    RigBuilder _builder = null!;
    ScriptRig _rig = null!;

    [SetUp] public void Begin()
    {
        _scene = new TestScene();
        _builder = _scene.Add<RigBuilder>("character");
        _scene.Run(() =>
        {
            _rig = new GameObject("rig").AddComponent<ScriptRig>();
            _rig.transform.SetParent(_builder.transform, false);
            _builder.layers.Add(new RigLayer(_rig));
        });
    }

    [TearDown] public void End() => _scene.Dispose();

    /// <summary>A transform below the character.</summary>
    Transform At(Vector3 position, Transform? parent = null) => _scene.Run(() =>
    {
        var made = new GameObject("joint").transform;
        made.SetParent(parent ?? _builder.transform, false);
        made.position = position;
        return made;
    });

    T Constraint<T>() where T : RigConstraint => _scene.Run(() =>
    {
        var owner = new GameObject(typeof(T).Name);
        owner.transform.SetParent(_rig.transform, false);
        return owner.AddComponent<T>();
    });

    /// <summary>A limb of two one-metre bones along +X, a little bent upwards.</summary>
    (Transform Root, Transform Mid, Transform Tip) Limb()
    {
        var root = At(Vector3.zero);
        var mid = At(new Vector3(0.995f, 0.1f, 0), root);
        return (root, mid, At(new Vector3(1.99f, 0, 0), mid));
    }

    void Evaluate(float seconds = 0.02f) => _scene.Run(() => _builder.Evaluate(seconds));

    void Build() => _scene.Run(() => _builder.Build());

    static void Same(Vector3 a, Vector3 b, string why = "") => Assert.That(Vector3.Distance(a, b), Is.LessThan(Near), $"{a} instead of {b} {why}");

    static void Same(Quaternion a, Quaternion b, string why = "") => Assert.That(Quaternion.Angle(a, b), Is.LessThan(0.05f), $"{a} instead of {b} {why}");

    TwoBoneIKConstraint TwoBone((Transform Root, Transform Mid, Transform Tip) limb, Vector3 target, Vector3? hint = null)
    {
        var ik = Constraint<TwoBoneIKConstraint>();
        (ik.data.root, ik.data.mid, ik.data.tip, ik.data.target) = (limb.Root, limb.Mid, limb.Tip, At(target));
        ik.data.hint = hint is { } place ? At(place) : null;
        return ik;
    }

    MultiAimConstraint Aim(Transform owner, params Transform[] sources)
    {
        var aim = Constraint<MultiAimConstraint>();
        aim.data.constrainedObject = owner;
        aim.data.sourceObjects.AddRange(sources.Select(source => new WeightedTransform(source, 1)));
        return aim;
    }

    [Test] public void L1_TwoBoneIK_reaches_with_its_defaults_and_keeps_offsets_on_request()
    {
        var limb = Limb();
        var ik = TwoBone(limb, new Vector3(1, 0.5f, 0.5f));
        Assert.That((ik.weight, ik.data.targetPositionWeight, ik.data.targetRotationWeight, ik.data.hintWeight), Is.EqualTo((1f, 1f, 1f, 1f)));
        Assert.That(ik.data.maintainTargetPositionOffset || ik.data.maintainTargetRotationOffset, Is.False);
        Build();
        Evaluate();
        Same(limb.Tip.position, ik.data.target!.position);
        ik.weight = 0;
        Evaluate();
        Same(limb.Tip.position, new Vector3(1.99f, 0, 0), "weight 0 is the animation");
        ik.weight = 1;
        ik.data.maintainTargetPositionOffset = true;
        var offset = limb.Tip.position - ik.data.target.position;
        Build();
        ik.data.target.position += new Vector3(-0.3f, 0.1f, 0);
        Evaluate();
        Same(limb.Tip.position, ik.data.target.position + offset);
    }

    [Test] public void L2_A_straight_limb_bends_towards_its_hint()
    {
        var root = At(Vector3.zero);
        var mid = At(new Vector3(1, 0, 0), root);
        var tip = At(new Vector3(2, 0, 0), mid);
        TwoBone((root, mid, tip), new Vector3(1.4f, 0, 0), hint: new Vector3(1, 0, 3));
        Build();
        Evaluate();
        Assert.That(mid.position.z, Is.GreaterThan(0.5f));
        Assert.That(mid.position.y, Is.EqualTo(0).Within(Near));
    }

    [Test] public void L3_Out_of_reach_the_limb_is_straight_and_does_not_stretch()
    {
        var limb = Limb();
        TwoBone(limb, new Vector3(0, 5, 0));
        Build();
        Evaluate();
        Assert.That(Vector3.Angle(limb.Mid.position, limb.Tip.position), Is.LessThan(0.1f));
        Same(limb.Tip.position, new Vector3(0, limb.Tip.position.magnitude, 0));
        Assert.That(limb.Tip.position.magnitude, Is.EqualTo(2).Within(0.001f));
    }

    [TestCase(0f, 0f), TestCase(0.5f, 45f), TestCase(1f, 90f)]
    public void L4_The_tip_turns_to_the_target_by_its_weight(float weight, float degrees)
    {
        var limb = Limb();
        var ik = TwoBone(limb, new Vector3(1.2f, 0.4f, 0));
        ik.data.targetRotationWeight = weight;
        ik.data.target!.rotation = Quaternion.Euler(0, 90, 0);
        Build();
        Evaluate();
        Same(limb.Tip.rotation, Quaternion.Euler(0, degrees, 0));
    }

    [Test] public void L5_ChainIK_reaches_with_FABRIK()
    {
        var joints = new List<Transform> { At(Vector3.zero) };
        for (var i = 1; i < 6; i++)
            joints.Add(At(new Vector3(i, i % 2 * 0.1f, 0), joints[^1]));
        var ik = Constraint<ChainIKConstraint>();
        Assert.That((ik.data.chainRotationWeight, ik.data.tipRotationWeight, ik.data.maxIterations, ik.data.tolerance), Is.EqualTo((1f, 1f, 15, 1e-4f)));
        (ik.data.root, ik.data.tip, ik.data.target) = (joints[0], joints[^1], At(new Vector3(2, 2, 1)));
        ik.data.target.rotation = Quaternion.Euler(30, 0, 0);
        var lengths = joints.Zip(joints.Skip(1), (a, b) => Vector3.Distance(a.position, b.position)).ToArray();
        Build();
        Evaluate();
        Assert.That(Vector3.Distance(joints[^1].position, ik.data.target.position), Is.LessThan(0.005f));
        Same(joints[^1].rotation, ik.data.target.rotation);
        Assert.That(joints.Zip(joints.Skip(1), (a, b) => Vector3.Distance(a.position, b.position)), Is.EqualTo(lengths).Within(Near));
        ik.data.target.position = new Vector3(0, 0, 50);
        Evaluate();
        Assert.That(Vector3.Angle(joints[^1].position, Vector3.forward), Is.LessThan(0.1f), "straight towards what is out of reach");
    }

    [Test] public void L6_MultiAim_points_an_axis_with_a_chosen_up_within_limits()
    {
        var owner = At(Vector3.zero);
        var aim = Aim(owner, At(new Vector3(3, 0, 3)));
        Assert.That((aim.settings.aimAxis, aim.settings.upAxis, aim.settings.worldUpType, aim.settings.minLimit, aim.settings.maxLimit),
            Is.EqualTo((Vector3.forward, Vector3.up, WorldUpType.None, -180f, 180f)));
        Build();
        Evaluate();
        Same(owner.forward, new Vector3(1, 0, 1).normalized);
        (aim.settings.worldUpType, aim.settings.worldUpAxis) = (WorldUpType.Vector, new Vector3(1, 0, -1).normalized);
        Evaluate();
        Same(owner.up, new Vector3(1, 0, -1).normalized);
        (aim.settings.worldUpType, aim.settings.maxLimit) = (WorldUpType.None, 20);
        Evaluate();
        Assert.That(Vector3.Angle(owner.forward, Vector3.forward), Is.EqualTo(20).Within(0.1f), "the limit");
        (aim.settings.maxLimit, aim.data.offset) = (180, new Vector3(0, 10, 0));
        Evaluate();
        Assert.That(Vector3.Angle(owner.forward, Vector3.forward), Is.EqualTo(55).Within(0.1f), "the offset");
        (aim.data.offset, aim.data.constrainedYAxis) = (default, false);
        Evaluate();
        Same(owner.rotation, Quaternion.identity, "Y is not constrained");
    }

    [Test] public void L7_Sources_in_any_order_give_the_same_and_without_weight_nothing()
    {
        var (first, second) = (At(new Vector3(2, 0, 2)), At(new Vector3(0, 1, 3)));
        var (a, b) = (At(Vector3.zero), At(Vector3.zero));
        Aim(a, first, second);
        Aim(b, second, first);
        var none = At(Vector3.zero);
        var idle = Aim(none, first);
        idle.data.sourceObjects[0] = new WeightedTransform(first, 0);
        Build();
        Evaluate();
        Same(a.rotation, b.rotation);
        Assert.That(Vector3.Angle(a.forward, Vector3.forward), Is.GreaterThan(5));
        Same(none.rotation, Quaternion.identity);
    }
}
