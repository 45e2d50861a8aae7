using System.Net;

namespace Avatars.Live;

public sealed class LiveInputTests
{
    [TestCase("vmc", "127.0.0.1", 39539), TestCase("VMC:39540", "127.0.0.1", 39540), TestCase("vmc:0.0.0.0:1234", "0.0.0.0", 1234),
     TestCase("vmc:[::1]:99", "::1", 99)]
    public void Names_an_address_and_a_port(string text, string address, int port)
    {
        var options = LiveInput.Parse(text);
        Assert.That((options.Address, options.Port), Is.EqualTo((IPAddress.Parse(address), port)));
    }

    [TestCase(""), TestCase("osc"), TestCase("vmc:"), TestCase("vmc:0"), TestCase("vmc:70000"), TestCase("vmc:-1"), TestCase("vmc:localhost:1"),
     TestCase("vmc:1.2.3.4:"), TestCase("vmc: 5")]
    public void Other_texts_are_refused_with_the_forms_that_are_known(string text) =>
        Assert.That(() => LiveInput.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains("vmc:PORT"));
}
