using System;
using System.Threading;

namespace Avatars.Streaming;

/// <summary>Three slots between one writer and one reader: the newest letter wins, nobody waits, nothing is allocated.</summary>
/// <remarks>Writer and reader each own a slot; the third one is exchanged atomically and carries a mark when it is news.</remarks>
public sealed class Mailbox<T> where T : class
{
    const int News = 4;
    const int Index = 3;

    readonly T[] _slots;
    int _back;
    int _front = 1;
    int _between = 2;

    /// <param name="make">Called three times, here.</param>
    public Mailbox(Func<T> make) => _slots = [make(), make(), make()];

    /// <summary>The writer's slot: fill it, then <see cref="Publish"/>. It holds an old letter.</summary>
    public T Back => _slots[_back];

    /// <summary>The reader's slot: the letter of the last successful <see cref="TryTake"/>, until the next one.</summary>
    public T Front => _slots[_front];

    /// <summary>By the writer alone: <see cref="Back"/> becomes the newest letter, over one that nobody took.</summary>
    public void Publish() => _back = Interlocked.Exchange(ref _between, _back | News) & Index;

    /// <summary>By the reader alone: makes the newest letter <see cref="Front"/>; false, and Front stays, when there is no new one.</summary>
    public bool TryTake()
    {
        if ((Volatile.Read(ref _between) & News) == 0)
            return false;
        _front = Interlocked.Exchange(ref _between, _front) & Index;
        return true;
    }
}
