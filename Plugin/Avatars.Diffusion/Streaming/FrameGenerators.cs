using System;
using System.Collections.Generic;
using Avatars.Inference;
using Avatars.Models;
using Avatars.Systems;
using Avatars.Systems.Fpdm;
using Avatars.Systems.ImagPose;
using Avatars.Systems.Pcdms;

namespace Avatars.Streaming;

/// <summary>The system that a package is for, loaded.</summary>
public static class FrameGenerators
{
    const long SmallBytes = 1L << 28; // of networks whose single layers are too small to keep several threads busy

    /// <summary>The systems of this program.</summary>
    /// <param name="RequireSource">As <see cref="IFrameGenerator.RequireSource"/>, for frames of a width and a height.</param>
    /// <param name="SharesNetworks">Whether several generators can run on the same loaded networks.</param>
    readonly record struct Registration(Func<ModelPackage, InferenceOptions, IFrameGenerator> Load, Action<PersonSource, int, int> RequireSource,
        bool SharesNetworks);

    static readonly Dictionary<string, Registration> Systems = new(StringComparer.Ordinal)
    {
        ["fpdm"] = new((package, options) => new FpdmPipeline(package, options), FpdmPipeline.RequireSource, SharesNetworks: true),
        ["imagpose"] = new((package, options) => new ImagPosePipeline(package, options), ImagPosePipeline.RequireSource, SharesNetworks: false),
        ["pcdms"] = new((package, options) => new PcdmsPipeline(package, options), PcdmsPipeline.RequireSource, SharesNetworks: false),
    };

    /// <exception cref="FormatException">The package names a system that this program does not have, or one of its files is wrong.</exception>
    public static IFrameGenerator Load(ModelPackage package, InferenceOptions options) => SystemOf(package).Load(package, options);

    /// <summary>
    /// Several generators on the same networks, so that as many frames are in work at the same time. A small network leaves most of a second thread
    /// idle; two frames on a thread each take little longer than one on two, and are two.
    /// </summary>
    /// <param name="options">Its threads are each frame's; 0 shares out those that one frame would get.</param>
    /// <param name="framesInFlight">0: two where that is of use, which is on a processor of several cores with
    /// FPDM's networks at compact size; else one.</param>
    /// <exception cref="ArgumentException">So many are not possible here.</exception>
    /// <inheritdoc cref="Load"/>
    public static FramesInFlight LoadSeveral(ModelPackage package, InferenceOptions options, int framesInFlight = 0)
    {
        var mayShare = SystemOf(package).SharesNetworks && options.Provider == Provider.Cpu;
        var count = framesInFlight > 0 ? framesInFlight : mayShare && SharedThreads.Default > 1 && package.Bytes < SmallBytes ? 2 : 1;
        if (count > FramesInFlight.Most || count > 1 && !mayShare)
            throw new ArgumentException($"{count} frames in flight are not possible: "
                + (mayShare ? $"{FramesInFlight.Most} are the most" : $"with '{package.Manifest.System}' on {options.Provider} it is one at a time")
                + ". Ask for fewer.", nameof(framesInFlight));
        var threads = options.Threads > 0 || count == 1 ? options.Threads : Math.Max(1, SharedThreads.Default / count);
        var first = Load(package, options with { Threads = threads });
        var generators = new List<IFrameGenerator> { first };
        var several = new FramesInFlight(generators);
        try
        {
            while (several.Count < count)
                generators.Add(first.MakeSibling() ?? throw new InvalidOperationException($"'{package.Manifest.System}' cannot share its networks."));
            return several;
        }
        catch
        {
            several.Dispose();
            throw;
        }
    }

    /// <summary>As <see cref="IFrameGenerator.RequireSource"/>, without loading the package.</summary>
    internal static void RequireSource(ModelPackage package, PersonSource source) =>
        SystemOf(package).RequireSource(source, package.Manifest.Width, package.Manifest.Height);

    static Registration SystemOf(ModelPackage package) => Systems.TryGetValue(package.Manifest.System, out var system) ? system
        : throw new FormatException($"The package '{package.Folder}' is for '{package.Manifest.System}', which this program does not have. "
            + $"Known: {string.Join(", ", Systems.Keys)}.");
}
