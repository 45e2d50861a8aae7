using Avatars.Animation;
using Avatars.Scripting;
using ScriptRig = Avatars.Scripting.Rig;

namespace Avatars.Tests.Scripting;

/// <summary>Unity's Animation Rigging: numbered behaviours L1 to L20.</summary>
[Category("Conformance")]
public sealed class RiggingConformance
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

    [Test] public void L8_MultiParent_follows_as_a_child_does()
    {
        var (owner, source) = (At(new Vector3(1, 0, 0)), At(Vector3.zero));
        var parent = Constraint<MultiParentConstraint>();
        parent.data.constrainedObject = owner;
        parent.data.sourceObjects.Add(new WeightedTransform(source, 1));
        parent.data.maintainPositionOffset = parent.data.maintainRotationOffset = true;
        Build();
        source.SetPositionAndRotation(new Vector3(0, 2, 0), Quaternion.Euler(0, 90, 0));
        Evaluate();
        Same(owner.position, new Vector3(0, 2, -1));
        Same(owner.rotation, Quaternion.Euler(0, 90, 0));
        parent.data.constrainedPositionYAxis = false;
        Evaluate();
        Same(owner.position, new Vector3(0, 0, -1));
    }

    [Test] public void L9_MultiPosition_is_the_weighted_place_of_its_sources()
    {
        var owner = At(Vector3.zero);
        var position = Constraint<MultiPositionConstraint>();
        position.data.constrainedObject = owner;
        position.data.sourceObjects.Add(new WeightedTransform(At(new Vector3(4, 0, 0)), 0.5f));
        position.data.sourceObjects.Add(new WeightedTransform(At(new Vector3(0, 4, 0)), 0.25f));
        Build();
        Evaluate();
        Same(owner.position, new Vector3(2, 1, 0));
        position.data.constrainedXAxis = false;
        position.data.offset = new Vector3(0, 0, 1);
        Evaluate();
        Same(owner.position, new Vector3(0, 1, 1));
    }

    [Test] public void L10_MultiRotation_is_the_weighted_rotation_of_its_sources()
    {
        var (owner, source) = (At(Vector3.zero), At(Vector3.one));
        var rotation = Constraint<MultiRotationConstraint>();
        rotation.data.constrainedObject = owner;
        rotation.data.sourceObjects.Add(new WeightedTransform(source, 1));
        source.rotation = Quaternion.Euler(0, 60, 0);
        Build();
        Evaluate();
        Same(owner.rotation, Quaternion.Euler(0, 60, 0));
        rotation.weight = 0.5f;
        Evaluate();
        Same(owner.rotation, Quaternion.Euler(0, 30, 0));
        rotation.data.maintainOffset = true;
        rotation.weight = 0;
        Evaluate();
        Build();
        rotation.weight = 1;
        Evaluate();
        Same(owner.rotation, Quaternion.identity, "the offset is kept");
    }

    [Test] public void L11_MultiReferential_all_follow_the_driver_which_may_change()
    {
        var (a, b) = (At(Vector3.zero), At(new Vector3(1, 0, 0)));
        var shared = Constraint<MultiReferentialConstraint>();
        Assert.That(shared.data.driver, Is.Zero);
        shared.data.sourceObjects.AddRange([a, b]);
        Build();
        a.rotation = Quaternion.Euler(0, 90, 0);
        Evaluate();
        Same(b.position, new Vector3(0, 0, -1));
        shared.data.driver = 1;
        var place = b.position;
        Evaluate();
        b.position = place + new Vector3(0, 3, 0);
        b.rotation = Quaternion.Euler(0, 90, 0);
        Evaluate();
        Same(a.position, new Vector3(0, 3, 0));
    }

    DampedTransform Damped(Transform owner, Transform source, float damp)
    {
        var damped = Constraint<DampedTransform>();
        Assert.That((damped.data.dampPosition, damped.data.dampRotation, damped.data.maintainAim), Is.EqualTo((0.5f, 0.5f, true)));
        (damped.data.constrainedObject, damped.data.sourceObject, damped.data.dampPosition, damped.data.maintainAim) = (owner, source, damp, false);
        return damped;
    }

    [Test] public void L12_DampedTransform_follows_later()
    {
        var (owner, source) = (At(Vector3.zero), At(new Vector3(0, 0, 1)));
        Damped(owner, source, 0.5f);
        Build();
        Evaluate();
        source.position += new Vector3(1, 0, 0);
        var before = 0f;
        for (var i = 0; i < 20; i++)
        {
            Evaluate();
            Assert.That(owner.position.x, Is.GreaterThan(before));
            before = owner.position.x;
        }
        Assert.That(before, Is.InRange(0.8f, 1f));
    }

    [TestCase(0f, 0.6668f), TestCase(0.5f, 0.1667f), TestCase(1f, 0f)]
    public void L13_A_substep_closes_a_known_share_of_the_gap(float damp, float share)
    {
        var (owner, source) = (At(Vector3.zero), At(new Vector3(0, 0, 1)));
        var damped = Damped(owner, source, damp);
        Build();
        Evaluate(0.01667f);
        source.position += new Vector3(1, 0, 0);
        Evaluate(0.01667f);
        Assert.That(owner.position.x, Is.EqualTo(share).Within(1e-3f));
        Evaluate(2 * 0.01667f);
        Assert.That(owner.position.x, Is.EqualTo(1 - MathF.Pow(1 - share, 3)).Within(2e-3f), "two substeps more");
        damped.weight = 0;
        Evaluate(0.01667f);
        damped.weight = 1;
        Evaluate(0.01667f);
        Assert.That(owner.position.x, Is.EqualTo(1).Within(1e-3f), "weight 0 has reset the memory");
    }

    [TestCase(0.5f, 30f), TestCase(-1f, -60f)]
    public void L14_TwistCorrection_takes_a_share_of_the_twist(float weight, float degrees)
    {
        var (source, node) = (At(Vector3.zero), At(Vector3.one));
        var twist = Constraint<TwistCorrection>();
        Assert.That(twist.data.twistAxis, Is.EqualTo(Vector3.forward));
        twist.data.sourceObject = source;
        twist.data.twistNodes.Add(new WeightedTransform(node, weight));
        Build();
        source.rotation = Quaternion.Euler(40, 0, 0) * Quaternion.Euler(0, 0, 60); // bends, and twists
        Evaluate();
        Same(node.rotation, Quaternion.Euler(0, 0, degrees));
    }

    [Test] public void L15_TwistChain_spreads_two_rotations_along_a_curve()
    {
        var joints = new List<Transform> { At(Vector3.zero) };
        for (var i = 1; i < 5; i++)
            joints.Add(At(new Vector3(0, i, 0), joints[^1]));
        var chain = Constraint<TwistChainConstraint>();
        (chain.data.root, chain.data.tip, chain.data.rootTarget, chain.data.tipTarget) = (joints[0], joints[^1], At(Vector3.zero), At(Vector3.one));
        chain.data.tipTarget.rotation = Quaternion.Euler(0, 80, 0);
        Build();
        Evaluate();
        for (var i = 0; i < 5; i++)
            Same(joints[i].rotation, Quaternion.Euler(0, 20 * i, 0), $"joint {i}");
        chain.data.curve = AnimationCurve.Constant(0, 1, 1);
        Evaluate();
        Same(joints[1].rotation, Quaternion.Euler(0, 80, 0));
    }

    [Test] public void L16_OverrideTransform_sets_or_adds_in_three_spaces()
    {
        var owner = At(new Vector3(1, 0, 0));
        owner.localRotation = Quaternion.Euler(0, 90, 0);
        var over = Constraint<OverrideTransform>();
        Assert.That((over.data.space, over.data.positionWeight, over.data.rotationWeight), Is.EqualTo((OverrideTransform.Space.Pivot, 1f, 1f)));
        over.data.constrainedObject = owner;
        (over.data.position, over.data.rotation) = (new Vector3(0, 0, 1), new Vector3(0, 10, 0));
        Build();
        Evaluate();
        Same(owner.localPosition, new Vector3(2, 0, 0), "in its own axes");
        Same(owner.localRotation, Quaternion.Euler(0, 100, 0));
        over.data.space = OverrideTransform.Space.Local;
        Evaluate();
        Same(owner.localPosition, new Vector3(0, 0, 1));
        over.data.space = OverrideTransform.Space.World;
        over.data.positionWeight = 0.5f;
        Evaluate();
        Same(owner.position, new Vector3(0.5f, 0, 0.5f));
        over.data.sourceObject = At(new Vector3(0, 4, 0));
        Evaluate();
        Same(owner.position, new Vector3(0.5f, 2, 0));
    }

    [Test] public void L17_Blend_is_between_two_sources()
    {
        var (owner, a, b) = (At(Vector3.zero), At(new Vector3(2, 0, 0)), At(new Vector3(0, 2, 0)));
        b.rotation = Quaternion.Euler(0, 80, 0);
        var blend = Constraint<BlendConstraint>();
        Assert.That((blend.data.positionWeight, blend.data.rotationWeight, blend.data.blendPosition, blend.data.blendRotation),
            Is.EqualTo((0.5f, 0.5f, true, true)));
        (blend.data.constrainedObject, blend.data.sourceObjectA, blend.data.sourceObjectB) = (owner, a, b);
        Build();
        Evaluate();
        Same(owner.position, new Vector3(1, 1, 0));
        Same(owner.rotation, Quaternion.Euler(0, 40, 0));
        (blend.data.positionWeight, blend.data.blendRotation) = (0, false);
        Evaluate();
        Same(owner.position, a.position);
        Same(owner.rotation, Quaternion.identity);
    }

    sealed class Reader : MonoBehaviour
    {
        public Transform? Watched;
        public float InUpdate, InLateUpdate;

        void Update() => InUpdate = Watched!.position.x;

        void LateUpdate() => InLateUpdate = Watched!.position.x;
    }

    [Test] public void L18_Constraints_run_before_LateUpdate_each_after_the_one_before()
    {
        var (first, second) = (At(Vector3.zero), At(Vector3.zero));
        foreach (var (owner, source) in new[] { (first, At(new Vector3(3, 0, 0))), (second, first) })
        {
            var position = Constraint<MultiPositionConstraint>();
            position.data.constrainedObject = owner;
            position.data.sourceObjects.Add(new WeightedTransform(source, 1));
        }
        var reader = _scene.Add<Reader>();
        reader.Watched = second;
        Build();
        _scene.Frames(1);
        Assert.That((reader.InUpdate, reader.InLateUpdate), Is.EqualTo((0f, 3f)), "the second sees the first one's result");
        Assert.That(_scene.Log, Is.Empty);
    }

    [Test] public void L19_Rigs_scale_their_constraints_and_layers_switch_them()
    {
        var owner = At(Vector3.zero);
        var position = Constraint<MultiPositionConstraint>();
        position.data.constrainedObject = owner;
        position.data.sourceObjects.Add(new WeightedTransform(At(new Vector3(4, 0, 0)), 1));
        Build();
        _rig.weight = 0.5f;
        position.weight = 0.5f;
        for (var i = 0; i < 3; i++)
            Evaluate();
        Same(owner.position, new Vector3(1, 0, 0), "weights do not add up over frames");
        _builder.layers[0].active = false;
        Evaluate();
        Same(owner.position, Vector3.zero);
        _builder.layers[0].active = true;
        _scene.Run(() => _builder.Clear());
        Same(owner.position, Vector3.zero);
    }

    [Test] public void L20_Motion_is_transferred_to_a_constraint_and_back()
    {
        var limb = Limb();
        var ik = TwoBone(limb, new Vector3(1.2f, 0.5f, 0.3f));
        Build();
        Evaluate();
        var solved = (limb.Root.localRotation, limb.Mid.localRotation, limb.Tip.position);
        // Back: what the constraint gave becomes the animation, and without the constraint stays.
        _scene.Run(() => _builder.Clear());
        (limb.Root.localRotation, limb.Mid.localRotation) = (solved.Item1, solved.Item2);
        Same(limb.Tip.position, solved.Item3);
        // To the constraint: a target on the tip changes nothing.
        ik.data.target!.SetPositionAndRotation(limb.Tip.position, limb.Tip.rotation);
        Build();
        Evaluate();
        Same(limb.Tip.position, solved.Item3);
        Same(limb.Mid.localRotation, solved.Item2);
    }
}
