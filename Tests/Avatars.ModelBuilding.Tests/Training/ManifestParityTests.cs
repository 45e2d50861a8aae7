using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Avatars.Fixtures;
using Avatars.Models;

namespace Avatars.ModelBuilding.Tests.Training;

/// <summary>The trainer reads and refuses the manifests that Avatar reads and refuses, for the same field.</summary>
public sealed partial class ManifestParityTests
{
    [GeneratedRegex("field '([^']*)'")]
    private static partial Regex Field();

    [Test]
    public void The_trainer_knows_the_same_fields()
    {
        var shipped = Directory.EnumerateFiles(Path.Combine(SharedFolders.Repository, "Models"), ModelManifest.FileName, SearchOption.AllDirectories);
        string[] texts =
        [
            .. FullManifests.All.Select(manifest => Encoding.UTF8.GetString(manifest.ToBytes())), .. shipped.Select(File.ReadAllText),
            .. FullManifests.Mutations().Select(mutation => mutation.Json), .. Others(),
        ];
        var trainers = InTraining(texts);
        Assert.That(trainers, Has.Length.EqualTo(texts.Length).And.Length.GreaterThan(200));
        for (var i = 0; i < texts.Length; i++)
        {
            var ours = MessageHere(texts[i]);
            Assert.That(trainers[i] is null, Is.EqualTo(ours is null), $"Avatar: {ours ?? "right"}\ntrainer: {trainers[i] ?? "right"}\n{texts[i]}");
            Assert.That(Place(trainers[i]), Is.EqualTo(Place(ours)), $"Avatar: {ours}\ntrainer: {trainers[i]}");
        }
        Assert.That(trainers.Count(message => message is null), Is.GreaterThanOrEqualTo(FullManifests.All.Count + 2),
            "the full ones and those that ship are right");
    }

    /// <summary>Versions, systems, fields of another system, texts that are no manifest.</summary>
    static IEnumerable<string> Others()
    {
        foreach (var manifest in FullManifests.All)
        {
            var text = Encoding.UTF8.GetString(manifest.ToBytes());
            foreach (var version in new[] { "1", "3", "\"2\"", "2.5" })
                yield return text.Replace("\"formatVersion\": 2", $"\"formatVersion\": {version}", StringComparison.Ordinal);
            foreach (var system in new[] { "fpdm", "imagpose", "pcdms", "other" })
                yield return text.Replace($"\"system\": \"{manifest.System}\"", $"\"system\": \"{system}\"", StringComparison.Ordinal);
            yield return text.Replace("\"unet.onnx\"", "\"../unet.onnx\"", StringComparison.Ordinal);
            yield return text.Replace("\"unet.onnx.data\"", "\"other.onnx.data\"", StringComparison.Ordinal);
            yield return text.Replace("\"trained\"", "\"linear\"", StringComparison.Ordinal);
            yield return text.Replace("\"name\": \"full\"", "\"name\": \"\\ud800\"", StringComparison.Ordinal);
        }
        foreach (var text in new[] { "", "[]", "null", "{", "{}", """{ "formatVersion": NaN }""" })
            yield return text;
    }

    static string? MessageHere(string text)
    {
        try
        {
            ModelManifest.Parse(Encoding.UTF8.GetBytes(text), "model.json");
            return null;
        }
        catch (FormatException error)
        {
            return error.Message;
        }
    }

    static string Place(string? message) => message is null ? "" : Field().Match(message).Groups[1].Value;

    static string?[] InTraining(string[] texts)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["texts.json"], JsonSerializer.SerializeToUtf8Bytes(texts));
        Python.RunScript(Path.Combine(SharedFolders.Repository, "Training", "tests", "manifests.py"), folder["texts.json"], folder["messages.json"]);
        return JsonSerializer.Deserialize<string?[]>(File.ReadAllBytes(folder["messages.json"]))!;
    }
}
