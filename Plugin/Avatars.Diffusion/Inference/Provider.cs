using System;
using System.Collections.Generic;
using System.Linq;
using Avatars.Files;
using Microsoft.ML.OnnxRuntime;

namespace Avatars.Inference;

/// <summary>Where networks run: the names and settings of ONNX Runtime's execution providers.</summary>
public sealed class Provider
{
    /// <summary>The name that lets the machine choose: the first of DirectML, CUDA and CoreML that is there, else the CPU.</summary>
    public const string Auto = "auto";

    public static readonly Provider Cpu = new("cpu", "CPUExecutionProvider", static _ => { });

    // DirectML orders the work itself: its rules ask for sequential execution without memory patterns.
    static readonly Provider DirectMl = new("directml", "DmlExecutionProvider", static options =>
    {
        options.EnableMemoryPattern = false;
        options.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
        options.AppendExecutionProvider_DML(0);
    });

    // TF32 keeps 10 bits of mantissa: too few for parity with the published code.
    static readonly Provider Cuda = new("cuda", "CUDAExecutionProvider", static options =>
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(new Dictionary<string, string> { ["device_id"] = "0", ["use_tf32"] = "0" });
        options.AppendExecutionProvider_CUDA(cuda);
    });

    static readonly Provider CoreMl = new("coreml", "CoreMLExecutionProvider", static options =>
        options.AppendExecutionProvider("CoreML", new Dictionary<string, string> { ["ModelFormat"] = "MLProgram" }));

    static readonly Provider[] InOrderOfSpeed = [DirectMl, Cuda, CoreMl, Cpu];

    readonly string _runtimeName;
    readonly Action<SessionOptions> _append;

    Provider(string name, string runtimeName, Action<SessionOptions> append) => (Name, _runtimeName, _append) = (name, runtimeName, append);

    /// <summary>The names that <see cref="Choose"/> takes, <see cref="Auto"/> last.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enumerable.Reverse(InOrderOfSpeed).Select(provider => provider.Name), Auto];

    /// <summary>The name that stands for this one place; never "auto".</summary>
    public string Name { get; }

    /// <summary>The provider of this name, after asking ONNX Runtime whether it is there. Only "auto" may choose, and its choice is the
    /// <see cref="Name"/> of what comes back.</summary>
    /// <exception cref="ArgumentException">The name is not one of <see cref="Names"/>.</exception>
    /// <exception cref="NotSupportedException">This build of ONNX Runtime, or this machine, does not have it.</exception>
    public static Provider Choose(string name)
    {
        if (name == Auto)
            return InOrderOfSpeed.First(provider => provider.WhyAbsent() is null);
        var named = InOrderOfSpeed.FirstOrDefault(provider => provider.Name == name)
            ?? throw new ArgumentException($"'{name}' is not a provider. Known: {string.Join(", ", Names)}.", nameof(name));
        if (named.WhyAbsent() is { } reason)
            throw new NotSupportedException($"The provider '{name}' cannot be used here: {reason} Choose another with --provider, "
                + "or install an ONNX Runtime that has it.");
        return named;
    }

    /// <summary>Every provider in the order in which <see cref="Auto"/> tries them, with the reason why it cannot be used here; null where it
    /// can.</summary>
    /// <exception cref="NotSupportedException">ONNX Runtime cannot start; see <see cref="RuntimePair"/>.</exception>
    public static IReadOnlyList<(string Name, string? WhyAbsent)> Survey() =>
        [.. InOrderOfSpeed.Select(static provider => (provider.Name, provider.WhyAbsent()))];

    /// <summary>Versions of ONNX Runtime's managed and native halves; the latter is empty where no library can be loaded.</summary>
    public static (string Managed, string Native) RuntimeVersions => (RuntimePair.Managed, RuntimePair.Native);

    public override string ToString() => Name;

    /// <summary>Adds this provider to a session's options; what it does not cover runs on the CPU.</summary>
    internal void AppendTo(SessionOptions options) => _append(options);

    string? WhyAbsent()
    {
        if (!SharedThreads.Runtime().GetAvailableProviders().Contains(_runtimeName))
            return "this build of ONNX Runtime does not contain it.";
        try
        {
            using var options = new SessionOptions();
            AppendTo(options);
            return null;
        }
        catch (Exception error) when (error is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException or NotSupportedException)
        {
            return $"it did not start ({ReasonIn(error.Message)}).{(this == Cuda ? " It needs NVIDIA's driver, CUDA 13 and cuDNN 9." : "")}";
        }
    }

    /// <summary>ONNX Runtime's messages begin with places in its own source; the loader's words stand at their end.</summary>
    static string ReasonIn(string message)
    {
        const string before = "with error: ";
        var at = message.LastIndexOf(before, StringComparison.Ordinal);
        return ErrorLine.Printable(at < 0 ? message : message[(at + before.Length)..], 300).TrimEnd('.', ' ');
    }
}
