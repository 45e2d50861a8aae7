using System.Security.Cryptography;
using Avatars.Fixtures;
using NUnit.Framework;

namespace Avatars.Models;

public sealed class PerceptionModelsTests
{
    readonly byte[] _bytes = [1, 2, 3];
    TemporaryFolder _folder = null!;

    [SetUp] public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown] public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void A_missing_folder_names_the_command_that_fills_it() =>
        Assert.That(() => PerceptionModels.Open(_folder["absent"]),
            Throws.InstanceOf<FileNotFoundException>().With.Message.Contains("avatar model import --system mediapipe"));

    [Test]
    public void The_list_survives_a_round_trip()
    {
        var models = Write();
        Assert.That(models.Networks.Keys, Is.EqualTo(new[] { PerceptionNetworks.HandRecrop }));
        Assert.That(models.Verify(PerceptionNetworks.HandRecrop), Is.EqualTo(_folder["hand_recrop.onnx"]));
    }

    [Test]
    public void A_changed_file_is_refused()
    {
        var models = Write();
        File.WriteAllBytes(_folder["hand_recrop.onnx"], [1, 2, 4]);
        Assert.That(() => models.Verify(PerceptionNetworks.HandRecrop), Throws.InstanceOf<FormatException>().With.Message.Contains("hand_recrop.onnx"));
        Assert.That(() => models.Verify("other"), Throws.InstanceOf<FormatException>().With.Message.Contains("'other'"));
        File.Delete(_folder["hand_recrop.onnx"]);
        Assert.That(() => models.Verify(PerceptionNetworks.HandRecrop), Throws.InstanceOf<FileNotFoundException>());
    }

    [TestCase("{"), TestCase("[]"), TestCase("{}"), TestCase("""{"formatVersion":2,"version":"1","licence":"x","networks":{}}""")]
    [TestCase("""
        {"formatVersion":1,"version":"0.5.1675471629-1","licence":"x",
         "networks":{"a":{"result":{"file":"../a.onnx","bytes":1,"sha256":"0"},"sourceSha256":"0"}}}
        """)]
    public void A_damaged_list_is_refused(string json)
    {
        File.WriteAllText(_folder[PerceptionModels.FileName], json);
        Assert.That(() => PerceptionModels.Open(_folder.Path), Throws.InstanceOf<FormatException>().With.Message.Contains(PerceptionModels.FileName));
    }

    PerceptionModels Write()
    {
        File.WriteAllBytes(_folder["hand_recrop.onnx"], _bytes);
        var file = new NetworkFile("hand_recrop.onnx", _bytes.Length, Convert.ToHexStringLower(SHA256.HashData(_bytes)));
        PerceptionModels.Write(_folder.Path, new Dictionary<string, PerceptionNetworkFile> { ["hand_recrop"] = new(file, new string('0', 64)) });
        return PerceptionModels.Open(_folder.Path);
    }
}
