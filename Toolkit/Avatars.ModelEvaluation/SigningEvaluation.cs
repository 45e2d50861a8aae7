using System.Numerics;
using Avatars.Evaluation;
using Avatars.Imaging;
using Avatars.Metrics;
using Avatars.Perception;
using Avatars.PoseMaps;
using Avatars.Signing;

namespace Avatars.ModelEvaluation;

/// <summary>What is signed for the evaluation: the still letters as one word, signs of a lexicon, and a moving face.</summary>
public sealed record SigningTrial(SignedClip Letters, SignedClip Signs, SignedClip Face)
{
    /// <summary>The letters of American fingerspelling that do not move.</summary>
    public const string StillLetters = "ABCDEFGHIKLMNOPQRSTUVWXY";

    const float AtLetter = 0.05f; // seconds before its end
    const float SignStep = 0.125f, FaceStep = 0.08f; // seconds from frame to frame

    /// <summary>Brows, lids, gaze and mouth pictures in turn, with the hand raised aside.</summary>
    const string FaceSigns = """
        <sigml>
        <hamgestural_sign gloss="1">
        <sign_nonmanual><facialexpr_tier><eye_brows movement="RB"/></facialexpr_tier>
        <mouthing_tier><mouth_picture picture="a:ma:"/></mouthing_tier></sign_nonmanual>
        <sign_manual><handconfig handshape="flat" extfidir="u" palmor="d"/>
        <location_bodyarm location="shoulders" side="right_beside"/></sign_manual>
        </hamgestural_sign>
        <hamgestural_sign gloss="2">
        <sign_nonmanual><facialexpr_tier><eye_brows movement="FU"/></facialexpr_tier>
        <mouthing_tier><mouth_picture picture="bu:pa"/></mouthing_tier></sign_nonmanual>
        <sign_manual><handconfig handshape="flat"/></sign_manual>
        </hamgestural_sign>
        <hamgestural_sign gloss="3">
        <sign_nonmanual><facialexpr_tier><eye_lids movement="CB"/></facialexpr_tier>
        <mouthing_tier><mouth_picture picture="i:mi:"/></mouthing_tier></sign_nonmanual>
        <sign_manual><handconfig handshape="flat"/></sign_manual>
        </hamgestural_sign>
        <hamgestural_sign gloss="4">
        <sign_nonmanual><facialexpr_tier><facial_expr_par><eye_brows movement="RB"/><eye_lids movement="WB"/></facial_expr_par></facialexpr_tier>
        <mouthing_tier><mouth_picture picture="ma:pa:"/></mouthing_tier></sign_nonmanual>
        <sign_manual><handconfig handshape="flat"/></sign_manual>
        </hamgestural_sign>
        <hamgestural_sign gloss="5">
        <sign_nonmanual><eyegaze_tier><eye_gaze movement="LE"/></eyegaze_tier></sign_nonmanual>
        <sign_manual><handconfig handshape="flat"/></sign_manual>
        </hamgestural_sign>
        <hamgestural_sign gloss="6">
        <sign_nonmanual><eyegaze_tier><eye_gaze movement="RI"/></eyegaze_tier></sign_nonmanual>
        <sign_manual><handconfig handshape="flat"/></sign_manual>
        </hamgestural_sign>
        </sigml>
        """;

    /// <param name="lexicon">Of recorded signs.</param>
    /// <param name="words">That it has.</param>
    public static SigningTrial Of(SignLexicon lexicon, string words)
    {
        var options = new SigningOptions { Idle = false };
        var face = SigmlFile.Parse(FaceSigns, "the trial of the face").Signs.Select(sign => (SigningItem)new NotatedSign(sign, sign.Gloss, sign.Gloss));
        return new SigningTrial(
            new Signer().Compose("letters", new TextToSigns(ManualAlphabet.Of("ase")).Items("#" + StillLetters, []), options),
            new Signer().Compose("signs", new TextToSigns(ManualAlphabet.Of("gsg"), [lexicon]).Items(words, []), options),
            new Signer().Compose("face", [.. face], options));
    }

    /// <summary>Each letter at the end of its hold.</summary>
    public IEnumerable<(char Letter, float Seconds)> LetterMoments =>
        Letters.Signs.Select(sign => (sign.Item.Gloss[0], sign.End - AtLetter));

