using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Models;

namespace Avatars.Fixtures;

/// <summary>A manifest of each system with every field that it may have, and what goes wrong with a field.</summary>
public static class FullManifests
{
    static readonly string Hash = new('a', 64);

    public static IReadOnlyList<ModelManifest> All { get; } =
    [
        Of(new FpdmSettings(128)),
        Of(new ImagPoseSettings("train-like")),
        Of(new PcdmsSettings { FusionSize = 224, Prior = new(2) { Coordinates = new(-2, true, 0.15625) }, Refiner = new(0.5, true) }),
    ];

    /// <param name="Place">As messages name it: <c>networks.unet.data.bytes</c>.</param>
    /// <param name="Fault">What was done to the field.</param>
    public sealed record Mutation(string System, string Place, string Fault, string Json)
    {
        public override string ToString() => $"{System}: {Place} {Fault}";
    }

    /// <summary>Every field taken away, set to null, and given another kind of value; and one more field in every object whose fields are known.</summary>
    public static IEnumerable<Mutation> Mutations()
    {
        foreach (var manifest in All)
        {
            var text = JsonNode.Parse(manifest.ToBytes())!.ToJsonString();
            foreach (var (path, isFree) in Places(JsonNode.Parse(text)!.AsObject(), []))
            {
                string Changed(Action<JsonObject, string> change)
                {
                    var root = JsonNode.Parse(text)!.AsObject();
                    change(path[..^1].Aggregate(root, (node, name) => node[name]!.AsObject()), path[^1]);
                    return root.ToJsonString();
                }
                Mutation Made(string place, string fault, string json) => new(manifest.System, place, fault, json);

                var place = string.Join('.', path);
                if (!IsMap(path[..^1]))
                    yield return Made(place, "missing", Changed((parent, name) => parent.Remove(name)));
                yield return Made(place, "null", Changed((parent, name) => parent[name] = null));
                yield return Made(place, "of another kind", Changed((parent, name) =>
                    parent[name] = parent[name] is JsonObject ? new JsonArray() : new JsonObject { ["inside"] = 1 }));
                var value = path.Aggregate(JsonNode.Parse(text)!, (node, name) => node[name]!);
                if (value is JsonObject && !isFree && !IsMap(path))
                    yield return Made(place + ".colour", "unknown", Changed((parent, name) => parent[name]!["colour"] = 1));
            }
            var more = JsonNode.Parse(text)!.AsObject();
            more["colour"] = 1;
            yield return new(manifest.System, "colour", "unknown", more.ToJsonString());
        }
    }

    /// <summary>Fields of the manifest that may be absent.</summary>
    public static bool IsOptional(string system, string place) =>
        place is "schedule.zeroTerminalSnr" or "defaults.endsClean" or "defaults.offset" or "defaults.options" or "training" or "networks.unet.data" or "sizes"
        || system == PcdmsSettings.Name && place is "fusionSize" or "prior" or "refiner";

    static bool IsMap(string[] path) => path is ["networks"] or ["defaults", "options"];

    static IEnumerable<(string[] Path, bool IsFree)> Places(JsonObject node, string[] above)
    {
        foreach (var (name, value) in node)
        {
            string[] path = [.. above, name];
            var isFree = path is ["quality"] or ["defaults", "options"] or ["training", "resolved" or "data" or "stages" or "figures"];
            yield return (path, isFree);
            if (value is JsonObject inner && !isFree)
                foreach (var deeper in Places(inner, path))
                    yield return deeper;
        }
    }

    static ModelManifest Of(SystemSettings settings) => new()
    {
        Name = "full",
        Description = "Every field; it's \"quoted\", and has an ä and a 手.",
        Licence = "MIT",
        Provenance = "Made for tests.",
        Width = 256,
        Height = 128,
        Sizes = [new(256, 128), new(384, 512)],
        LatentChannels = 8,
        LatentScale = 1.050275,
        LatentFactor = 8,
        SourceSize = 224,
        PoseStyle = "avatar",
        Schedule = new("trained", 0.00085, 0.012, 3, ZeroTerminalSnr: true) { TrainedBetas = [0.1, 0.25, 1e-7] },
        PredictionType = "v_prediction",
        Defaults = new("dpm++", 3, 1.5, "leading", EndsClean: false, Offset: 2)
        {
            Options =
            [
                new("solver_order", Value("3")), new("lambda_min_clipped", Value("\"-Infinity\"")), new("timesteps", Value("[2, 1, 0]")),
                new("thresholding", Value("null")),
            ],
        },
        Settings = settings,
        Networks = new SortedDictionary<string, NetworkFile>(StringComparer.Ordinal)
        {
            ["unet"] = new("unet.onnx", 5, Hash, new("unet.onnx.data", 1L << 33, Hash)),
        },
        Quality = JsonNode.Parse("""{ "psnr": 24.0, "of": ["any", { "shape": null }] }""")!.AsObject(),
        Training = new("smoke", "unknown", IsModified: true, IsAccepted: false)
        {
            Resolved = JsonNode.Parse("""{ "seed": 7 }""")!.AsObject(),
            Data = JsonNode.Parse("""[{ "name": "train" }]""")!.AsArray(),
            Stages = JsonNode.Parse("""[{ "loss": 0.50 }]""")!.AsArray(),
            Figures = JsonNode.Parse("""{ "float": [] }""")!.AsObject(),
        },
    };

    static JsonElement Value(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
