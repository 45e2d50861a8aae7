using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Avatars.Architecture;

/// <summary>The compiled assemblies, read once.</summary>
static class Product
{
    /// <summary>Of the plugin, by file name.</summary>
    public static readonly string[] Plugin = ["Avatars", "Avatars.Pictures", "Avatars.Diffusion", "Avatars.Graphics"];

    public static readonly string[] Toolkit = ["Avatars.ModelBuilding", "Avatars.Datasets", "Avatars.ModelEvaluation", "Avatars.ScriptHost",
        "Avatars.Broadcasting", "Avatars.Batches", "Avatars.Workers"];

    public static readonly string[] Applications = ["avatar", "avatar-viewer", "DetectPeople", "LiveStream", "LiveVmc", "OneFrame"];

    static readonly Lazy<IType[]> Types = new(() => Load([.. Plugin, .. Toolkit, .. Applications]));

    public static IReadOnlyList<IType> All => Types.Value;

    /// <summary>The types of assemblies beside this one, with what each uses: in signatures, bodies, attributes and type arguments.</summary>
    public static IType[] Load(params string[] assemblies)
    {
        var loaded = assemblies.Select(name => System.Reflection.Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, name + ".dll"))).ToArray();
        return [.. new ArchLoader().LoadAssemblies(loaded).Build().Types];
    }
}
