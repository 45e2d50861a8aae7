namespace Avatars.Fuzzing.Running;

/// <summary>The most managed memory that is alive at one time: a thread collects garbage all the while and keeps the largest remainder.</summary>
sealed class PeakMemory : IDisposable
{
    readonly long _before = GC.GetTotalMemory(forceFullCollection: true);
    readonly Thread _thread;
    volatile bool _isOver;
    long _peak;

    public PeakMemory()
    {
        _thread = new Thread(() =>
        {
            while (!_isOver)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
                _peak = Math.Max(_peak, GC.GetTotalMemory(forceFullCollection: false));
            }
        });
        _thread.Start();
    }

    /// <returns>Bytes above those at the start.</returns>
    public long Stop()
    {
        Dispose();
        return Math.Max(0, _peak - _before);
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
    }
}
