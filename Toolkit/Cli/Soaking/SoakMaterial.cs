using Avatars.Animation;
using Avatars.Cli.Generating;
using Avatars.Formats;
using Avatars.Models;
using Avatars.Posing;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.ScriptHost;
using Avatars.Signing;

namespace Avatars.Cli.Soaking;

/// <summary>What a run goes through: models and their sizes, people, motions, scenes, scripts.</summary>
sealed record SoakMaterial(IReadOnlyList<string> Models, IReadOnlyList<string> Sources, IReadOnlyList<string> Motions, IReadOnlyList<string> Scripts)
{
    static readonly string[] UsualModels = ["fpdm-body-8bit", "fpdm-compact-8bit", "fpdm-body"];

    /// <summary>The samples and models beside the program, in the place of what is not given.</summary>
    /// <exception cref="FileNotFoundException">They are not there.</exception>
    public static SoakMaterial Of(string[] models, string[] sources, string[] motions)
    {
        var root = ModelChoice.DefaultFolder() is { } model ? Path.GetDirectoryName(Path.GetDirectoryName(model))! : Environment.CurrentDirectory;
        var samples = Path.Combine(root, "Samples");
        string[] Found(string folder, string pattern) => Directory.Exists(Path.Combine(samples, folder))
            ? [.. Directory.GetFiles(Path.Combine(samples, folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
        var material = new SoakMaterial(
            models.Length > 0 ? models : [.. UsualModels.Select(name => Path.Combine(root, "Models", name)).Where(Directory.Exists)],
            sources.Length > 0 ? sources : [.. Found("Sources", "*.person").Select(file => Path.ChangeExtension(file, ".png"))],
            motions.Length > 0 ? motions : Found("Motion", "*.bvh"),
            [.. Found("Scripts", "*.cs").Where(file => Path.GetFileName(file) is "Wave.cs" or "Dance.cs" or "Fingerspell.cs")]);
        return material.Models.Count > 0 && material.Sources.Count > 0 && material.Motions.Count > 0 ? material
            : throw new FileNotFoundException("Models or samples are not beside this program. Name them with --model, --source and --motion.");
    }

    /// <summary>A package in one of its sizes.</summary>
    public ModelPackage Package(Random random)
    {
        var package = ModelPackage.Open(Models[random.Next(Models.Count)]);
        return package.Manifest.Sizes is { Count: > 1 } sizes ? package.WithSize(sizes[random.Next(sizes.Count)]) : package;
    }

    /// <summary>A motion file read anew, a scene that is edited, written and read, or a signed word.</summary>
    public (string What, IPoseSource Source) Motion(Random random, string folder)
    {
        switch (random.Next(3))
        {
            case 0:
                var file = Motions[random.Next(Motions.Count)];
                return (Path.GetFileName(file), MotionFile.Read(file).For(StandardHumanoid.Map));
            case 1:
                return ("scene", Scene(random, folder));
            default:
                var word = new string([.. Enumerable.Range(0, 4).Select(_ => (char)('A' + random.Next(26)))]);
                return ($"sign {word}", new Signer().Compose("soak", ManualAlphabet.Of("ase").Spell(word, out _)!, new SigningOptions()).Clip);
        }
    }

    /// <summary>Keys are set, undone and redone; the scene goes through its file.</summary>
    static ScenePoseSource Scene(Random random, string folder)
    {
        var document = new PoseDocument();
        document.Set("Person", new PersonItem("p", "Person", [], default, new Dictionary<string, float>()));
        for (var i = 0; i < 40; i++)
        {
            var bone = random.Next(2) == 0 ? HumanBodyBones.LeftUpperArm : HumanBodyBones.Spine;
            document.SetKey("Key", "p", TrackTarget.Joint(bone), new TrackKey(i * 0.25f, [0, 20 * random.NextSingle(), 60 * random.NextSingle() - 30]));
            if (i % 3 == 2)
                document.Undo();
            if (i % 6 == 5)
                document.Redo();
        }
        var file = Path.Combine(folder, "soak" + SceneFile.Ending);
        SceneFile.Write(file, document);
        return new ScenePoseSource(SceneFile.Read(file));
    }

    /// <summary>A script, compiled anew; null where there is none.</summary>
    public CompiledScript? Script(Random random) =>
        Scripts.Count == 0 ? null : new ScriptCompiler().Compile(ScriptSource.Read(Scripts[random.Next(Scripts.Count)]));
}
