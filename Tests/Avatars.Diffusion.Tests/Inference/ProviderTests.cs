namespace Avatars.Inference;

public sealed class ProviderTests
{
    [Test]
    public void The_processor_is_everywhere() => Assert.That(Provider.Choose("cpu"), Is.SameAs(Provider.Cpu));

    [Test]
    public void Auto_tells_its_choice()
    {
        var chosen = Provider.Choose(Provider.Auto);
        Assert.That(chosen.Name, Is.Not.EqualTo(Provider.Auto));
        Assert.That(Provider.Choose(chosen.Name), Is.SameAs(chosen));
    }

    [Test]
    public void A_missing_provider_is_an_error_and_no_fallback()
    {
        var absent = Provider.Names.Where(name => name != Provider.Auto).Where(name =>
        {
            try
            {
                Assert.That(Provider.Choose(name).Name, Is.EqualTo(name));
                return false;
            }
            catch (NotSupportedException error)
            {
                Assert.That(error.Message, Does.Contain($"'{name}'").And.Contain("--provider"));
                return true;
            }
        }).ToArray();
        Assert.That(absent, Is.Not.Empty, "no machine has DirectML and CoreML at once");
    }

    [Test]
    public void An_unknown_name_lists_the_known_ones() =>
        Assert.That(() => Provider.Choose("tpu"), Throws.ArgumentException.With.Message.Contains("cpu").And.Message.Contains("auto"));
}
