using System;
using System.Collections.Generic;
using Avatars.Animation;
using Avatars.Rig;
using Avatars.Signing.Synthesis;

namespace Avatars.Signing;

/// <summary>
/// Signing of any length as a motion that is made while it plays: memory does not grow with its length. Meant to be sampled forward; a time before the last
/// one begins from the start. Unlike other sources it allocates when it comes to a new sign. One instance belongs to one thread.
/// </summary>
public sealed class SigningMotion : IPoseSource
{
    readonly SignerRig _rig;
    readonly Func<SignComposer> _compose;
    readonly SigningOptions _options;
    readonly string[] _weightNames;
    readonly Dictionary<string, float> _weights = new(StringComparer.Ordinal);
    FilmSampler _sampler;
    float _last;

    internal SigningMotion(string name, SignerRig rig, Func<SignComposer> compose, SigningOptions options)
    {
        (Name, _rig, _compose, _options) = (name, rig, compose, options);
        // A first pass finds times and weights; of the movement nothing is kept.
        var composer = compose();
        var names = composer.Score.Face.Names = new SortedSet<string>(StringComparer.Ordinal);
        while (!composer.IsDone)
        {
            composer.Step();
            foreach (var block in composer.Score.Blocks)
                if (block.Clip is { } recording)
                    foreach (var weight in recording.Weights)
                        names.Add(weight.Name);
            composer.Score.Drop(composer.Score.Blocks.Count);
            composer.Score.Face.DropBefore(composer.Score.Seconds - 60);
        }
        Signs = composer.Signs;
        FrameCount = composer.FrameCount;
        _weightNames = new string[names.Count];
        var i = 0;
        foreach (var one in names)
            _weightNames[i++] = options.LeftHanded ? MirroredNames.Of(one) : one;
        _sampler = new FilmSampler(rig, compose(), options);
    }

    public string Name { get; }

    public Skeleton Skeleton => _rig.Map.Skeleton;

    public float Length => (FrameCount - 1) / _options.FrameRate;

    public float FrameRate => _options.FrameRate;

    public int FrameCount { get; }

    /// <summary>What is signed when.</summary>
    public IReadOnlyList<TimedSign> Signs { get; }

    public Pose MakePose() => new(Skeleton, _weightNames);

    /// <inheritdoc/>
    public void Sample(float time, Pose pose)
    {
        time = Math.Clamp(time, 0, Length);
        if (time < _last)
            _sampler = new FilmSampler(_rig, _compose(), _options);
        _last = time;
        _sampler.Sample(time, _weights);
        _sampler.Local.CopyTo(pose.Joints);
        for (var i = 0; i < _weightNames.Length; i++)
            pose.Weights[i] = _weights.GetValueOrDefault(_weightNames[i]);
    }
}
