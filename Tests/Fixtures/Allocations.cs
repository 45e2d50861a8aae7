namespace Avatars.Fixtures;

/// <summary>Bytes that an action leaves to the garbage collector, on this thread.</summary>
public static class Allocations
{
    /// <summary>Runs <paramref name="action"/> a few times to warm up, then measures one run.</summary>
    public static long Of(Action action)
    {
        for (var i = 0; i < 3; i++)
            action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
