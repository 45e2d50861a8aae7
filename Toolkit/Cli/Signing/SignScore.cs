using System.CommandLine;
using System.Diagnostics;
using Avatars.Files;
using Avatars.Signing;

namespace Avatars.Cli.Signing;

/// <summary>The options that choose signs for a text: language, lexicons, alphabet, glosses.</summary>
sealed class SignScore
{
    const long MaximumText = 4 << 20;

    readonly Option<string> _language = new("--language")
    {
        Description = $"Signed language, ISO 639-3: {string.Join(", ", ManualAlphabet.Languages)} have a manual alphabet.",
        DefaultValueFactory = _ => "ase",
    };
    readonly Option<string[]> _lexicons = new("--lexicon")
    {
        Description = "Lexicon: a folder with index.csv, .pose files and scenes, a folder of SiGML files and scenes, or a SiGML file; repeatable, the "
            + "first that has a word"
            + " wins.",
    };
    readonly Option<string?> _alphabet = new("--alphabet") { Description = "SiGML file with a manual alphabet of your own: one sign a letter." };
    readonly Option<string?> _spoken = new("--spoken")
    {
        Description = "Spoken language whose word list drops function words and finds glosses before the lexicons: en, de, fr. Default: none, words stay.",
    };
    readonly Option<string?> _glosses = new("--glosses") { Description = "Word list of your own: word, tab, gloss, a line each; a word alone is not signed." };
    readonly Option<string?> _glosser = new("--glosser")
    {
        Description = "Program that gets the text on its input and prints glosses; it takes the place of the word list.",
    };
    readonly Option<string[]> _tiers = new("--tier") { Description = "Tiers of an ELAN file to sign; repeatable. Default: the usual gloss tiers." };

    readonly Option<bool> _mirror = new("--one-hand")
    {
        Description = "Recordings in which the left hand does the signing are mirrored, so that all signs have the same dominant hand.",
    };

    public void AddTo(Command command)
    {
        command.Add(_mirror);
        command.Add(_language);
        command.Add(_lexicons);
        command.Add(_alphabet);
        command.Add(_spoken);
        command.Add(_glosses);
        command.Add(_glosser);
        command.Add(_tiers);
    }

    /// <summary>The signed language.</summary>
    public string Language(ParseResult parsed) => parsed.GetValue(_language)!;

    /// <summary>Whether the manual alphabet is a file of the user's.</summary>
    public bool HasOwnAlphabet(ParseResult parsed) => parsed.GetValue(_alphabet) is not null;

    /// <summary>What to sign, with notices on the error stream.</summary>
    /// <exception cref="FormatException">Nothing of it can be signed.</exception>
    public IReadOnlyList<SigningItem> Read(ParseResult parsed, string text)
    {
        var language = parsed.GetValue(_language)!;
        var alphabet = parsed.GetValue(_alphabet) is { } own ? ManualAlphabet.Read(own) : ManualAlphabet.Of(language);
        var lexicons = new List<SignLexicon>();
        foreach (var path in parsed.GetValue(_lexicons) ?? [])
        {
            var lexicon = SignLexicon.Open(path);
            foreach (var warning in lexicon.Warnings.Take(20))
                Notice(warning);
            if (lexicon.Warnings.Count > 20)
                Notice($"{path}: {lexicon.Warnings.Count - 20} more rows are left out; 'avatar lexicon check' lists them.");
            lexicon.MirrorsLeftHanded = parsed.GetValue(_mirror);
            lexicons.Add(lexicon);
        }
        var table = parsed.GetValue(_glosses) is { } list ? GlossTable.Read(list)
            : parsed.GetValue(_spoken) is { } spoken ? GlossTable.Of(spoken)
                ?? throw new ArgumentException($"--spoken {spoken}: there are word lists for en, de and fr. Give one of your own with --glosses.")
            : null;
        var toSigns = new TextToSigns(alphabet, lexicons, table);
        var notices = new List<string>();
        var items = Items(parsed, text, toSigns, notices);
        foreach (var notice in notices.Take(50))
            Notice(notice);
        return items;
    }

