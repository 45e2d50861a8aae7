using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using Avatars.Retargeting;
using Avatars.Rig;

namespace Avatars.Live;

/// <summary>Sends poses to programs that receive the Virtual Motion Capture protocol, as a performer does: a T pose's local rotations and positions in Unity's
/// space, expressions, status and time. One thread at a time; sending allocates nothing.</summary>
public sealed class VmcSender : IDisposable
{
    /// <summary>Bytes of a datagram, small enough for any network.</summary>
    public const int LargestDatagram = 1200;

    const string BoneAddress = "/VMC/Ext/Bone/Pos", BlendAddress = "/VMC/Ext/Blend/Val", PlaceTags = ",sfffffff";

    readonly Socket _socket;
    readonly HumanoidRetargeter _retargeter;
    readonly JointTransform[] _local;
    readonly OscBundleWriter _bundle = new(LargestDatagram);
    readonly string[] _names = new string[HumanBones.Count];
    readonly Skeleton _skeleton;

    /// <param name="map">The rig whose poses are sent.</param>
    /// <param name="to">For example 127.0.0.1, port 39539 (<see cref="VmcOptions.DefaultPort"/>).</param>
    public VmcSender(HumanoidMap map, IPEndPoint to)
    {
        _skeleton = map.Skeleton;
        _retargeter = new HumanoidRetargeter(TPose.OfRest(map), TPose.OfRest(VmcRig.Map));
        _local = new JointTransform[VmcRig.Map.Skeleton.Count];
        for (var bone = 0; bone < _names.Length; bone++)
            _names[bone] = ((HumanBodyBones)bone).ToString();
        _socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Connect(to);
        }
        catch (SocketException error)
        {
            _socket.Dispose();
            throw new IOException($"No packets can be sent to {to}: {error.Message}", error);
        }
    }

    /// <summary>Sends one pose. A receiver that is not there is no error.</summary>
    /// <param name="seconds">The sender's clock.</param>
    /// <exception cref="ArgumentException">The pose is of another skeleton.</exception>
    public void Send(Pose pose, float seconds)
    {
        _skeleton.RequirePose(pose.Joints.Length);
        _retargeter.Retarget(pose.Joints, _local);
        _bundle.Clear();
        _bundle.Begin("/VMC/Ext/OK", ",i").Integer(1).End();
        _bundle.Begin("/VMC/Ext/T", ",f").Single(seconds).End();
        Place("/VMC/Ext/Root/Pos", "root", Vector3.Zero, Quaternion.Identity);
        for (var i = 0; i < _local.Length; i++)
            if (VmcRig.Map.BoneOf(i) is var bone && bone != HumanBodyBones.LastBone)
                Place(BoneAddress, _names[(int)bone], _local[i].Translation, _local[i].Rotation);
        for (var i = 0; i < pose.Weights.Length; i++)
            Blend(pose.WeightNames[i], pose.Weights[i]);
        Reserve("/VMC/Ext/Blend/Apply", ",", 0);
        _bundle.Begin("/VMC/Ext/Blend/Apply", ",").End();
        Flush();
    }

    public void Dispose() => _socket.Dispose();

    void Place(string address, string name, Vector3 position, Quaternion rotation)
    {
        Reserve(address, PlaceTags, OscBundleWriter.PaddedLength(name.Length) + 7 * sizeof(float));
        (position, rotation) = (position * new Vector3(-1, 1, 1), Rotations.MirrorX(rotation)); // to Unity's left-handed space
        _bundle.Begin(address, PlaceTags).Text(name).Single(position.X).Single(position.Y).Single(position.Z)
            .Single(rotation.X).Single(rotation.Y).Single(rotation.Z).Single(rotation.W).End();
    }

    void Blend(string name, float weight)
    {
        var bytes = OscBundleWriter.PaddedLength(Encoding.UTF8.GetByteCount(name)) + sizeof(float);
        if (bytes > LargestDatagram / 2)
            return;
        Reserve(BlendAddress, ",sf", bytes);
        _bundle.Begin(BlendAddress, ",sf").Text(name).Single(weight).End();
    }

    /// <summary>Sends what is there if the next message would not fit.</summary>
    void Reserve(string address, string tags, int argumentBytes)
    {
        var bytes = OscBundleWriter.PaddedLength(address.Length) + OscBundleWriter.PaddedLength(tags.Length) + argumentBytes;
        if (!_bundle.Fits(bytes))
            Flush();
    }

    void Flush()
    {
        if (_bundle.IsEmpty)
            return;
        try
        {
            _socket.Send(_bundle.Bytes, SocketFlags.None);
        }
        catch (SocketException)
        {
            // No program listens (the system answered an earlier packet so), or the network is down: the next pose is sent as if new.
        }
        _bundle.Clear();
    }
}
