using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace Avatars.ScriptHost;

/// <summary>Compiles scripts with Roslyn, and keeps what it compiled by content. Any number of threads may use one.</summary>
/// <param name="cache">Null compiles each time.</param>
public sealed class ScriptCompiler(CompileCache? cache = null)
{
    /// <summary>Names that scripts use of other namespaces, and those that System has too: the Usings.cs of new projects.</summary>
    internal static string ImplicitUsings { get; } = ReadUsings();

    static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, preprocessorSymbols: ["AVATAR"]);
    static readonly Lazy<MetadataReference[]> Framework = new(FindFramework);
    static readonly string Version = HashOf(typeof(ScriptCompiler).Assembly) + HashOf(typeof(Scripting.ScriptScene).Assembly);

    static int _count;

    /// <exception cref="ScriptCompileException">The script does not compile, or calls what would end the application.</exception>
    public CompiledScript Compile(ScriptSource source)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source.Hash() + Version)));
        if (cache?.Find(key) is { } known)
            return new CompiledScript(source, known.Assembly, known.Symbols, true);
        var (assembly, symbols) = Build(source);
        cache?.Add(key, assembly, symbols);
        return new CompiledScript(source, assembly, symbols, false);
    }

    static (byte[] Assembly, byte[] Symbols) Build(ScriptSource source)
    {
        var trees = source.Files.Select(file => Parse(file.File, file.Text)).ToArray();
        var references = Framework.Value.Concat(source.Assemblies.Select(file => MetadataReference.CreateFromFile(file)));
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Debug,
            allowUnsafe: false, nullableContextOptions: NullableContextOptions.Disable, deterministic: true);
        var plain = CSharpCompilation.Create($"Script{Interlocked.Increment(ref _count)}",
            [.. trees, UsingsBeside(trees)], references, options);
        RequireNoErrors(plain.GetDiagnostics());
        var forbidden = trees.SelectMany(tree => ForbiddenCalls.In(plain.GetSemanticModel(tree))).ToArray();
        if (forbidden.Length > 0)
            throw new ScriptCompileException(forbidden);

        var guarded = plain;
        foreach (var tree in trees)
        {
            var root = new GuardRewriter(plain.GetSemanticModel(tree)).Visit(tree.GetRoot());
            guarded = guarded.ReplaceSyntaxTree(tree, CSharpSyntaxTree.Create((CSharpSyntaxNode)root, ParseOptions, tree.FilePath, Encoding.UTF8));
        }
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = guarded.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!emitted.Success)
            RequireNoErrors(emitted.Diagnostics);
        return (assembly.ToArray(), symbols.ToArray());
    }

    /// <summary>The implicit names that the script does not declare itself, as a project's Usings.cs does.</summary>
    static SyntaxTree UsingsBeside(IEnumerable<SyntaxTree> trees)
    {
        var declared = trees.SelectMany(tree => ((CompilationUnitSyntax)tree.GetRoot()).Usings)
            .Where(one => one.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword) && one.Alias is not null)
            .Select(one => one.Alias!.Name.Identifier.ValueText).ToHashSet();
        var lines = ImplicitUsings.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !declared.Contains(line.Split(' ')[2]));
        return CSharpSyntaxTree.ParseText(string.Join('\n', lines), ParseOptions);
    }

    /// <summary>Sources that were written for Unity compile too: <c>using UnityEngine</c> is taken for <c>using Avatars.Scripting</c>.</summary>
    static SyntaxTree Parse(string file, string text)
    {
        var tree = ParsedFiles.Parse(file, text, ParseOptions);
        var unity = tree.GetRoot().DescendantNodes().OfType<UsingDirectiveSyntax>().Where(one => one.Name?.ToString() == "UnityEngine").ToArray();
        if (unity.Length == 0)
            return tree;
        var root = tree.GetRoot().ReplaceNodes(unity, (old, _) => old.WithName(SyntaxFactory.ParseName("Avatars.Scripting").WithTriviaFrom(old.Name!)));
        return CSharpSyntaxTree.Create((CSharpSyntaxNode)root, ParseOptions, file, Encoding.UTF8);
    }

    static void RequireNoErrors(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error).Select(ErrorOf).Distinct()
            .OrderBy(one => one.File, StringComparer.Ordinal).ThenBy(one => one.Line).ThenBy(one => one.Column).ToArray();
        if (errors.Length > 0)
            throw new ScriptCompileException(errors);
    }

    static ScriptError ErrorOf(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetMappedLineSpan();
        var message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        return place.IsValid && place.Path.Length > 0
            ? new ScriptError(place.Path, place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1, $"{message} [{diagnostic.Id}]")
            : new ScriptError("", 0, 0, $"{message} [{diagnostic.Id}]");
    }

    /// <summary>The base class library and Avatars, as they are loaded here.</summary>
    static MetadataReference[] FindFramework()
    {
        var platform = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator);
        var wanted = platform.Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal)
            || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll"));
        return [.. wanted.Append(typeof(Scripting.ScriptScene).Assembly.Location).Distinct().Where(File.Exists)
            .Select(file => MetadataReference.CreateFromFile(file))];
    }

    static string ReadUsings()
    {
        using var text = new StreamReader(typeof(ScriptCompiler).Assembly.GetManifestResourceStream("Usings.cs")!);
        return text.ReadToEnd().ReplaceLineEndings("\n");
    }

    static string HashOf(Assembly assembly) => assembly.ManifestModule.ModuleVersionId.ToString("N");
}
