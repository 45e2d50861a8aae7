using ArchUnitNET.Domain;

namespace Avatars.Architecture;

/// <summary>The modules (namespaces below Avatars) and what each may use: only what stands above it in the table.</summary>
static class Modules
{
    /// <summary>Modules of the plugin and the toolkit, lowest first. A longer name wins over its beginning: Systems.Fpdm is not Systems.</summary>
    public static readonly (string Name, string[] MayUse)[] Table =
    [
        ("Files", []),
        ("Imaging", []),
        ("Rig", []),
        ("Animation", ["Rig"]),
        ("Scenes", ["Imaging", "Rig"]),
        ("Retargeting", ["Rig", "Animation"]),
        ("Solving", ["Files", "Rig", "Animation", "Retargeting"]),
        ("Live", ["Files", "Rig", "Animation", "Retargeting"]),
        ("Formats", ["Files", "Imaging", "Rig", "Animation", "Scenes", "Retargeting"]),
        ("PoseMaps", ["Files", "Imaging", "Rig", "Animation", "Formats", "Retargeting"]),
        ("Body", ["Files", "Imaging", "Rig", "Scenes", "Retargeting", "Formats", "PoseMaps"]),
        ("Body.Fitting", ["Rig", "Retargeting", "PoseMaps", "Body"]),
        ("Posing", ["Files", "Imaging", "Rig", "Animation", "Retargeting", "Solving", "Formats", "PoseMaps", "Body"]),
        ("Signing", ["Files", "Rig", "Animation", "Solving", "Retargeting", "Formats", "PoseMaps", "Posing"]),
        ("Scripting", ["Files", "Imaging", "Rig", "Animation", "Solving", "Retargeting", "Formats", "PoseMaps", "Signing"]),
        ("Video", ["Files", "Imaging"]),
        ("Exporting", ["Files", "Imaging", "Rig", "Animation", "Scenes", "Retargeting", "Solving", "Formats", "PoseMaps", "Body"]),
        ("Metrics", ["Imaging"]),
        ("Pictures", ["Files", "Imaging"]),
        ("Models", ["Files"]),
        ("Inference", ["Files", "Models"]),
        ("Conditioning", ["Imaging", "Inference", "PoseMaps"]),
        ("Latents", ["Imaging", "Inference"]),
        ("Sampling", ["Conditioning", "Latents"]),
        ("Systems", ["Imaging", "Body", "Models", "Inference", "PoseMaps", "Conditioning", "Latents", "Sampling"]),
        ("Systems.Fpdm", ["Imaging", "Body", "Models", "Inference", "PoseMaps", "Conditioning", "Latents", "Sampling", "Systems"]),
        ("Systems.ImagPose", ["Imaging", "Models", "Inference", "PoseMaps", "Conditioning", "Latents", "Sampling", "Systems"]),
        ("Systems.Pcdms", ["Imaging", "Models", "Inference", "PoseMaps", "Conditioning", "Latents", "Sampling", "Systems"]),
        ("Perception", ["Files", "Imaging", "Video", "Rig", "Animation", "Retargeting", "Formats", "PoseMaps", "Models", "Inference"]),
        ("Evaluation", ["Imaging", "Metrics", "Inference", "PoseMaps"]),
        ("Streaming", ["Imaging", "Body", "Models", "Rig", "Animation", "PoseMaps", "Inference", "Systems", "Systems.Fpdm", "Systems.ImagPose",
            "Systems.Pcdms"]),
        ("Broadcasting", ["Files", "Imaging", "Rig", "Live", "Video", "Pictures"]),
        ("Batches", ["Files"]),
        ("ScriptHost", ["Files", "Rig", "Animation", "Scripting"]),
        ("Graphics", ["Imaging", "Rig", "Animation", "Scenes", "PoseMaps", "Body"]),
        ("ModelBuilding", ["Files", "Models"]),
        ("Sources", ["Files", "Imaging", "Body", "Body.Fitting", "PoseMaps", "Models", "Inference", "Perception"]),
        ("Workers", ["Files", "Imaging", "Rig", "Body", "PoseMaps", "Models", "Inference", "Systems", "Sources", "Streaming"]),
        ("Datasets", ["Files", "Imaging", "Rig", "Animation", "Body", "Scenes", "Solving", "Signing", "Retargeting", "Formats", "PoseMaps", "Metrics",
            "Pictures", "Graphics"]),
        ("ModelEvaluation", ["Files", "Imaging", "Rig", "Animation", "Scenes", "Solving", "Retargeting", "Posing", "Signing", "Body", "Body.Fitting", "Models",
            "PoseMaps", "Metrics", "Pictures", "Graphics", "Inference", "Latents", "Systems", "Systems.Fpdm", "Evaluation", "Perception", "Sources",
            "ModelBuilding", "Datasets"]),
    ];

    /// <summary>No module uses them. They may use every module, but not each other; Applications is source that they share.</summary>
    public static readonly (string Name, string[] MayNotUse)[] Applications =
    [
        ("Applications", [.. Table.Select(module => module.Name).Except(["Files"])]),
        ("Viewer", ["ModelBuilding", "Datasets", "ModelEvaluation"]),
        ("Cli", []),
    ];

    static readonly Dictionary<string, HashSet<string>> Allowed = Table.Select(module => (module.Name, Used: module.MayUse.AsEnumerable()))
        .Concat(Applications.Select(application =>
            (application.Name, Used: Table.Select(module => module.Name).Append("Applications").Except(application.MayNotUse))))
        .ToDictionary(module => module.Name, module => module.Used.Append(module.Name).ToHashSet());

    static readonly string[] Names = [.. Allowed.Keys.OrderByDescending(name => name.Length)];

    /// <returns>The module of a type, the name of its namespace where the table lacks it, or null for a type that is not the project's.</returns>
    public static string? Of(IType type)
    {
        var space = type.Namespace?.FullName ?? "";
        if (!space.StartsWith("Avatars.", StringComparison.Ordinal))
            return null;
        var name = space["Avatars.".Length..];
        return Names.FirstOrDefault(known => name == known || name.StartsWith(known + ".", StringComparison.Ordinal)) ?? name;
    }

    /// <summary>A line for each type that uses another one which its module may not use.</summary>
    public static IEnumerable<string> WrongUses(IEnumerable<IType> types) =>
        from type in types
        let module = Of(type)
        where module is not null
        from used in type.Dependencies.Select(dependency => dependency.Target).Where(used => used is not GenericParameter).Distinct() // of no module
        let usedModule = Of(used)
        where usedModule is not null && !(Allowed.TryGetValue(module, out var allowed) && allowed.Contains(usedModule))
        select $"{type.FullName} ({module}) uses {used.FullName} ({usedModule}).";
}
