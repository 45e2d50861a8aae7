using Avatars.Fixtures;
using Avatars.ModelBuilding.Onnx;
using Avatars.ModelBuilding.Packages;
using Avatars.ModelBuilding.Tests;
using Avatars.ModelBuilding.Weights;
using Avatars.Models;

namespace Avatars.ModelBuilding.Importing;

/// <summary>A tiny FPDM's weights, written as its authors publish them, come back as the package that was built from them.</summary>
public sealed class CheckpointImportTests
{
    const string FromPyTorch = """
        import json, struct, sys, torch
        source, kind, target = sys.argv[1:]
        raw = open(source, 'rb').read()
        size = struct.unpack('<Q', raw[:8])[0]
        header = json.loads(raw[8:8 + size])
        tensors = {}
        for name, entry in header.items():
            begin, end = entry['data_offsets']
            count = (end - begin) // 4
            values = torch.frombuffer(bytearray(raw[8 + size + begin:8 + size + end]), dtype=torch.float32) if count else torch.zeros(0)
            tensors[name] = values.reshape(entry['shape'])
        if 'half' in kind:
            tensors = {name: tensor.half() for name, tensor in tensors.items()}
        if 'lightning' in kind: # a second name for the same storage, as FPDM has it
            tensors.update({'sd_model.' + name: tensor for name, tensor in tensors.items() if name.startswith('unet.')})
            saved = {'epoch': 3, 'state_dict': tensors, 'optimizer_states': [{'state': {0: {'exp_avg': torch.ones(3)}}}]}
        else:
            saved = {'module': {'module.' + name: tensor for name, tensor in tensors.items()}, 'ds_version': '0.12'}
        torch.save(saved, target, _use_new_zipfile_serialization='legacy' not in kind)
        """;

    static readonly PublishedSystem Tiny = PublishedSystem.Of("fpdm") with { Blueprint = TinyFpdm.Model.ToBlueprint };

    /// <summary>Where the stage-2 checkpoint keeps each network.</summary>
    static readonly Dictionary<string, string> Prefixes = new()
    {
        ["unet"] = "unet.", ["unet_source"] = "unet.", ["source_projector"] = "sd_model.srcimage_proj_model.", ["pose_encoder"] = "sd_model.pose_t_proj.",
        ["fusion_encoder"] = "fusion_model.img_encoder.", ["combiner"] = "fusion_model.combiner.", ["source_encoder"] = "src_image_encoder.",
        ["vae_encoder"] = "vae.", ["vae_decoder"] = "vae.",
    };

    readonly TemporaryFolder _folder = new();

