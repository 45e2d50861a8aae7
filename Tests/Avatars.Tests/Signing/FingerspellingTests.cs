using Avatars.Signing;

namespace Avatars.Tests.Signing;

public sealed class FingerspellingTests
{
    static string Keys(string language, string word) => string.Join(' ', ManualAlphabet.Of(language).Spell(word, out _)!.Select(letter => letter.Gloss));

    [TestCase("gsg", "Schule", "SCH U L E"), TestCase("gsg", "Straße", "S T R A SS E"), TestCase("gsg", "Äpfel", "Ä P F E L"), TestCase("ase", "café",
        "C A F E")]
    [TestCase("ase", "O'Brien", "O B R I E N"), TestCase("fsl", "œuf", "O E U F"), TestCase("ase", "2026", "2 0 2 6")]
    public void Longest_keys_are_taken_first(string language, string word, string keys) =>
        Assert.That(Keys(language, word).Replace("ß", "SS", StringComparison.Ordinal), Is.EqualTo(keys));

    [TestCase("ase"), TestCase("gsg"), TestCase("fsl"), TestCase("bfi")]
    public void Every_alphabet_has_A_to_Z_without_a_finding(string language)
    {
        var alphabet = ManualAlphabet.Of(language);
        Assert.That(alphabet.Letters, Is.SupersetOf(Enumerable.Range('a', 26).Select(letter => ((char)letter).ToString())));
        foreach (var letter in alphabet.Letters)
            Assert.That(alphabet.Spell(letter, out _)![0].Sign.Diagnostics, Is.Empty, letter);
    }

    [TestCase("سلام"), TestCase("नमस्ते"), TestCase("👋")]
    public void Writing_that_the_alphabet_lacks_fails_with_the_first_unknown_letter(string word)
    {
        Assert.That(ManualAlphabet.Of("ase").Spell(word, out var unknown), Is.Null);
        Assert.That(word, Does.StartWith(unknown));
        var notices = new List<string>();
        Assert.That(() => new TextToSigns(ManualAlphabet.Of("ase")).Items(word, notices), Throws.TypeOf<FormatException>().With.Message.Contains("Nothing"));
    }

    [TestCase(""), TestCase("  \n"), TestCase("...")]
    public void An_empty_text_is_a_sentence(string text) =>
        Assert.That(() => new TextToSigns(ManualAlphabet.Of("ase")).Items(text, []),
            Throws.TypeOf<FormatException>().With.Message.Contains("nothing to sign"));

    [Test]
    public void Unknown_words_are_left_out_with_a_notice_and_the_rest_is_signed()
    {
        var notices = new List<string>();
        var items = new TextToSigns(ManualAlphabet.Of("ase")).Items("hi 👋 you", notices);
        Assert.That(items.OfType<SpelledLetter>().Select(letter => letter.Gloss), Is.EqualTo(new[] { "H", "I", "Y", "O", "U" }));
        Assert.That(notices.Single(), Does.Contain("👋"));
    }

    [Test]
    public void Double_letters_move_the_hand_aside_and_show_the_letter_again()
    {
        var items = new TextToSigns(ManualAlphabet.Of("ase")).Items("#LL", []);
        var signed = new Signer().Compose("x", items, new SigningOptions { Idle = false });
        var first = SignMovementTests.Hand(signed.Clip, signed.Signs[0].End - 0.02f, false).Wrist;
        var second = SignMovementTests.Hand(signed.Clip, signed.Signs[1].End - 0.02f, false).Wrist;
        Assert.That(first.X - second.X, Is.InRange(0.02f, 0.08f), "metres to the signer's right");
    }

    [TestCase(1f), TestCase(3f)]
    public void Letters_are_held_and_the_last_one_twice_as_long(float rate)
    {
        var items = new TextToSigns(ManualAlphabet.Of("ase")).Items("#BUS", []);
        var signs = new Signer().Compose("x", items, new SigningOptions { Idle = false, Rate = rate }).Signs;
        var (middle, last) = (signs[1].End - signs[1].Start, signs[2].End - signs[2].Start);
        var hold = MathF.Max(0.12f, 0.22f / rate);
        Assert.That(last - middle, Is.EqualTo(hold).Within(0.001f));
        Assert.That(middle, Is.GreaterThanOrEqualTo(hold + 0.1f));
    }

    [TestCase("#ab c", true, false), TestCase("FS:ab c", true, false), TestCase("A-B-C c", true, false), TestCase("ab. c", false, true)]
    public void Marks_of_a_gloss_line_are_understood(string text, bool isSpelled, bool hasPause)
    {
        var tokens = TextToSigns.Tokens(text);
        Assert.That(tokens[0].IsSpelled, Is.EqualTo(isSpelled));
        Assert.That(tokens.Any(token => token.IsPause), Is.EqualTo(hasPause));
    }

    [Test]
    public void Word_lists_drop_words_and_find_glosses()
    {
        var tokens = TextToSigns.Tokens("The children are eating.", GlossTable.Of("en"));
        Assert.That(tokens.Select(token => token.Gloss), Is.EqualTo(new[] { "CHILD", "EAT" }));
    }
}
