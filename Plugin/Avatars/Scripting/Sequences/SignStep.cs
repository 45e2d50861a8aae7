using Avatars.Signing;

namespace Avatars.Scripting;

/// <summary>Signs over the clip and what sequences set; the hands come up at its beginning and go back at its end.</summary>
sealed class SignStep : PoseStep
{
    const float Fade = 0.3f; // seconds at either end, in which the signer's hands are at rest

    readonly SignedClip _signed;
    SigningLayer.State _from;

    /// <param name="signed">On the avatar's body, with <see cref="RestSeconds"/> at both ends.</param>
    public SignStep(SignedClip signed)
    {
        (_signed, Seconds, Ease) = (signed, signed.Clip.Length, Ease.Linear);
    }

    /// <summary>That the signer waits before and after the signs.</summary>
    public static float RestSeconds => Fade;

    protected override void Begin(PoseLayer layer) => _from = layer.Signing.Now;

    protected override void Apply(PoseLayer layer, float share)
    {
        var time = share * _signed.Clip.Length;
        var into = Mathf.Clamp01(time / Fade);
        layer.Signing.Show(_signed.Clip, time, Mathf.Clamp01((_signed.Clip.Length - time) / Fade), _from, into * into * (3 - 2 * into));
        foreach (var weight in _signed.Clip.Weights)
            layer.Avatar.SetExpression(weight.Name, share < 1 ? weight.Curve.Evaluate(time) : 0);
    }
}
