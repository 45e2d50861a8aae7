using System;
using Avatars.Inference;
using Avatars.Systems;
using Avatars.Systems.Fpdm;
using Avatars.Systems.ImagPose;
using Avatars.Systems.Pcdms;

namespace Avatars.Streaming;

/// <summary>The system that a package is for, loaded.</summary>
public static class FrameGenerators
{
    /// <exception cref="FormatException">The package names a system that this program does not have, or one of its files is wrong.</exception>
    public static IFrameGenerator Load(ModelPackage package, InferenceOptions options) => package.System switch
    {
        "fpdm" => new FpdmPipeline(package, options),
        "imagpose" => new ImagPosePipeline(package, options),
        "pcdms" => new PcdmsPipeline(package, options),
        _ => throw new FormatException($"The package '{package.Folder}' is for '{package.System}', which this program does not have. Known: fpdm, imagpose, pcdms."),
    };
}
