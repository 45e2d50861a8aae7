using System;
using System.Threading;

namespace Avatars.Streaming;

/// <summary>Triple buffering between one writer and one reader: the newest item replaces older ones, neither side waits, nothing is allocated.</summary>
/// <remarks>Writer and reader each own a slot; the third one is exchanged atomically, with a flag whether the reader has taken it.</remarks>
internal sealed class TripleBuffer<T> where T : class
{
    const int Dirty = 4;
    const int Index = 3;

    readonly T[] _slots;
    int _back;
    int _front = 1;
    int _middle = 2;

    /// <param name="make">Called three times, here.</param>
    public TripleBuffer(Func<T> make) => _slots = [make(), make(), make()];

    /// <summary>The writer's slot: fill it, then <see cref="Publish"/>. It holds an older item.</summary>
    public T Back => _slots[_back];

    /// <summary>The reader's slot: the item of the last successful <see cref="TryTake"/>, until the next one.</summary>
    public T Front => _slots[_front];

    /// <summary>By the writer alone: <see cref="Back"/> becomes the newest item, over one that was not taken.</summary>
    public void Publish() => _back = Interlocked.Exchange(ref _middle, _back | Dirty) & Index;

    /// <summary>By the reader alone: makes the newest item <see cref="Front"/>; false, and Front stays, when there is no new one.</summary>
    public bool TryTake()
    {
        if ((Volatile.Read(ref _middle) & Dirty) == 0)
            return false;
        _front = Interlocked.Exchange(ref _middle, _front) & Index;
        return true;
    }
}
