using Avatars.Fixtures;
using k8s;
using k8s.Models;

namespace Avatars.Cli.Tests.Batches;

/// <summary>The indexed job, read by Kubernetes' own client with its types: an unknown field is an error.</summary>
public sealed class KubernetesTests
{
    readonly TemporaryFolder _folder = new();

    [OneTimeSetUp]
    public void Write() => SmallBatch.Write(_folder, stills: 2, maps: 3);

    [OneTimeTearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void The_job_is_one_that_Kubernetes_understands()
    {
        var manifest = _folder["manifest.jsonl"];
        Assert.That(CommandLine.Run("batch", "plan", manifest, "--out", _folder["out"], "--items-per-shard", "2").Code, Is.Zero);
        var (code, output, errors) = CommandLine.Run("batch", "submit", manifest, "--out", _folder["out"], "--kubernetes", _folder["job.yaml"], "--image",
            "registry.example/avatar:1", "--claim", "films", "--throttle", "2", "--memory", "4Gi", "--processors", "2");
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.Contain("3 pods"));
        var job = KubernetesYaml.Deserialize<V1Job>(File.ReadAllText(_folder["job.yaml"]), strict: true);
        Assert.That((job.ApiVersion, job.Kind, job.Metadata.Name), Is.EqualTo(("batch/v1", "Job", "avatar-manifest")));
        Assert.That((job.Spec.CompletionMode, job.Spec.Completions, job.Spec.Parallelism), Is.EqualTo(("Indexed", 3, 2)));
        Assert.That(job.Spec.BackoffLimitPerIndex, Is.EqualTo(20));
        Assert.That(job.Spec.PodFailurePolicy.Rules.Single().OnPodConditions.Single().Type, Is.EqualTo("DisruptionTarget"));
        var pod = job.Spec.Template.Spec;
        Assert.That(pod.RestartPolicy, Is.EqualTo("Never"));
        var container = pod.Containers.Single();
        Assert.That(container.Command, Is.EqualTo(new[] { "avatar", "batch", "run", manifest, "--out", _folder["out"], "--workers", "3" }));
        Assert.That((container.Resources.Limits["memory"].ToString(), container.Resources.Requests["cpu"].ToString()), Is.EqualTo(("4Gi", "2")));
        Assert.That(container.VolumeMounts.Single().MountPath, Is.EqualTo(_folder.Path));
        Assert.That(pod.Volumes.Single().PersistentVolumeClaim.ClaimName, Is.EqualTo("films"));
        // What the pods run, with the number that Kubernetes gives them
        foreach (var index in new[] { "0", "1", "2" })
            Assert.That(CommandLine.RunWith(("JOB_COMPLETION_INDEX", index), [.. container.Command.Skip(1)]).Code, Is.Zero);
        Assert.That(CommandLine.Run("batch", "collect", manifest, "--out", _folder["out"]).Output, Does.Contain("5 of 5 items"));
    }

    [Test]
    public void A_folder_that_the_pods_do_not_see_is_an_error()
    {
        using var elsewhere = new TemporaryFolder();
        var manifest = _folder["manifest.jsonl"];
        Assert.That(CommandLine.Run("batch", "plan", manifest, "--out", elsewhere["out"]).Code, Is.Zero);
        var (code, _, errors) = CommandLine.Run("batch", "submit", manifest, "--out", elsewhere["out"], "--kubernetes", _folder["other.yaml"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That(errors, Does.Contain("--mount"));
    }
}
