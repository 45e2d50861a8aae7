using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Inference;
using Avatars.Models;

namespace Avatars.Systems.Pcdms;

/// <summary>PCDMs' networks out of a package, checked and loaded at first use: each stage needs only its own.</summary>
internal sealed class PcdmsNetworks : IDisposable
{
    const long LargeBytes = 1L << 30;

    readonly ModelPackage _package;
    readonly InferenceOptions _options;
    readonly Dictionary<string, Network> _loaded = new(StringComparer.Ordinal);

    /// <exception cref="FormatException">The package is not PCDMs'.</exception>
    public PcdmsNetworks(ModelPackage package, InferenceOptions options)
    {
        if (package.Manifest.System != "pcdms")
            throw new FormatException($"The package '{package.Folder}' is for '{package.Manifest.System}', not for 'pcdms'. Name a package of PCDMs.");
        (_package, _options) = (package, options);
    }

    /// <summary>Lives as long as this, but for <see cref="Done"/>.</summary>
    /// <exception cref="FormatException">The package lacks the network, or a file is not the one it names.</exception>
    public Network this[string name]
    {
        get
        {
            if (!_loaded.TryGetValue(name, out var network))
                _loaded.Add(name, network = _package.Load(name, _options));
            return network;
        }
    }

    public bool Has(string name) => _package.Has(name);

    /// <summary>Releases a large network that is run once per source: the published encoders take gigabytes beside a UNet.</summary>
    public void Done(string name)
    {
        if (_loaded[name].Bytes < LargeBytes)
            return;
        _loaded[name].Dispose();
        _loaded.Remove(name);
    }

    public void Dispose()
    {
        foreach (var network in _loaded.Values.ToArray())
            network.Dispose();
        _loaded.Clear();
    }
}
