using System.Text.RegularExpressions;
using Avatars.Fixtures;

namespace Avatars.Architecture;

/// <summary>Rooms (namespaces) use only what stands above them: this table is the law, and the `using` lines obey it.</summary>
public sealed partial class RoomTests
{
    /// <summary>Each room and the rooms it may use. Bindings and third-party packages are not rooms.</summary>
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
    public void Arrows_between_rooms_point_down()
    {
        var wrong = new List<string>();
        var rooms = 0;
        foreach (var path in Sources())
        {
            var text = File.ReadAllText(path);
            var room = NamespaceLine().Match(text);
            if (!room.Success)
                continue;
            rooms++;
            var name = room.Groups[1].Value;
            var file = Path.GetRelativePath(SharedFolders.Repository, path);
            if (!MayUse.TryGetValue(name, out var allowed))
            {
                wrong.Add($"{file}: the room '{name}' is not in the table.");
                continue;
            }
            foreach (Match use in UsingLine().Matches(text))
                if (use.Groups[1].Value is var used && used != name && !allowed.Contains(used))
                    wrong.Add($"{file}: {name} uses {used}.");
        }
        Assert.That(rooms, Is.GreaterThan(10));
        Assert.That(wrong, Is.Empty, string.Join('\n', wrong));
    }

    [Test]
    public void The_table_itself_has_no_cycle()
    {
        var depth = new Dictionary<string, int>();
        int Depth(string room, int guard)
        {
            Assert.That(guard, Is.LessThan(MayUse.Count + 1), $"'{room}' is above itself.");
            if (!depth.TryGetValue(room, out var known))
                depth[room] = known = MayUse[room].Select(used => Depth(used, guard + 1) + 1).DefaultIfEmpty(0).Max();
            return known;
        }
        Assert.That(MayUse.Keys.Max(room => Depth(room, 0)), Is.GreaterThan(1));
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
