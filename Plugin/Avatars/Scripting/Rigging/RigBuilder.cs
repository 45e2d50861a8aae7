using System.Collections.Generic;

namespace Avatars.Scripting;

/// <summary>Constraints of a rig, which <see cref="RigBuilder"/> evaluates.</summary>
/// <remarks>Unity's Animation Rigging package, by its names.</remarks>
public sealed class Rig : Behaviour
{
    /// <summary>0 to 1; scales the weights of all constraints below.</summary>
    public float weight { get; set; } = 1;
}

/// <summary>A rig in the order of evaluation.</summary>
public sealed class RigLayer
{
    public RigLayer(Rig rig, bool active = true) => (this.rig, this.active) = (rig, active);

    public Rig rig { get; set; }

    public bool active { get; set; }
}

/// <summary>Evaluates constraints after the animator and before LateUpdate: rigs in the order of <see cref="layers"/>, the constraints of each depth first;
/// each sees the results of those before.</summary>
public sealed class RigBuilder : Behaviour
{
    readonly List<(Rig Rig, RigLayer Layer, RigConstraint[] Constraints)> _built = [];
    readonly List<(Transform Joint, JointPlace Before, JointPlace After)> _changed = [];
    bool _isBuilt;

    public List<RigLayer> layers { get; } = [];

    /// <summary>Finds the constraints anew, and takes the poses of now for their maintained offsets. Needed after changes of the structure.</summary>
    public bool Build()
    {
        Clear();
        foreach (var layer in layers)
        {
            var constraints = layer.rig.gameObject.GetComponentsInChildren<RigConstraint>();
            foreach (var constraint in constraints)
                constraint.Begin();
            _built.Add((layer.rig, layer, constraints));
        }
        return _isBuilt = true;
    }

    /// <summary>Lets go of all constraints until <see cref="Build"/>.</summary>
    public void Clear()
    {
        Restore();
        _built.Clear();
        _isBuilt = false;
    }

    /// <summary>Evaluates at once.</summary>
    /// <param name="deltaTime">Seconds, for constraints with a memory.</param>
    public void Evaluate(float deltaTime)
    {
        Restore();
        Apply(deltaTime);
    }

    internal override void Activate() => _isBuilt |= _built.Count == 0 && layers.Count > 0 && Build();

    /// <summary>Undoes the last evaluation where nothing else has moved the transform since, so that weights do not add up over frames.</summary>
    internal void Restore()
    {
        foreach (var (joint, before, after) in _changed)
            if (!joint.IsDestroyed && JointPlace.Of(joint) == after)
                before.Put(joint);
        _changed.Clear();
    }

    internal void Apply(float deltaTime)
    {
        if (!_isBuilt)
            Build();
        var all = gameObject.GetComponentsInChildren<Transform>();
        var before = System.Array.ConvertAll(all, JointPlace.Of);
        foreach (var (rig, layer, constraints) in _built)
            foreach (var constraint in constraints)
                if (constraint.isActiveAndEnabled && rig.isActiveAndEnabled)
                    constraint.Run(layer.active ? Mathf.Clamp01(rig.weight) * Mathf.Clamp01(constraint.weight) : 0, deltaTime);
        for (var i = 0; i < all.Length; i++)
            if (JointPlace.Of(all[i]) is var after && after != before[i])
                _changed.Add((all[i], before[i], after));
    }

    /// <summary>Local numbers of a transform.</summary>
    readonly record struct JointPlace(Vector3 Position, Quaternion Rotation)
    {
        public static JointPlace Of(Transform joint) => new(joint.localPosition, joint.localRotation);

        public void Put(Transform joint)
        {
            joint.localPosition = Position;
            joint.localRotation = Rotation;
        }
    }
}

/// <summary>Moves a transform by others.</summary>
public abstract class RigConstraint : Behaviour
{
    /// <summary>0 leaves the animation untouched, 1 is the constraint alone.</summary>
    public float weight { get; set; } = 1;

    /// <summary>Remembers what offsets are measured from.</summary>
    internal virtual void Begin() { }

    /// <param name="share">Of the constraint and its rig, 0 to 1.</param>
    internal abstract void Run(float share, float deltaTime);
}

/// <summary>A source of a constraint.</summary>
public struct WeightedTransform
{
    public WeightedTransform(Transform transform, float weight) => (this.transform, this.weight) = (transform, weight);

    public Transform transform { get; set; }

    /// <summary>0 to 1. Weights are not normalised, unless their sum is above 1.</summary>
    public float weight { get; set; }
}
