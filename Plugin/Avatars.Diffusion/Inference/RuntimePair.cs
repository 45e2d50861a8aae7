using System;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Avatars.Inference;

/// <summary>
/// ONNX Runtime comes as a managed and a native package that must fit: a native library supports its own API version and all earlier ones.
/// Tested once, before anything else is asked of ONNX Runtime.
/// </summary>
internal static class RuntimePair
{
    const string Library = "onnxruntime";

    static readonly Lazy<(string Native, string? Fault)> Tested = new(Test);

    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    delegate IntPtr GetVersionString();

    /// <summary>Of the managed assembly, for example 1.30.0.</summary>
    public static string Managed { get; } = VersionOf(typeof(OrtEnv).Assembly);

    /// <summary>Of the native library, for example 1.32.0; empty where none can be loaded.</summary>
    public static string Native => Tested.Value.Native;

    /// <summary>Call it before the first use of ONNX Runtime's own types; later calls cost nothing.</summary>
    /// <exception cref="NotSupportedException">There is no native library for this machine, or it does not fit the managed package.</exception>
    public static void Require()
    {
        if (Tested.Value.Fault is { } fault)
            throw new NotSupportedException(fault);
    }

    static (string Native, string? Fault) Test()
    {
        var native = "";
        try
        {
            native = NativeVersion();
            using var first = new OrtThreadingOptions(); // the smallest object: making it looks up the whole API
            return (native, null);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException || native.Length == 0)
        {
            return (native, $"ONNX Runtime's native library cannot be loaded: {WhyNotLoaded(error)}. It belongs beside the program, "
                + $"in {AppContext.BaseDirectory}: build Avatar again on this machine.");
        }
        catch (Exception error) when (error is TypeInitializationException or EntryPointNotFoundException or NotSupportedException or OnnxRuntimeException)
        {
            return (native, $"ONNX Runtime's managed package {Managed} does not fit the native library {native}: "
                + $"{(error.InnerException ?? error).Message.TrimEnd('.')}. "
                + $"Use a native library of version {Managed} or later, or an earlier Microsoft.ML.OnnxRuntime.Managed; "
                + "Directory.Packages.props names pairs that fit.");
        }
    }

    /// <summary>Asked of the library itself, for the managed package cannot tell it where the two do not fit.</summary>
    static string NativeVersion()
    {
        var apiBase = OrtGetApiBase(); // OrtApiBase of onnxruntime_c_api.h: GetApi, then GetVersionString
        var getVersion = Marshal.GetDelegateForFunctionPointer<GetVersionString>(Marshal.ReadIntPtr(apiBase, IntPtr.Size));
        return Marshal.PtrToStringAnsi(getVersion()) ?? "";
    }

    static string VersionOf(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? $"{assembly.GetName().Version}").Split('+')[0];

    /// <summary>The loader lists every place where it looked; the line about a file that is there names the cause.</summary>
    static string WhyNotLoaded(Exception error) =>
        error.Message.Split('\n').Select(line => line.Trim()).FirstOrDefault(line =>
            line.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal) && !line.Contains("No such file", StringComparison.Ordinal))
        ?? "it is missing, or made for another system or processor";

    [DllImport(Library)]
    static extern IntPtr OrtGetApiBase();
}
