namespace Avatars.Datasets.MakeHuman;

/// <summary>MakeHuman's main sliders, each 0..1; 0.5 is the middle.</summary>
public sealed record MacroShape
{
    /// <summary>0 female, 1 male.</summary>
    public float Gender { get; init; } = 0.5f;

    /// <summary>0.1875 is 10 years, 0.5 is 25, 1 is 90.</summary>
    public float Age { get; init; } = 0.5f;

    public float Muscle { get; init; } = 0.5f;

    public float Weight { get; init; } = 0.5f;

    /// <summary>Good from 0.3 to 0.7; the ends are 1.24 m and 2.47 m.</summary>
    public float Height { get; init; } = 0.5f;

    public float Proportions { get; init; } = 0.5f;

    public float Cup { get; init; } = 0.5f;

    public float Firmness { get; init; } = 0.5f;

    /// <summary>The three mix by their shares; they need not sum to 1.</summary>
    public float African { get; init; }

    public float Asian { get; init; }

    public float Caucasian { get; init; } = 1;

    /// <summary>The macro targets of this shape: file below `targets/macro`, without its ending, and weight above 0.</summary>
    /// <remarks>The words' weights multiply. Middle values that have no file are left out.</remarks>
    public IEnumerable<(string File, float Weight)> Targets()
    {
        foreach (var (gender, genderWeight) in new[] { ("female", 1 - Gender), ("male", Gender) })
            foreach (var (age, ageWeight) in Ages())
            {
                var person = genderWeight * ageWeight;
                if (person <= 0)
                    continue;
                foreach (var (ethnicity, weight) in Ethnicities())
                    yield return ($"race/{ethnicity}-{gender}-{age}", person * weight);
                foreach (var (muscle, muscleWeight) in Levels(Muscle, "muscle"))
                    foreach (var (weight, weightWeight) in Levels(Weight, "weight"))
                        if (muscle != "averagemuscle" || weight != "averageweight")
                            yield return ($"build/{gender}-{age}-{muscle}-{weight}", person * muscleWeight * weightWeight);
                foreach (var (word, weight) in Ends(Height, "minheight", "maxheight"))
                    yield return ($"height/{gender}-{age}-{word}", person * weight);
                foreach (var (word, weight) in Ends(Proportions, "uncommonproportions", "idealproportions"))
                    yield return ($"proportions/{gender}-{age}-{word}", person * weight);
                if (gender == "female" && age != "child")
                    foreach (var (cup, cupWeight) in Levels(Cup, "cup"))
                        foreach (var (firmness, firmnessWeight) in Levels(Firmness, "firmness"))
                            if (cup != "averagecup" || firmness != "averagefirmness")
                                yield return ($"breast/female-{age}-{cup}-{firmness}", person * cupWeight * firmnessWeight);
            }
    }

    IEnumerable<(string, float)> Ages()
    {
        const float child = 0.1875f; // 10 years
        if (Age < child)
            yield return ("child", 1);
        else if (Age < 0.5f)
        {
            var young = (Age - child) / (0.5f - child);
            yield return ("young", young);
            yield return ("child", 1 - young);
        }
        else
        {
            yield return ("old", 2 * Age - 1);
            yield return ("young", 2 - 2 * Age);
        }
    }

    IEnumerable<(string, float)> Ethnicities()
    {
        var sum = African + Asian + Caucasian;
        foreach (var (word, share) in new[] { ("african", African), ("asian", Asian), ("caucasian", Caucasian) })
            if (share > 0)
                yield return (word, share / sum);
    }

    static IEnumerable<(string, float)> Levels(float slider, string word)
    {
        var low = MathF.Max(0, 1 - 2 * slider);
        var high = MathF.Max(0, 2 * slider - 1);
        if (low > 0)
            yield return ("min" + word, low);
        if (high > 0)
            yield return ("max" + word, high);
        if (low + high < 1)
            yield return ("average" + word, 1 - low - high);
    }

    static IEnumerable<(string, float)> Ends(float slider, string lowWord, string highWord)
    {
        if (slider < 0.5f)
            yield return (lowWord, 1 - 2 * slider);
        else if (slider > 0.5f)
            yield return (highWord, 2 * slider - 1);
    }
}
