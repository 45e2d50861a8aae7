using System;
using Microsoft.ML.OnnxRuntime;

namespace Avatars.Inference;

/// <summary>
/// One pool of threads for all networks of the process. Threads of a pool go on spinning for a while after a run; with a pool for
/// each network they would take the processor from the network that runs next.
/// </summary>
static class SharedThreads
{
    static readonly object Gate = new();
    static int _count; // 0: no pool of ours, someone else made the runtime first

    /// <summary>How many threads a network gets when nobody says: every core of a small machine, half of the hardware threads of a large one.</summary>
    public static int Default => Environment.ProcessorCount <= 4 ? Environment.ProcessorCount : Environment.ProcessorCount / 2;

    /// <summary>The process's ONNX Runtime, made with a shared pool of <paramref name="threads"/> if nobody made it before.</summary>
    /// <exception cref="NotSupportedException">ONNX Runtime cannot start; see <see cref="RuntimePair"/>.</exception>
    public static OrtEnv Runtime(int threads = 0)
    {
        RuntimePair.Require();
        lock (Gate)
        {
            if (OrtEnv.IsCreated)
                return OrtEnv.Instance();
            _count = threads > 0 ? threads : Default;
            using var pool = new OrtThreadingOptions { GlobalIntraOpNumThreads = _count, GlobalInterOpNumThreads = 1, GlobalSpinControl = true };
            var creation = new EnvironmentCreationOptions { logId = "avatar", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, threadOptions = pool };
            return OrtEnv.CreateInstanceWithOptions(ref creation);
        }
    }

    /// <summary>Lets a session use the shared pool if it has the right size, else gives it threads of its own.</summary>
    public static void Give(SessionOptions options, int threads)
    {
        Runtime(threads);
        var wanted = threads > 0 ? threads : Default;
        if (wanted == _count)
            options.DisablePerSessionThreads();
        else
            options.IntraOpNumThreads = wanted;
    }
}
