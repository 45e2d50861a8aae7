using System;
using System.Collections.Generic;
using Avatars.Inference;
using Avatars.Models;

namespace Avatars.Perception;

/// <summary>MediaPipe's networks, each loaded when it is first needed. Several graphs may share one. Thread-safe.</summary>
internal sealed class PerceptionSessions : IDisposable
{
    readonly PerceptionModels _models;
    readonly InferenceOptions _options;
    readonly Dictionary<string, Network> _networks = new(StringComparer.Ordinal);

    public PerceptionSessions(PerceptionModels models, InferenceOptions options) => (_models, _options) = (models, options);

    /// <param name="name">One of <see cref="PerceptionNetworks"/>.</param>
    public Network Open(string name)
    {
        lock (_networks)
        {
            if (!_networks.TryGetValue(name, out var network))
                _networks.Add(name, network = new Network(_models.Verify(name), _options));
            return network;
        }
    }

    public static string NameOf(PoseModel model) => model switch
    {
        PoseModel.Lite => PerceptionNetworks.PoseLandmarkLite,
        PoseModel.Heavy => PerceptionNetworks.PoseLandmarkHeavy,
        _ => PerceptionNetworks.PoseLandmarkFull,
    };

    public void Dispose()
    {
        foreach (var network in _networks.Values)
            network.Dispose();
    }
}