    public IEnumerable<float> SignMoments => Signs.Signs.SelectMany(sign => Steps(sign.Start, sign.End, SignStep));

    public IEnumerable<float> FaceMoments => Steps(Face.Signs[0].Start, Face.Signs[^1].End, FaceStep);

    static IEnumerable<float> Steps(float from, float to, float step)
    {
        for (var time = from; time < to; time += step)
            yield return time;
    }
}

/// <summary>Scores signing with MediaPipe's networks: letters read off the re-detected joints, joints of hands in place, movement of the face.</summary>
/// <param name="hands">Borrowed; with joints in space. So is <paramref name="perception"/>.</param>
public sealed class SigningEvaluation(HandLandmarks hands, PersonPerception perception)
{
    readonly Dictionary<string, SigningScore> _scores = [];
    readonly Vector2[] _found = new Vector2[KeypointLayout.Hand21.Count];
    readonly Vector3[] _metres = new Vector3[KeypointLayout.Hand21.Count];

    public IEnumerable<SigningScore> Scores => _scores.Values;

    /// <summary>Letters of one signer.</summary>
    /// <param name="row">Name of the kind of pictures.</param>
    public void AddLetters(string row, IReadOnlyList<(char Letter, SignerPicture Shown)> letters)
    {
        var (score, reading) = (ScoreOf(row), new LetterReading());
        foreach (var (letter, shown) in letters)
            reading.Add(letter, InPicture(shown.Hand(isLeft: false)), BeforeCamera(shown.HandInSpace(isLeft: false)));
        foreach (var (letter, shown) in letters)
        {
            if (JudgedHand.Of(shown.Hand(isLeft: false), shown.Picture.Width, shown.Picture.Height, out _) is not { } hand)
            {
                score.NotJudged++;
                score.AddLetter(letter, null, false);
                continue;
            }
            var isFound = hand.Score(hands, shown.Picture, _found, _metres, score.Letters);
            var byAngles = isFound ? reading.NearestByAngles(_metres) : '?';
            score.AddLetter(letter, isFound ? reading.Nearest(_found) : null, SameShape(letter) == SameShape(byAngles));
            hand.Compare(Perceive(shown.Picture)?.RightHand?.Pixels, score.PerceivedLetters);
        }
    }

    /// <summary>A frame of a sign: both hands.</summary>
    public void AddSign(string row, SignerPicture shown)
    {
        var score = ScoreOf(row);
        var person = Perceive(shown.Picture);
        foreach (var isLeft in new[] { true, false })
        {
            if (JudgedHand.Of(shown.Hand(isLeft), shown.Picture.Width, shown.Picture.Height, out _) is not { } hand)
            {
                score.NotJudged++;
                continue;
            }
            hand.Score(hands, shown.Picture, _found, score.Signs);
            hand.Compare((isLeft ? person?.LeftHand : person?.RightHand)?.Pixels, score.PerceivedSigns);
        }
    }

    /// <summary>A frame of the moving face.</summary>
    /// <param name="asked">MediaPipe's face mesh of the posed body, pixels.</param>
    public void AddFace(string row, RgbImage picture, IReadOnlyList<Vector3> asked) =>
        ScoreOf(row).AddFace(FaceMeasures.Of(asked), Perceive(picture)?.Face is { } face ? FaceMeasures.Of(face.Pixels) : null);

    PerceivedPerson? Perceive(RgbImage picture) => perception.FindPeople(picture) is [var person, ..] ? person : null;

    SigningScore ScoreOf(string row)
    {
        if (!_scores.TryGetValue(row, out var score))
            _scores.Add(row, score = new SigningScore(row));
        return score;
    }

    /// <summary>From model space to the axes of a picture whose camera looks along -Z.</summary>
    static Vector3[] BeforeCamera(ReadOnlySpan<Vector3> joints)
    {
        var turned = new Vector3[joints.Length];
        for (var i = 0; i < turned.Length; i++)
            turned[i] = joints[i] * new Vector3(1, -1, -1);
        return turned;
    }

    static Vector2[] InPicture(ReadOnlySpan<Keypoint> joints)
    {
        var places = new Vector2[joints.Length];
        for (var i = 0; i < places.Length; i++)
            places[i] = new Vector2(joints[i].X, joints[i].Y);
        return places;
    }

    static char SameShape(char letter) => letter switch { 'U' => 'H', 'P' => 'K', 'Q' => 'G', _ => letter };
}
