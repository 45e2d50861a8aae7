using Avatars.Animation;
using Avatars.Scripting;
using ScriptRig = Avatars.Scripting.Rig;

namespace Avatars.Tests.Scripting;

/// <content>Constraints that follow sources: L8 to L20.</content>
public sealed partial class RiggingConformance
{
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
