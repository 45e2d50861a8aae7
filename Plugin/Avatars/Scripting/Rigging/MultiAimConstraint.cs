namespace Avatars.Scripting;

/// <summary>Which way is up for a <see cref="MultiAimConstraint"/>.</summary>
public enum WorldUpType
{
    /// <summary>The roll is left alone.</summary>
    None,

    /// <summary>The world's +Y.</summary>
    SceneUp,

    /// <summary>Towards an object.</summary>
    ObjectUp,

    /// <summary>An axis of an object.</summary>
    ObjectRotationUp,

    /// <summary>An axis of the world.</summary>
    Vector,
}

/// <summary>What a <see cref="MultiAimConstraint"/> has besides sources, axes and offset (degrees).</summary>
public struct MultiAimSettings
{
    /// <summary>Axes of the constrained object: which one points to the sources, and which one up.</summary>
    public Vector3 aimAxis, upAxis;
    public WorldUpType worldUpType;
    public Vector3 worldUpAxis;
    public Transform? worldUpObject;

    /// <summary>Degrees of the turn, by axis.</summary>
    public float minLimit, maxLimit;

    internal static MultiAimSettings Default =>
        new() { aimAxis = Vector3.forward, upAxis = Vector3.up, worldUpAxis = Vector3.up, minLimit = -180, maxLimit = 180 };
}

/// <summary>Turns an object so that one of its axes points to its sources.</summary>
public sealed class MultiAimConstraint : MultiSourceConstraint
{
    MultiAimSettings _settings = MultiAimSettings.Default;
    Quaternion[] _kept = [];

    public ref MultiAimSettings settings => ref _settings;

    internal override void Begin()
    {
        base.Begin();
        _kept = new Quaternion[data.sourceObjects.Count];
        for (var i = 0; i < _kept.Length; i++)
            _kept[i] = data.maintainOffset && data.constrainedObject is { } owner
                ? Quaternion.Inverse(Aim(owner, data.sourceObjects[i].transform.position)) * owner.rotation : Quaternion.identity;
    }

    private protected override void Run(Transform owner, float share, float factor)
    {
        var before = owner.localRotation;
        var mean = default(Quaternion);
        var rest = 1f;
        for (var i = 0; i < data.sourceObjects.Count; i++)
        {
            var part = Mathf.Clamp01(data.sourceObjects[i].weight) * factor;
            Angles.Add(ref mean, owner.rotation, Aim(owner, data.sourceObjects[i].transform.position) * _kept[i], part);
            rest -= part;
        }
        Angles.Add(ref mean, owner.rotation, owner.rotation, rest);
        owner.rotation = Quaternion.Normalize(mean);
        var turn = Angles.Of(Quaternion.Inverse(before) * owner.localRotation);
        if (settings.minLimit > -180 || settings.maxLimit < 180)
            owner.localRotation = before * Quaternion.Euler(Mathf.Clamp(turn.x, settings.minLimit, settings.maxLimit),
                Mathf.Clamp(turn.y, settings.minLimit, settings.maxLimit), Mathf.Clamp(turn.z, settings.minLimit, settings.maxLimit));
        owner.localRotation = Quaternion.Slerp(before, Angles.Masked(data, before, owner.localRotation * Quaternion.Euler(data.offset)), share);
    }

    /// <summary>The rotation that points at a place: by the shortest way from the one of now, then rolled so that up is up.</summary>
    Quaternion Aim(Transform owner, Vector3 place)
    {
        var line = place - owner.position;
        if (line.magnitude < Vector3.kEpsilon)
            return owner.rotation;
        var aimed = Quaternion.FromToRotation(owner.rotation * settings.aimAxis, line) * owner.rotation;
        if (settings.worldUpType == WorldUpType.None)
            return aimed;
        var wanted = Vector3.ProjectOnPlane(settings.worldUpType switch
        {
            WorldUpType.ObjectUp when settings.worldUpObject is { } up => up.position - owner.position,
            WorldUpType.ObjectRotationUp when settings.worldUpObject is { } up => up.rotation * settings.worldUpAxis,
            WorldUpType.Vector => settings.worldUpAxis,
            _ => Vector3.up,
        }, line.normalized);
        var present = Vector3.ProjectOnPlane(aimed * settings.upAxis, line.normalized);
        return wanted.magnitude < 1e-4f || present.magnitude < 1e-4f ? aimed
            : Quaternion.AngleAxis(Vector3.SignedAngle(present, wanted, line), line) * aimed;
    }
}
