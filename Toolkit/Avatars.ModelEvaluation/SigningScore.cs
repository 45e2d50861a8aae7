using System.Text.Json.Nodes;
using Avatars.Metrics;

namespace Avatars.ModelEvaluation;

/// <summary>How well MediaPipe's networks read the signing of one kind of pictures.</summary>
public sealed class SigningScore(string name)
{
    readonly List<(FaceMeasures Asked, FaceMeasures Found)> _faces = [];
    readonly List<(char Asked, char Read)> _letters = [];

    public string Name => name;

    /// <summary>Hands of letters and of signs, each searched at its requested place.</summary>
    public JointErrors Letters { get; } = new();

    /// <inheritdoc cref="Letters"/>
    public JointErrors Signs { get; } = new();

    /// <summary>The same hands as perception finds them in the whole picture, as <c>avatar detect</c> does.</summary>
    public JointErrors PerceivedLetters { get; } = new();

    /// <inheritdoc cref="PerceivedLetters"/>
    public JointErrors PerceivedSigns { get; } = new();

    /// <summary>Hands that could not be judged: outside the picture, hidden or small.</summary>
    public int NotJudged { get; set; }

    public int LettersShown => _letters.Count;

    public int LettersRead => _letters.Count(letter => letter.Asked == letter.Read);

    /// <summary>Letters read by joint angles alone; H and U, K and P, G and Q are one shape.</summary>
    public int LettersReadByAngles { get; private set; }

    /// <summary>Letters that were read as others: asked, then read.</summary>
    public IEnumerable<string> Misread => _letters.Where(letter => letter.Asked != letter.Read).Select(letter => $"{letter.Asked}{letter.Read}");

    public int FacesShown { get; private set; }

    public int FacesFound => _faces.Count;

    public double BrowCorrelation => Correlation(face => face.Brows);

    public double MouthCorrelation => Correlation(face => face.Mouth);

    public double LidCorrelation => Correlation(face => face.Lids);

    public double GazeCorrelation => Correlation(face => face.Gaze);

    /// <param name="read">Null where no hand was found.</param>
    public void AddLetter(char asked, char? read, bool isReadByAngles)
    {
        _letters.Add((asked, read ?? '?'));
        LettersReadByAngles += isReadByAngles ? 1 : 0;
    }

    public void AddFace(FaceMeasures asked, FaceMeasures? found)
    {
        FacesShown++;
        if (found is { } face)
            _faces.Add((asked, face));
    }

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["letters"] = LettersShown,
        ["lettersRead"] = LettersRead,
        ["lettersReadByAngles"] = LettersReadByAngles,
        ["misread"] = string.Join(' ', Misread),
        ["pckLetters"] = JsonNumbers.Of(Letters.Pck),
        ["pckSigns"] = JsonNumbers.Of(Signs.Pck),
        ["perceivedPckLetters"] = JsonNumbers.Of(PerceivedLetters.Pck),
        ["perceivedPckSigns"] = JsonNumbers.Of(PerceivedSigns.Pck),
        ["notJudged"] = NotJudged,
        ["faces"] = FacesShown,
        ["facesFound"] = FacesFound,
        ["browCorrelation"] = JsonNumbers.Of(BrowCorrelation),
        ["mouthCorrelation"] = JsonNumbers.Of(MouthCorrelation),
        ["lidCorrelation"] = JsonNumbers.Of(LidCorrelation),
        ["gazeCorrelation"] = JsonNumbers.Of(GazeCorrelation),
    };

    double Correlation(Func<FaceMeasures, double> measure)
    {
        var (asked, found) = (_faces.ConvertAll(face => measure(face.Asked)), _faces.ConvertAll(face => measure(face.Found)));
        return asked.Count < 2 ? double.NaN : MathNet.Numerics.Statistics.Correlation.Pearson(asked, found);
    }
}
