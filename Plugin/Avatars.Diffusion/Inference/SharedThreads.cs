using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using Microsoft.ML.OnnxRuntime;

namespace Avatars.Inference;

/// <summary>
/// One pool of threads for all networks of the process. Threads of a pool go on spinning for a while after a run; with a pool for
/// each network they would take the processor from the network that runs next.
/// </summary>
public static class SharedThreads
{
    // ONNX Runtime 1.29 on Linux matches the process's command line with a regular expression that recurses for each character: 50 KB take more than 8 MB of
    // stack, and a command line has at most 2 MB. The pages that are not used cost nothing.
    const int StackBytes = 1 << 30;

    static readonly object Gate = new();
    static int _count; // 0: no pool of ours, the runtime was created elsewhere first

    /// <summary>The default number of threads of a network: every core of a small machine, half of the hardware threads of a large one.</summary>
    public static int Default => Environment.ProcessorCount <= 4 ? Environment.ProcessorCount : Environment.ProcessorCount / 2;

    /// <summary>Threads for a network when <paramref name="asked"/> are requested, 0 for the default: never more than the machine has, since
    /// they would only wait for each other.</summary>
    public static int Count(int asked) => asked > 0 ? Math.Min(asked, Environment.ProcessorCount) : Default;

    /// <summary>Starts the process's ONNX Runtime with a shared pool of <paramref name="threads"/> if it does not run yet. No type of ONNX Runtime is
    /// public: in Unity another assembly may define the same ones.</summary>
    /// <exception cref="NotSupportedException">ONNX Runtime cannot start; see <see cref="RuntimePair"/>.</exception>
    public static void Start(int threads = 0) => Runtime(threads);

    /// <summary>The process's ONNX Runtime, made with a shared pool of <paramref name="threads"/> if it does not exist yet.</summary>
    /// <exception cref="NotSupportedException">ONNX Runtime cannot start; see <see cref="RuntimePair"/>.</exception>
    internal static OrtEnv Runtime(int threads = 0)
    {
        RuntimePair.Require();
        lock (Gate)
        {
            if (OrtEnv.IsCreated)
                return OrtEnv.Instance();
            _count = Count(threads);
            Exception? failure = null;
            var creation = new Thread(() => failure = Create(_count), StackBytes);
            creation.Start();
            creation.Join();
            if (failure is not null)
                ExceptionDispatchInfo.Capture(failure).Throw();
            return OrtEnv.Instance();
        }
    }

    /// <summary>To be called on a thread with a large stack.</summary>
    static Exception? Create(int threads)
    {
        try
        {
            RuntimeTelemetry.SwitchOff();
            using var pool = new OrtThreadingOptions { GlobalIntraOpNumThreads = threads, GlobalInterOpNumThreads = 1, GlobalSpinControl = true };
            var creation = new EnvironmentCreationOptions { logId = "avatar", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, threadOptions = pool };
            OrtEnv.CreateInstanceWithOptions(ref creation).DisableTelemetryEvents();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>Lets a session use the shared pool if it has the right size, else gives it threads of its own.</summary>
    internal static void Give(SessionOptions options, int threads)
    {
        Runtime(threads);
        var wanted = Count(threads);
        if (wanted == _count)
            options.DisablePerSessionThreads();
        else
            options.IntraOpNumThreads = wanted;
    }
}
