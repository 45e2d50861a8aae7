using System;
using System.Numerics;
using Avatars.Rig;

namespace Avatars.Live;

/// <summary>The pose that a VMC sender has told so far, in this library's space. Not thread-safe; reading a packet allocates nothing but for new names of
/// expressions.</summary>
/// <remarks>Virtual Motion Capture protocol, protocol.vmc.info: unknown addresses and surplus arguments are ignored, and so is a message with too few or other
/// ones.</remarks>
internal sealed class VmcState : IOscHandler
{
    const float ShortestQuaternion = 0.1f; // of one; below, the direction is rounding
    const float FarthestMetres = 1e4f;

    readonly Quaternion[] _rotations = new Quaternion[HumanBones.Count];
    readonly Vector3[] _positions = new Vector3[HumanBones.Count];
    readonly bool[] _has = new bool[HumanBones.Count];
    bool _hasMetacarpals;

    public VmcState() => Array.Fill(_rotations, Quaternion.Identity);

    public VmcExpressions Expressions { get; } = new();

    /// <summary>Parent space, by bone; the identity where nothing came.</summary>
    public ReadOnlySpan<Quaternion> Rotations => _rotations;

    /// <summary>Parent space, metres, by bone.</summary>
    public ReadOnlySpan<Vector3> Positions => _positions;

    public Vector3 RootPosition { get; private set; }

    public Quaternion RootRotation { get; private set; } = Quaternion.Identity;

    public bool IsModelLoaded { get; private set; }

    public float SenderSeconds { get; private set; }

    public long Messages { get; private set; }

    public long Ignored { get; private set; }

    public bool Has(HumanBodyBones bone) => _has[(int)bone];

    /// <summary>Sets a bone's rotation, parent space, this library's axes.</summary>
    public void SetRotation(HumanBodyBones bone, Quaternion unit)
    {
        _rotations[(int)bone] = unit;
        _has[(int)bone] = true;
    }

    /// <summary>Sets the place of the hips, metres.</summary>
    public void SetHips(Vector3 position) => _positions[(int)HumanBodyBones.Hips] = position;

    /// <summary>Back to the rest pose, all expressions 0.</summary>
    public void Clear()
    {
        Array.Fill(_rotations, Quaternion.Identity);
        Array.Clear(_positions, 0, _positions.Length);
        Array.Clear(_has, 0, _has.Length);
        (RootPosition, RootRotation) = (default, Quaternion.Identity);
        Expressions.Clear();
    }

    /// <returns>False when some part of the datagram was no OSC.</returns>
    public bool Read(ReadOnlySpan<byte> datagram) => OscPacket.Read(datagram, this);

    void IOscHandler.Handle(OscMessage message)
    {
        if (Use(message))
            Messages++;
        else
            Ignored++;
    }

    bool Use(OscMessage message)
    {
        var arguments = message.Arguments;
        if (message.Is("/VMC/Ext/Bone/Pos"u8))
            return UseBone(arguments);
        if (message.Is("/VMC/Ext/Blend/Val"u8))
            return arguments.TryText(out var name) && arguments.TrySingle(out var weight) && Expressions.Set(name, weight);
        if (message.Is("/VMC/Ext/Blend/Apply"u8))
        {
            Expressions.Apply();
            return true;
        }
        if (message.Is("/VMC/Ext/Root/Pos"u8))
        {
            if (!arguments.TryText(out _) || !TryPlace(ref arguments, out var position, out var rotation))
                return false;
            (RootPosition, RootRotation) = (position, rotation);
            return true;
        }
        if (message.Is("/VMC/Ext/OK"u8))
        {
            if (!arguments.TryInteger(out var loaded))
                return false;
            IsModelLoaded = loaded != 0;
            return true;
        }
        if (!message.Is("/VMC/Ext/T"u8) || !arguments.TrySingle(out var seconds) || float.IsNaN(seconds))
            return false;
        SenderSeconds = seconds;
        return true;
    }

    bool UseBone(OscArguments arguments)
    {
        if (!arguments.TryText(out var name) || !TryPlace(ref arguments, out var position, out var rotation))
            return false;
        var bone = VmcBones.Find(name, ref _hasMetacarpals);
        if (bone == HumanBodyBones.LastBone)
            return false;
        _positions[(int)bone] = position;
        _rotations[(int)bone] = rotation;
        _has[(int)bone] = true;
        return true;
    }

    /// <summary>Three floats of position and four of rotation, of Unity's space.</summary>
    static bool TryPlace(ref OscArguments arguments, out Vector3 position, out Quaternion rotation)
    {
        rotation = Quaternion.Identity;
        position = default;
        if (!TryVector(ref arguments, out var place) || !TryVector(ref arguments, out var imaginary) || !arguments.TrySingle(out var real))
            return false;
        var read = new Quaternion(imaginary, real);
        var length = read.Length();
        if (!(place.Length() <= FarthestMetres) || !(length >= ShortestQuaternion) || float.IsInfinity(length))
            return false;
        position = place * new Vector3(-1, 1, 1); // from Unity's left-handed space
        rotation = Rig.Rotations.MirrorX(Quaternion.Normalize(read));
        return true;
    }

    static bool TryVector(ref OscArguments arguments, out Vector3 vector)
    {
        vector = default;
        return arguments.TrySingle(out vector.X) && arguments.TrySingle(out vector.Y) && arguments.TrySingle(out vector.Z);
    }
}
