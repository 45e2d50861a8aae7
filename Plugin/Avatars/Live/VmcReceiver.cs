using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using Avatars.Animation;
using Avatars.Rig;

namespace Avatars.Live;

/// <summary>Live motion from programs that speak the Virtual Motion Capture protocol over UDP: VSeeFace, VirtualMotionCapture, Warudo, XR Animator and others.
/// As a pose source it gives the newest pose at any time. Any thread may sample it.</summary>
/// <remarks>protocol.vmc.info. One sender is followed; another is followed when the first has been silent for a second.</remarks>
public sealed class VmcReceiver : IPoseSource, IDisposable
{
    const int LargestDatagram = 65_536;
    const double SilenceSeconds = 1;

    readonly object _gate = new();
    readonly VmcState _state = new();
    readonly VmcPose _pose;
    readonly Socket _socket;
    readonly Thread _thread;
    EndPoint? _sender;
    string? _senderName;
    long _lastPacket;
    long _packets, _malformed, _fromOthers;
    volatile bool _isClosed;

    /// <summary>Opens the port and listens until disposed.</summary>
    /// <exception cref="IOException">The port is in use or may not be opened.</exception>
    /// <exception cref="ArgumentException">The port is not between 0 and 65535.</exception>
    public VmcReceiver(VmcOptions options)
    {
        if (options.Port is < 0 or > ushort.MaxValue)
            throw new ArgumentException($"UDP port {options.Port}: give 1 to 65535.", nameof(options));
        _pose = new VmcPose(options);
        _socket = new Socket(options.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Bind(new IPEndPoint(options.Address, options.Port));
        }
        catch (SocketException error)
        {
            _socket.Dispose();
            throw new IOException(Reason(error, options), error);
        }
        EndPoint = (IPEndPoint)_socket.LocalEndPoint;
        _thread = new Thread(Listen) { IsBackground = true, Name = "VMC" };
        _thread.Start();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    public string Name => $"VMC {EndPoint}";

    /// <inheritdoc/>
    public Skeleton Skeleton => _pose.Target.Skeleton;

    public float Length => float.PositiveInfinity;

    public float FrameRate => 30;

    public VmcStatus Status
    {
        get
        {
            lock (_gate)
                return new VmcStatus(_senderName, _sender is not null && !IsSilent(), _state.IsModelLoaded, _state.SenderSeconds, _packets,
                    _state.Messages, _state.Ignored, _malformed, _fromOthers);
        }
    }

    /// <summary>A pose with the weights known so far: presets of VRM 1.0, ARKit's 52 names, and others that a sender has told.</summary>
    public Pose MakePose()
    {
        lock (_gate)
            return _pose.Make(_state);
    }

    /// <summary>The newest pose, whatever the time; the rest pose before the first packet.</summary>
    /// <inheritdoc/>
    public void Sample(float time, Pose pose)
    {
        lock (_gate)
            _pose.Sample(_state, pose);
    }

    public void Dispose()
    {
        _isClosed = true;
        _socket.Dispose();
        _thread.Join();
    }

    void Listen()
    {
        var buffer = new byte[LargestDatagram];
        EndPoint from = new IPEndPoint(EndPoint.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (!_isClosed)
        {
            try
            {
                var length = _socket.ReceiveFrom(buffer, ref from);
                lock (_gate)
                    Use(buffer.AsSpan(0, length), from);
            }
            catch (SocketException) when (!_isClosed)
            {
                // A datagram larger than the buffer, or the system's notice that an earlier answer was not delivered: the next one counts.
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    void Use(ReadOnlySpan<byte> datagram, EndPoint from)
    {
        if (_sender is null || (!_sender.Equals(from) && IsSilent()))
            (_sender, _senderName) = (from, from.ToString());
        if (!_sender.Equals(from))
        {
            _fromOthers++;
            return;
        }
        _lastPacket = Stopwatch.GetTimestamp();
        _packets++;
        if (!_state.Read(datagram))
            _malformed++;
    }

    bool IsSilent() => (Stopwatch.GetTimestamp() - _lastPacket) / (double)Stopwatch.Frequency > SilenceSeconds;

    static string Reason(SocketException error, VmcOptions options) => error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => $"UDP port {options.Port} of {options.Address} is in use by another program. Close that program, or listen on "
            + "another port and set it in the sender too.",
        SocketError.AccessDenied => $"UDP port {options.Port} may not be opened by this user. Choose one of 1024 or more, such as "
            + $"{VmcOptions.DefaultPort}.",
        SocketError.AddressNotAvailable => $"{options.Address} is not an address of this machine. Give 127.0.0.1 for programs on this machine, or 0.0.0.0 for "
            + "all of its networks.",
        _ => $"UDP port {options.Port} of {options.Address} cannot be opened: {error.Message}",
    };
}
