using System;
using System.Collections.Generic;

namespace Avatars.Inference;

/// <summary>
/// A model's local functions and who calls what. ONNX Runtime inlines every call while it loads, without a bound, and reads past the end of a
/// declaration that has fewer parameters than its call: both are found here before.
/// </summary>
sealed class FunctionCalls
{
    /// <summary>Most operations once everything is inlined; the largest published network has some 20,000.</summary>
    public const long MostOperations = 1_000_000;

    const int DeepestCall = 64;

    readonly Dictionary<(string Domain, string Name), Body> _functions = new();

    /// <summary>The graph itself.</summary>
    public Body Main { get; } = new();

    /// <summary>A function, or the graph: what it declares, and the operations in it.</summary>
    public sealed class Body
    {
        public string Domain { get; set; } = "";

        public string Name { get; set; } = "";

        public int Inputs { get; set; }

        public int Outputs { get; set; }

        public long Operations { get; private set; }

        /// <summary>How often each operation stands in it, with how many inputs and outputs.</summary>
        public Dictionary<(string Domain, string Name, int Inputs, int Outputs), long> Calls { get; } = new();

        /// <summary>Values of tensors by name; null for those that are no short list of integers.</summary>
        public Dictionary<string, long[]?> Constants { get; } = new(StringComparer.Ordinal);

        /// <summary>Operations after inlining; 0 while that is not known.</summary>
        public long Inlined { get; set; }

        public bool IsBeingCounted { get; set; }

        public void Add(string domain, string name, int inputs, int outputs)
        {
            var call = (Known(domain), name, inputs, outputs);
            Operations++;
            Calls[call] = Calls.TryGetValue(call, out var count) ? count + 1 : 1;
        }
    }

    /// <summary>Adds a function.</summary>
    /// <returns>What is wrong with its declaration, for a message; null when it is fine.</returns>
    public string? DeclarationFault(Body function) => Known(function.Domain).Length == 0
        ? $"the function '{function.Name}' is declared in ONNX's own domain"
        : _functions.TryAdd((function.Domain, function.Name), function) ? null : $"the function '{function.Name}' stands there twice";

    /// <summary>What is wrong with the calls, for a message; null when they are fine.</summary>
    public string? Fault()
    {
        foreach (var function in _functions.Values)
            if (FaultIn(function, 0) is { } fault)
                return fault;
        return FaultIn(Main, 0);
    }

    string? FaultIn(Body body, int depth)
    {
        if (body.Inlined > 0)
            return null;
        if (body.IsBeingCounted)
            return $"the function '{body.Name}' calls itself";
        if (depth > DeepestCall)
            return "functions call each other too deeply";
        body.IsBeingCounted = true;
        var sum = body.Operations;
        foreach (var (call, count) in body.Calls)
        {
            if (!_functions.TryGetValue((call.Domain, call.Name), out var function))
            {
                if (OnnxOperators.Fault(call.Domain, call.Name) is { } unknown)
                    return unknown;
                continue;
            }
            if (call.Inputs > function.Inputs || call.Outputs > function.Outputs)
                return $"the function '{call.Name}' declares {function.Inputs} inputs and {function.Outputs} outputs, "
                    + $"and is called with {call.Inputs} and {call.Outputs}";
            if (FaultIn(function, depth + 1) is { } fault)
                return fault;
            sum = function.Inlined > MostOperations / Math.Max(1, count) ? MostOperations + 1 : sum + count * function.Inlined;
            if (sum > MostOperations)
                return $"its functions make more than {MostOperations:N0} operations when they are inlined";
        }
        body.IsBeingCounted = false;
        body.Inlined = Math.Max(1, sum);
        return null;
    }

    static string Known(string domain) => domain == "ai.onnx" ? "" : domain;
}
