using System;
using System.Runtime.InteropServices;

namespace Avatars.Inference;

/// <summary>
/// ONNX Runtime 1.32 on Linux keeps records of sessions and machine in ~/.cache/Microsoft/DeveloperTools/.onnxruntime and sends them to Microsoft. Avatar
/// shows people's photographs: nothing about its use leaves the machine.
/// </summary>
static class RuntimeTelemetry
{
    const string Variable = "ORT_DISABLE_TELEMETRY"; // read when the runtime starts

    /// <summary>To be called before the runtime starts. A value that the user has set stays.</summary>
    public static void SwitchOff()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null)
            return;
        Environment.SetEnvironmentVariable(Variable, "1");
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return;
        try
        {
            _ = SetVariable(Variable, "1", overwrite: 0); // .NET's own copy of the environment is not seen by native code
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // DisableTelemetryEvents, after the start, is what is left
        }
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    static extern int SetVariable(string name, string value, int overwrite);
}
