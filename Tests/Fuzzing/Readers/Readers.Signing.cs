using Avatars.Fuzzing.Mutation;
using Avatars.Signing;
using Avatars.Solving;

namespace Avatars.Fuzzing;

static partial class Readers
{
    const string Data = "Plugin/Avatars/Signing/Data";

    static IEnumerable<Reader> Signing() =>
    [
        new("sigml", PlaySigns, () => [Seeds.Text("a.sigml", HamSign), .. Seeds.Files(Data, "alphabet-ase.sigml", "a.sigml"),
            .. Seeds.Files("shared/assets/signing", "*.sigml", "a.sigml")], MarkupMutation.Of, 200),
        new("alphabet", path => ManualAlphabet.Read(path), () => Seeds.Files(Data, "alphabet-*.sigml", "a.sigml"), MarkupMutation.Of, 80),
        new("eaf", path => ElanFile.Read(path), () => [Seeds.Text("a.eaf", Elan)], MarkupMutation.Of, 200),
        new("lexicon", OpenLexicon, () => [CaseFiles.Of("", ("index.csv", System.Text.Encoding.UTF8.GetBytes(LexiconIndex)),
            ("a.pose", Exported("pose").Files["a.pose"].Bytes)), CaseFiles.Of("", ("a.sigml", System.Text.Encoding.UTF8.GetBytes(HamSign)))], ByEnding, 200),
        new("glosses", path => GlossTable.Read(path), () => [Seeds.Text("a.tsv", "hello\tHELLO\n# c\nthank you\tTHANK-YOU\n"),
            .. Seeds.Files(Data, "glosses-en.tsv", "a.tsv")], TextMutation.Of, 80),
        new("hand-shapes", path =>
        {
            using var text = new StringReader(Files.WholeFile.ReadText(path, CaseMutation.MostBytes));
            HandShapes.Parse(text, path);
        }, () => Seeds.Files("Plugin/Avatars/Solving", "hand-shapes.txt", "a.txt"), TextMutation.Of, 80),
    ];

    const string LexiconIndex = "path,spoken_language,signed_language,start,end,words,glosses,priority\na.pose,en,ase,0,300,hello,HELLO,1\n"
        + "\"a.pose\",en,ase,0,0,\"a \"\"b\"\"\",,0\n";

    const string HamSign = """
        <?xml version="1.0" encoding="UTF-8"?>
        <sigml>
        <hns_sign gloss="HELLO"><hamnosys_manual><hamflathand/><hamextfingeru/><hampalml/><hamforehead/><hamparbegin/><hammover/><hamparend/>
        </hamnosys_manual></hns_sign>
        <hamgestural_sign gloss="two"><sign_manual><handconfig handshape="finger2" extfidir="u" palmor="l"/><location_bodyarm location="shoulders"/>
        <directedmotion direction="o" size="small"/></sign_manual></hamgestural_sign>
        </sigml>
        """;

    const string Elan = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ANNOTATION_DOCUMENT AUTHOR="" DATE="2020-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0">
        <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"/>
        <TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="ts2"/><TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="900"/></TIME_ORDER>
        <TIER LINGUISTIC_TYPE_REF="default-lt" TIER_ID="Gloss">
        <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2"><ANNOTATION_VALUE>HELLO</ANNOTATION_VALUE>
        </ALIGNABLE_ANNOTATION></ANNOTATION>
        <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts3"><ANNOTATION_VALUE>YOU</ANNOTATION_VALUE>
        </ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
        <TIER LINGUISTIC_TYPE_REF="default-lt" TIER_ID="English" PARENT_REF="Gloss">
        <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a1"><ANNOTATION_VALUE>hello</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
        <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a4" ANNOTATION_REF="a1" PREVIOUS_ANNOTATION="a3"><ANNOTATION_VALUE>you</ANNOTATION_VALUE></REF_ANNOTATION>
        </ANNOTATION></TIER>
        <LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="default-lt" TIME_ALIGNABLE="true"/>
        </ANNOTATION_DOCUMENT>
        """;

    static void PlaySigns(string path)
    {
        var document = SigmlFile.Read(path);
        var items = document.Signs.Where(sign => sign.IsPlayable).Select(sign => (SigningItem)new NotatedSign(sign, sign.Gloss, sign.Gloss)).ToArray();
        if (items.Length is > 0 and <= 50)
            RequireFinite(new Signer().Compose("signs", items).Clip);
    }

    static void OpenLexicon(string folder)
    {
        var lexicon = SignLexicon.Open(folder);
        foreach (var entry in lexicon.Entries.Take(5))
            if (lexicon.Load(entry, entry.Word) is RecordedSign recorded)
                RequireFinite(recorded.Clip);
    }
}