    [TearDown]
    public void RemoveFiles()
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(_folder.Path))
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_safetensors_checkpoint_gives_the_package_that_its_weights_make() => AssertSame(Import(WriteCheckpoint()), WeightStorage.Float32);

    [TestCase("lightning zip"), TestCase("lightning legacy"), TestCase("deepspeed zip"), TestCase("deepspeed legacy")]
    public void What_PyTorch_saved_gives_the_same_package(string kind) => AssertSame(Import(Convert(WriteCheckpoint(), kind)), WeightStorage.Float32);

    [TestCase("lightning half zip"), TestCase("deepspeed half legacy")]
    public void Half_weights_widen_and_narrow_to_the_same_bits(string kind) =>
        AssertSame(Import(Convert(WriteCheckpoint(), kind), WeightStorage.Float16), WeightStorage.Float16);

    [Test]
    public void Frozen_parts_may_come_from_their_own_folders()
    {
        var rest = WriteCheckpoint(only: name => !name.StartsWith("vae.", StringComparison.Ordinal)
            && !name.StartsWith("src_image_encoder.", StringComparison.Ordinal));
        var vae = Write(_folder["stable-diffusion/vae/diffusion_pytorch_model.safetensors"], Named("vae_encoder", "").Concat(Named("vae_decoder", "")));
        var dinov2 = Named("source_encoder", "").ToArray();
        Write(_folder["dinov2/model-1.safetensors"], dinov2[..4]);
        Write(_folder["dinov2/model-2.safetensors"], dinov2[4..]);
        File.WriteAllText(_folder["dinov2/model.safetensors.index.json"], """
            {"metadata": {}, "weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors", "c": "model-2.safetensors"}}
            """);
        Assert.That(File.Exists(vae));
        AssertSame(Import([rest, _folder["stable-diffusion"], _folder["dinov2"]]), WeightStorage.Float32);
    }

    [TestCase("../model-1.safetensors", "plain name"), TestCase("/etc/passwd", "plain name"), TestCase("model-9.safetensors", "not there")]
    public void An_index_of_shards_stays_in_its_folder(string shard, string reason)
    {
        Directory.CreateDirectory(_folder["dinov2"]);
        File.WriteAllText(_folder["dinov2/model.safetensors.index.json"], $$$"""{"weight_map": {"a": "{{{shard}}}"}}""");
        Assert.That(() => Import([_folder["dinov2"]]), Throws.InstanceOf<Exception>().With.Message.Contains(reason).And.Message.Contains("index.json"));
    }

    [Test]
    public void Missing_extra_and_misshapen_tensors_are_named_and_nothing_is_written()
    {
        var tensors = Everything().Where(weight => weight.Name != "unet.conv_in.bias").Select(weight => weight.Name == "unet.conv_out.bias"
            ? weight with { Shape = [9] } : weight)
            .Append(new Weight("unet.surplus.weight", [2], Initialisation.Ones));
        var path = Write(_folder["bad.safetensors"], tensors);
        Assert.That(() => Import(path), Throws.TypeOf<FormatException>().With.Message.Contains("missing (1): unet.conv_in.bias")
            .And.Message.Contains("not of the expected shape (1): unet.conv_out.bias [9], expected [4]")
            .And.Message.Contains("not part of this network (1): unet.surplus.weight"));
        Assert.That(Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName), Is.EqualTo(new[] { "bad.safetensors" }));
    }

    [Test]
    public void A_part_that_is_nowhere_is_named_with_where_to_get_it()
    {
        var path = WriteCheckpoint(only: name => !name.StartsWith("vae.", StringComparison.Ordinal));
        Assert.That(() => Import(path), Throws.TypeOf<FormatException>().With.Message.Contains("autoencoder: not found")
            .And.Message.Contains("stabilityai/stable-diffusion-2-1"));
    }

    [Test]
    public void What_nothing_needs_is_told()
    {
        var path = Write(_folder["more.safetensors"], Everything().Append(new Weight("loss.weight", [2], Initialisation.Ones)));
        using var import = new CheckpointImport(Tiny, [path]);
        Assert.That(import.Unused, Is.EqualTo(new[] { "loss.weight" }));
    }

    ModelPackage Import(string path, WeightStorage storage = WeightStorage.Float32) => Import([path], storage);

    ModelPackage Import(string[] paths, WeightStorage storage = WeightStorage.Float32)
    {
        using var import = new CheckpointImport(Tiny, paths);
        return import.Save(_folder["imported"], storage);
    }

    void AssertSame(ModelPackage imported, WeightStorage storage)
    {
        imported.VerifyAll();
        var built = PackageWriting.Build(TinyFpdm.Model.ToBlueprint(), _folder["built"], new Unprefixed(), storage, "");
        Assert.That(imported.Manifest.Networks, Is.EqualTo(built.Manifest.Networks), "names, sizes and hashes");
    }

    string WriteCheckpoint(Func<string, bool>? only = null) =>
        Write(_folder["checkpoint.safetensors"], Everything().Where(weight => only?.Invoke(weight.Name) ?? true));

    string Convert(string safetensors, string kind)
    {
        var (script, target) = (_folder["convert.py"], _folder["checkpoint.ckpt"]);
        File.WriteAllText(script, FromPyTorch);
        Python.RunScript(script, safetensors, kind, target);
        return target;
    }

    static string Write(string path, IEnumerable<Weight> weights)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        SafetensorsWriter.Save(path, [.. weights], new Unprefixed());
        return path;
    }

    static IEnumerable<Weight> Everything() => Prefixes.SelectMany(pair => Named(pair.Key, pair.Value)).DistinctBy(weight => weight.Name);

    static IEnumerable<Weight> Named(string network, string prefix) =>
        TinyFpdm.Model.ToBlueprint().Networks.Single(graph => graph.Name == network).Weights.Select(weight => weight with { Name = prefix + weight.Name });

    /// <summary>Random weights that do not depend on a prefix.</summary>
    sealed class Unprefixed : IWeightSource
    {
        public IEnumerable<ReadOnlyMemory<float>> Read(Weight weight)
        {
            var prefix = Prefixes.Values.Distinct().OrderByDescending(prefix => prefix.Length)
                .FirstOrDefault(prefix => weight.Name.StartsWith(prefix, StringComparison.Ordinal)) ?? "";
            return new RandomWeights(1).Read(weight with { Name = weight.Name[prefix.Length..] });
        }
    }
}
