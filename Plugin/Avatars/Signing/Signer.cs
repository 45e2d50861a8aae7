using System;
using System.Collections.Generic;
using Avatars.Rig;
using Avatars.Signing.Synthesis;

namespace Avatars.Signing;

/// <summary>Turns signs, letters, recordings and pauses into the movement of one humanoid. The same items and options give the same clip.</summary>
public sealed class Signer
{
    readonly SignerRig _rig;

    /// <exception cref="NotSupportedException">The skeleton has no hands with three bones a finger.</exception>
    public Signer(HumanoidMap map) => _rig = new SignerRig(map);

    /// <summary>A signer of the standard proportions.</summary>
    public Signer() : this(StandardHumanoid.Map) { }

    public HumanoidMap Map => _rig.Map;

    /// <summary>The whole movement as a clip, which takes memory for each frame; <see cref="Open"/> does not.</summary>
    /// <exception cref="ArgumentException">There is no item, or an option is out of range.</exception>
    public SignedClip Compose(string name, IReadOnlyList<SigningItem> items, SigningOptions? options = null)
    {
        options ??= new SigningOptions();
        Require(items.Count, options);
        var composer = new SignComposer(_rig, options, items);
        return new SignedClip(new FilmSampler(_rig, composer, options).ToClip(name), composer.Signs);
    }

    /// <summary>The movement as a motion that is made while it plays: its memory does not grow with its length.</summary>
    /// <inheritdoc cref="Compose(string, IReadOnlyList{SigningItem}, SigningOptions?)"/>
    public SigningMotion Open(string name, IReadOnlyList<SigningItem> items, SigningOptions? options = null)
    {
        options ??= new SigningOptions();
        Require(items.Count, options);
        return new SigningMotion(name, _rig, () => new SignComposer(_rig, options, items), options);
    }

    /// <summary>Signs at given times.</summary>
    /// <param name="seconds">Of the whole.</param>
    internal SignedClip Compose(string name, IReadOnlyList<SignSlot> slots, float seconds, SigningOptions options)
    {
        Require(slots.Count, options);
        var composer = new SignComposer(_rig, options, slots, seconds);
        return new SignedClip(new FilmSampler(_rig, composer, options).ToClip(name), composer.Signs);
    }

    static void Require(int count, SigningOptions options)
    {
        if (count == 0)
            throw new ArgumentException("There is nothing to sign. Give at least one word or gloss.");
        if (!(options.Rate is >= 0.2f and <= 5) || !(options.FrameRate is >= 5 and <= 240))
            throw new ArgumentException($"Rate {options.Rate} at {options.FrameRate} frames a second: 0.2 to 5 and 5 to 240 are possible.", nameof(options));
    }
}
