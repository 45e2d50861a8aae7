using System.Reflection;
using System.Runtime.Loader;
using Avatars.Scripting;

namespace Avatars.ScriptHost;

/// <summary>A compiled script in a load context of its own, which is collected when nothing of it is used any more.</summary>
public sealed class LoadedScript : IDisposable
{
    readonly Context _context;

    public LoadedScript(CompiledScript compiled)
    {
        _context = new Context(compiled.Source);
        using var assembly = new MemoryStream(compiled.Assembly);
        using var symbols = new MemoryStream(compiled.Symbols);
        var loaded = _context.LoadFromStream(assembly, symbols);
        Behaviours = [.. loaded.GetTypes().Where(IsForPerson).OrderBy(type => type.FullName, StringComparer.Ordinal)];
    }

    /// <summary>The script's behaviours of a person: public or not, not abstract, not nested.</summary>
    public IReadOnlyList<Type> Behaviours { get; private set; }

    /// <summary>Lets go of the assembly. Its memory is freed once its objects are gone.</summary>
    public void Dispose()
    {
        Behaviours = [];
        _context.Unload();
    }

    static bool IsForPerson(Type type) =>
        typeof(AvatarBehaviour).IsAssignableFrom(type) && !type.IsAbstract && !type.IsNested && !type.ContainsGenericParameters;

    /// <summary>Looks for other assemblies beside the script, after those of the application.</summary>
    sealed class Context(ScriptSource source) : AssemblyLoadContext("script", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName name)
        {
            if (Default.Assemblies.Any(loaded => loaded.GetName().Name == name.Name))
                return null;
            return source.Assemblies.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file) == name.Name) is { } file
                ? LoadFromStream(new MemoryStream(File.ReadAllBytes(file)))
                : null;
        }
    }
}
