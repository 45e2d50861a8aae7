using System.Collections.Generic;

namespace Avatars.Scripting;

public sealed partial class ScriptedAvatar
{
    readonly List<PoseSequence> _sequences = [];
    PoseLayer? _layer;

    internal PoseLayer Layer => _layer ??= new PoseLayer(this);

    /// <summary>Begins a sentence of poses; it starts in the next animation of the rig.</summary>
    public PoseSequence Pose()
    {
        var sequence = new PoseSequence(this);
        _sequences.Add(sequence);
        return sequence;
    }

    /// <summary>Stops all sequences; the pose stays.</summary>
    public void StopSequences()
    {
        foreach (var sequence in _sequences.ToArray())
            sequence.Stop();
    }

    /// <summary>Advances all sequences, and poses the rig.</summary>
    internal void ApplySequences(float deltaTime)
    {
        foreach (var sequence in _sequences.ToArray())
            Scene.Guard(null, () => sequence.Advance(deltaTime));
        _layer?.Apply(animator);
    }

    internal void End(PoseSequence sequence) => _sequences.Remove(sequence);
}
