using System.Text.Json;

namespace Avatars.Models;

/// <summary>The fields of <c>model.json</c> that one system alone has.</summary>
public abstract record SystemSettings
{
    private protected SystemSettings()
    {
    }

    /// <summary>As <c>model.json</c> names it: "fpdm", "pcdms", "imagpose".</summary>
    public abstract string System { get; }

    /// <summary>Those of the system that the field <c>system</c> names.</summary>
    /// <param name="trainSteps">Of the package's schedule.</param>
    internal static SystemSettings ReadNamed(ManifestField root, int trainSteps) =>
        root.OneOf("system", FpdmSettings.Name, ImagPoseSettings.Name, PcdmsSettings.Name) switch
        {
            FpdmSettings.Name => FpdmSettings.Read(root),
            PcdmsSettings.Name => PcdmsSettings.Read(root, trainSteps),
            _ => ImagPoseSettings.Read(root),
        };

    /// <summary>Input sizes of the encoders.</summary>
    internal abstract void WriteInputs(Utf8JsonWriter json);

    /// <summary>How further stages are run.</summary>
    internal virtual void WriteStages(Utf8JsonWriter json)
    {
    }
}
