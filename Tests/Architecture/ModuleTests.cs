using System.Text.RegularExpressions;
using Avatars.Fixtures;

namespace Avatars.Architecture;

/// <summary>Modules (namespaces) use only the modules that this table lists for them; the `using` lines are checked.</summary>
public sealed partial class ModuleTests
{
    /// <summary>Each module and the modules it may use. Bindings and third-party packages are not modules.</summary>
    static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Files"] = [],
        ["Imaging"] = [],
        ["Rig"] = [],
        ["Animation"] = ["Rig"],
        ["Scenes"] = ["Imaging", "Rig"],
        ["Solving"] = ["Rig", "Animation"],
        ["Retargeting"] = ["Rig", "Animation"],
        ["Formats"] = ["Files", "Imaging", "Rig", "Animation", "Scenes", "Retargeting"],
        ["PoseMaps"] = ["Files", "Imaging", "Rig", "Animation", "Formats", "Retargeting"],
        ["Signing"] = ["Rig", "Animation", "Solving", "Retargeting", "Formats", "PoseMaps"],
        ["Scripting"] = ["Rig", "Animation", "Solving", "Retargeting", "Formats", "Signing", "PoseMaps"],
        ["Video"] = ["Files", "Imaging"],
        ["Metrics"] = ["Imaging"],
        ["Pictures"] = ["Files", "Imaging"],
        ["Inference"] = ["Files"],
        ["Conditioning"] = ["Imaging", "Inference", "PoseMaps"],
        ["Latents"] = ["Imaging", "Inference"],
        ["Sampling"] = ["Conditioning", "Latents"],
        ["Systems"] = ["Imaging", "Inference", "PoseMaps", "Conditioning", "Latents", "Sampling"],
        ["Evaluation"] = ["Imaging", "Metrics", "Inference", "PoseMaps"],
        ["Streaming"] = ["Imaging", "Rig", "Animation", "PoseMaps", "Inference", "Systems"],
        ["Graphics"] = ["Imaging", "Rig", "Animation", "Scenes", "PoseMaps"],
        ["ModelBuilding"] = ["Files"],
        ["ModelEvaluation"] = ["Files", "Imaging", "PoseMaps", "Metrics", "Pictures", "Inference", "Latents", "Systems", "Evaluation", "ModelBuilding", "Datasets"],
        ["Datasets"] = ["Files", "Imaging", "Rig", "Animation", "Scenes", "Solving", "Signing", "Retargeting", "Formats", "PoseMaps", "Metrics", "Pictures", "Graphics"],
    };

    static readonly string[] Folders = ["Plugin/Avatars", "Plugin/Avatars.Pictures", "Plugin/Avatars.Diffusion", "Plugin/Avatars.Graphics", "Toolkit/Avatars.ModelBuilding", "Toolkit/Avatars.Datasets", "Toolkit/Avatars.ModelEvaluation"];

    [GeneratedRegex(@"^\s*using\s+(?:static\s+)?(?:\w+\s*=\s*)?Avatars\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^namespace\s+Avatars\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    static IEnumerable<string> Sources() =>
        Folders.Select(folder => Path.Combine(SharedFolders.Repository, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories));

    [Test]
    public void Modules_use_only_the_modules_listed_for_them()
    {
        var wrong = new List<string>();
        var modules = 0;
        foreach (var path in Sources())
        {
            var text = File.ReadAllText(path);
            var module = NamespaceLine().Match(text);
            if (!module.Success)
                continue;
            modules++;
            var name = module.Groups[1].Value;
            var file = Path.GetRelativePath(SharedFolders.Repository, path);
            if (!MayUse.TryGetValue(name, out var allowed))
            {
                wrong.Add($"{file}: the module '{name}' is not in the table.");
                continue;
            }
            foreach (Match use in UsingLine().Matches(text))
                if (use.Groups[1].Value is var used && used != name && !allowed.Contains(used))
                    wrong.Add($"{file}: {name} uses {used}.");
        }
        Assert.That(modules, Is.GreaterThan(10));
        Assert.That(wrong, Is.Empty, string.Join('\n', wrong));
    }

    [Test]
    public void The_table_itself_has_no_cycle()
    {
        var depth = new Dictionary<string, int>();
        int Depth(string module, int guard)
        {
            Assert.That(guard, Is.LessThan(MayUse.Count + 1), $"'{module}' uses itself through other modules.");
            if (!depth.TryGetValue(module, out var known))
                depth[module] = known = MayUse[module].Select(used => Depth(used, guard + 1) + 1).DefaultIfEmpty(0).Max();
            return known;
        }
        Assert.That(MayUse.Keys.Max(module => Depth(module, 0)), Is.GreaterThan(1));
    }

    [Test]
    public void The_three_systems_do_not_use_each_other()
    {
        var folder = Path.Combine(SharedFolders.Repository, "Plugin/Avatars.Diffusion/Systems");
        string[] systems = ["Fpdm", "Pcdms", "ImagPose"];
        var wrong =
            from path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            from system in systems
            where !path.Contains($"/{system}/", StringComparison.Ordinal) && Regex.IsMatch(File.ReadAllText(path), $@"using\s+Avatars\.Systems\.{system}")
            select $"{path} uses {system}";
        Assert.That(wrong, Is.Empty);
    }
}
