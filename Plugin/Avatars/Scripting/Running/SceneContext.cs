using System.Collections.Concurrent;
using System.Threading;

namespace Avatars.Scripting;

/// <summary>Runs what follows an <c>await</c> on the scene's thread, after Update.</summary>
sealed class SceneContext(ScriptScene scene) : SynchronizationContext
{
    readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _work = new();

    public override void Post(SendOrPostCallback d, object? state) => _work.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (ReferenceEquals(ScriptScene.Current, scene))
            d(state);
        else
            base.Send(d, state);
    }

    /// <summary>What was waiting; what that adds waits for the next frame.</summary>
    public void Run()
    {
        for (var count = _work.Count; count > 0 && _work.TryDequeue(out var work); count--)
            scene.Guard(null, () => work.Callback(work.State));
    }
}
