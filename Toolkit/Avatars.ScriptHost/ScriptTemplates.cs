using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Avatars.Files;
using Avatars.Scripting;
using Microsoft.CodeAnalysis.CSharp;

namespace Avatars.ScriptHost;

/// <summary>Files to begin with: a script, or a project for an editor that completes what is typed.</summary>
public static partial class ScriptTemplates
{
    /// <summary>Writes a script into a folder.</summary>
    /// <param name="name">Of the class; the file is NAME.cs.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ArgumentException">The name is no name of a class.</exception>
    /// <exception cref="IOException">There is such a file already.</exception>
    public static string WriteScript(string folder, string name)
    {
        RequireName(name);
        var file = Path.Combine(folder, name + ".cs");
        if (File.Exists(file))
            throw new IOException($"'{file}' exists already. Choose another name, or delete it first.");
        WholeFile.Write(file, Encoding.UTF8.GetBytes(Script(name)));
        return file;
    }

    /// <summary>Writes a project: a script, and a .csproj that references the packages, for completion in an editor.</summary>
    /// <returns>The folder.</returns>
    /// <inheritdoc cref="WriteScript"/>
    public static string WriteProject(string folder, string name)
    {
        RequireName(name);
        var project = Path.Combine(folder, name);
        if (Directory.Exists(project) && Directory.EnumerateFileSystemEntries(project).Any())
            throw new IOException($"The folder '{project}' exists already and is not empty. Choose another name, or delete it first.");
        WholeFolder.Create(project, beside =>
        {
            WriteScript(beside, name);
            File.WriteAllText(Path.Combine(beside, name + ".csproj"), Project());
            File.WriteAllText(Path.Combine(beside, "Usings.cs"), ScriptCompiler.ImplicitUsings);
        });
        return project;
    }

    static void RequireName(string name)
    {
        if (!ClassName().IsMatch(name))
            throw new ArgumentException($"'{name}' is no name for a script: write one word of letters and digits, such as WaveHello.", nameof(name));
        if (SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            || typeof(AvatarBehaviour).Assembly.GetType($"{typeof(AvatarBehaviour).Namespace}.{name}") is not null)
            throw new ArgumentException($"'{name}' has a meaning of its own in scripts. Choose another name, such as My{name}.", nameof(name));
    }

    static string Script(string name) => $$"""
        using System.Collections;
        using Avatars.Scripting;

        /// <summary>Waves with the right hand.</summary>
        public class {{name}} : AvatarBehaviour
        {
            [Range(0.1f, 2), Tooltip("Seconds of one wave.")] public float wave = 0.4f;
            [Range(1, 10)] public int times = 3;

            IEnumerator Start()
            {
                var beside = new Vector3(0.35f, 1.45f, 0.25f);
                yield return Pose()
                    .Reach(Hand.Right, beside).In(0.6f).And().Shape(Hand.Right, "flat")
                    .Then().Express("happy", 1).In(0.3f).Wait;
                for (int i = 0; i < times; i++)
                    yield return Pose()
                        .Reach(Hand.Right, beside + new Vector3(0.12f, 0, 0)).In(wave / 2)
                        .Then().Reach(Hand.Right, beside).In(wave / 2).Wait;
                yield return Pose().Release(Hand.Right).In(0.6f).Wait;
            }
        }

        """;

    static string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>Library</OutputType>
            <LangVersion>latest</LangVersion>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Avatars" Version="{Version}" />
          </ItemGroup>
        </Project>

        """;

    /// <summary>Of the packages that belong to this program.</summary>
    static string Version => typeof(ScriptTemplates).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "0.1.0";

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,99}$")]
    private static partial Regex ClassName();
}
