using System;
using System.Collections;
using System.Collections.Generic;
using Avatars.Systems;

namespace Avatars.Streaming;

/// <summary>Generators on the same networks, each for a thread of its own: as many frames may be in work at the same time.</summary>
/// <remarks>Made by <see cref="FrameGenerators.LoadSeveral"/>.</remarks>
public sealed class FramesInFlight : IReadOnlyList<IFrameGenerator>, IDisposable
{
    public const int Most = 16;

    readonly IReadOnlyList<IFrameGenerator> _generators;
    readonly bool _isBorrowed;

    /// <param name="generators">Owned; the first one owns what they share.</param>
    internal FramesInFlight(IReadOnlyList<IFrameGenerator> generators) => _generators = generators;

    FramesInFlight(IReadOnlyList<IFrameGenerator> generators, bool isBorrowed) => (_generators, _isBorrowed) = (generators, isBorrowed);

    public int Count => _generators.Count;

    /// <summary>Pixels of a frame.</summary>
    public int Width => _generators[0].Width;

    /// <inheritdoc cref="Width"/>
    public int Height => _generators[0].Height;

    public IFrameGenerator this[int index] => _generators[index];

    /// <summary>The same generators for one piece of work among several: disposing the result leaves them loaded.</summary>
    public FramesInFlight Borrow() => new(_generators, isBorrowed: true);

    /// <inheritdoc cref="IFrameGenerator.SetSource"/>
    public void SetSource(PersonSource source)
    {
        foreach (var generator in _generators)
            generator.SetSource(source);
    }

    /// <inheritdoc cref="IFrameGenerator.Configure"/>
    public void Configure(GenerationSettings settings)
    {
        foreach (var generator in _generators)
            generator.Configure(settings);
    }

    public IEnumerator<IFrameGenerator> GetEnumerator() => _generators.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        for (var i = _generators.Count - 1; i >= 0 && !_isBorrowed; i--)
            _generators[i].Dispose();
    }
}