    IReadOnlyList<SigningItem> Items(ParseResult parsed, string text, TextToSigns toSigns, List<string> notices)
    {
        switch (Path.GetExtension(text).ToLowerInvariant())
        {
            case ".sigml" or ".xml" when File.Exists(text):
                return OfDocument(text, SigmlFile.Read(text));
            case ".eaf" when File.Exists(text):
                return OfElan(parsed, text, toSigns, notices);
            case ".pose" or ".json" when File.Exists(text):
                return OfRecording(parsed, text);
            case ".hns" when File.Exists(text):
                return OfDocument(text, new SignDocument([SigmlFile.FromHamNoSys(Path.GetFileNameWithoutExtension(text),
                    WholeFile.ReadText(text, MaximumText))], [], ""));
            case ".txt" when File.Exists(text):
                var written = WholeFile.ReadText(text, MaximumText);
                return written.Contains('\ufffd', StringComparison.Ordinal) ? throw new FormatException($"{text}: the text is not UTF-8. Save it as UTF-8.")
                    : toSigns.Items(Glossed(parsed, written), notices);
            case { Length: > 1 } ending when File.Exists(text):
                throw new FormatException($"{text}: a {ErrorLine.Printable(ending, 12)} file cannot be signed. Files are .txt, .sigml, .eaf, .hns, .pose, or "
                    + $"a scene ({Posing.SceneFile.Ending}).");
            case ".sigml" or ".eaf" or ".hns" or ".txt" or ".pose" or ".json" when !text.Contains(' ', StringComparison.Ordinal):
                throw new FileNotFoundException($"There is no file '{ErrorLine.Printable(text, 200)}'. Check the path.", text);
        }
        if (text.Any(letter => letter is >= '\ue000' and <= '\ue0f1'))
            return OfDocument("the text", new SignDocument([SigmlFile.FromHamNoSys("sign", text)], [], ""));
        return toSigns.Items(Glossed(parsed, text), notices);
    }

    IReadOnlyList<SigningItem> OfElan(ParseResult parsed, string path, TextToSigns toSigns, List<string> notices)
    {
        var file = ElanFile.Read(path);
        notices.AddRange(file.Warnings);
        var tokens = file.Tokens(parsed.GetValue(_tiers) ?? []);
        return tokens.Count > 0 ? toSigns.Items(tokens, notices)
            : throw new FormatException($"{path}: the gloss tiers hold no annotation that can be signed. "
                + (file.Warnings.Count > 0 ? file.Warnings[0] : "Annotate glosses in them, or name others with --tier."));
    }

    /// <summary>A recorded sign, as it is.</summary>
    SigningItem[] OfRecording(ParseResult parsed, string path)
    {
        var lexicon = SignLexicon.Open(path);
        lexicon.MirrorsLeftHanded = parsed.GetValue(_mirror);
        foreach (var (_, finding, isBroken) in LexiconFolder.Check(lexicon))
            if (!isBroken)
                Notice($"{path}: {finding}");
        return [lexicon.Load(lexicon.Entries[0], "")];
    }

    static SigningItem[] OfDocument(string source, SignDocument document)
    {
        if (document.Signs.Count > TextToSigns.MaximumWords)
            throw new FormatException($"{source}: {document.Signs.Count:N0} signs; {TextToSigns.MaximumWords:N0} are the most of one film. Split the file.");
        foreach (var sign in document.Signs.Take(200))
            foreach (var found in sign.Diagnostics.Take(3))
                Notice($"{ErrorLine.Quote(sign.Gloss, 40)}: {found.Message}");
        var items = document.Signs.Where(sign => sign.IsPlayable).Select(sign => (SigningItem)new NotatedSign(sign, sign.Gloss, sign.Gloss)).ToArray();
        return items.Length > 0 ? items : throw new FormatException($"{source}: no sign of it can be shown. 'avatar sigml check' says why.");
    }

    string Glossed(ParseResult parsed, string text)
    {
        if (parsed.GetValue(_glosser) is not { } program)
            return text;
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "cmd" : "/bin/sh")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        start.ArgumentList.Add(OperatingSystem.IsWindows() ? "/c" : "-c");
        start.ArgumentList.Add(program);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"--glosser {program}: it could not be started.");
        var reading = process.StandardOutput.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(text);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A program that does not read its input still prints.
        }
        if (!process.WaitForExit(60_000))
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"--glosser {program}: it did not end within 60 seconds. Mend it, or use --glosses.");
        }
        var glosses = reading.GetAwaiter().GetResult();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"--glosser {program}: it ended with code {process.ExitCode}. Try it by hand: it gets the text on its input.");
        return glosses;
    }

    static void Notice(string message) => Console.Error.WriteLine("avatar: note: " + ErrorLine.Printable(message, ErrorLine.MaximumLength));
}
