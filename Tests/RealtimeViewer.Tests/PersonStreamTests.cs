using System.CommandLine;
using Avatars.Fixtures;
using Avatars.Models;

namespace Avatars.Viewer;

/// <summary>The command line's sampler settings.</summary>
public sealed class PersonStreamTests
{
    static ModelManifest Manifest { get; } = ModelPackage.Open(Path.Combine(SharedFolders.Repository, "Models", "fpdm-compact")).Manifest;

    [Test]
    public void Options_of_the_sampler_come_after_the_models_own()
    {
        var settings = PersonStream.SettingsOf(Manifest, Parse("--sampler", "dpm++", "--steps", "3", "--option", "solver_order=1", "use_karras_sigmas=true"));
        Assert.That((settings.Sampler, settings.Steps), Is.EqualTo(("dpm++", 3)));
        Assert.That(settings.Options.TakeLast(2),
            Is.EqualTo(new KeyValuePair<string, string>[] { new("solver_order", "1"), new("use_karras_sigmas", "true") }));
    }

    [TestCase("solver_order=3", "has no place in ddim"), TestCase("sovler=3", "'sovler' is not an option")]
    public void An_option_that_the_sampler_lacks_is_refused(string option, string fault) =>
        Assert.That(() => PersonStream.SettingsOf(Manifest, Parse("--sampler", "ddim", "--option", option)),
            Throws.InstanceOf<ArgumentException>().With.Message.Contains(fault));

    static ViewerOptions Parse(params string[] arguments)
    {
        ViewerOptions? read = null;
        ViewerOptions.Command((options, _) => (read = options) is null ? 1 : 0).Parse(arguments).Invoke();
        return read!;
    }
}
