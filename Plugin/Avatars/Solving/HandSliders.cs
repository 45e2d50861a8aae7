using System;

namespace Avatars.Solving;

/// <summary>Changes to a hand shape, each -1 to 1; 0 leaves the shape as it is. The default value changes nothing.</summary>
/// <param name="Thumb">Curl of the thumb's outer joints: 1 bent, -1 straight.</param>
/// <param name="Index">Curl: 1 bent into the palm, -1 straight; likewise the other fingers.</param>
/// <param name="Spread">1 fans the fingers out, -1 lays them side by side.</param>
/// <param name="ThumbOut">1 moves the thumb away from the index finger in the plane of the palm, -1 across the palm.</param>
/// <param name="ThumbOpposed">1 moves the thumb opposite the fingers, -1 into the plane of the palm.</param>
public readonly record struct HandSliders(float Thumb = 0, float Index = 0, float Middle = 0, float Ring = 0, float Little = 0, float Spread = 0,
    float ThumbOut = 0, float ThumbOpposed = 0)
{
    static readonly float[] Bent = [85, 100, 70];
    static readonly float[] BentThumb = [55, 75];
    static readonly float[] Fanned = [18, 0, -13, -31];
    static readonly float[] Together = [-3, 0, 3, 5];

    /// <param name="degrees">The 21 angles of a <see cref="HandShape"/>, changed in place.</param>
    public void Apply(Span<float> degrees)
    {
        degrees[0] = Toward(degrees[0], ThumbOut, 70, -15);
        degrees[1] = Toward(degrees[1], ThumbOpposed, 60, 0);
        for (var i = 0; i < 2; i++)
            degrees[3 + i] = Toward(degrees[3 + i], Thumb, BentThumb[i], 0);
        for (var finger = 1; finger < 5; finger++)
        {
            var first = HandShape.FirstAngle(finger);
            var curl = finger == 1 ? Index : finger == 2 ? Middle : finger == 3 ? Ring : Little;
            degrees[first] = Toward(degrees[first], Spread, Fanned[finger - 1], Together[finger - 1]);
            for (var i = 0; i < 3; i++)
                degrees[first + 1 + i] = Toward(degrees[first + 1 + i], curl, Bent[i], 0);
        }
    }

    static float Toward(float angle, float slider, float at1, float atMinus1)
    {
        slider = Math.Clamp(slider, -1, 1);
        return slider >= 0 ? angle + slider * (at1 - angle) : angle - slider * (atMinus1 - angle);
    }
}
