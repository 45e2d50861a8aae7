using Avatars.Body;
using Avatars.Imaging;

namespace Avatars.Tests.Body;

public sealed class PersonBackgroundTests
{
    static readonly TexturedPerson Person = TexturedPerson.Plain(HumanBody.Model, RgbColor.White, RgbColor.Black);

    static RgbImage Behind(string text) => PersonBackground.Parse(text, path => new RgbImage(path.Length, 7)).Behind(Person).Background;

    [TestCase("#102030", 16, 32, 48), TestCase("#f0A", 255, 0, 170), TestCase("1, 22,255", 1, 22, 255), TestCase("Navy", 0, 0, 128),
        TestCase("transparent", 128, 128, 128)]
    public void A_colour_is_behind_the_person(string text, byte red, byte green, byte blue)
    {
        var behind = Behind(text);
        for (var i = 0; i < behind.Bytes.Length; i += 3)
            Assert.That(behind.Bytes[i..(i + 3)], Is.EqualTo(new[] { red, green, blue }));
        Assert.That(PersonBackground.Parse(text, _ => throw new AssertionException("no file")).IsTransparent, Is.EqualTo(text == "transparent"));
    }

    [Test]
    public void A_picture_is_read_and_the_person_stays()
    {
        var changed = PersonBackground.Parse("beach.jpg", path => new RgbImage(path.Length, 7)).Behind(Person);
        Assert.That((changed.Background.Width, changed.Background.Height), Is.EqualTo((9, 7)));
        Assert.That((changed.Body, changed.Texture), Is.EqualTo((Person.Body, Person.Texture)));
    }

    [TestCase("#12345"), TestCase("#gggggg"), TestCase("1,2"), TestCase("1,2,256"), TestCase("-1,2,3"), TestCase("bluish"), TestCase("")]
    public void Anything_else_is_refused_with_what_is_possible(string text) =>
        Assert.That(() => Behind(text), Throws.ArgumentException.With.Message.Contains("#RRGGBB").And.Message.Contains("transparent"));
}
