using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Avatars.ScriptHost;

/// <summary>
/// Calls that would end or block the application that a script runs in. They are found to help honest scripts, not to stop hostile ones.
/// </summary>
static class ForbiddenCalls
{
    static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["System.Environment.Exit"] = "would end the whole application. Use Application.Quit() to end the script's film.",
        ["System.Environment.FailFast"] = "would end the whole application. Throw an exception to end the script.",
        ["System.Diagnostics.Process.Kill"] = "would end a process. Leave processes alone.",
        ["System.Threading.Thread.Sleep"] = "would stop every frame. Use 'yield return new WaitForSeconds(...)' in a coroutine.",
        ["System.Threading.Thread.Abort"] = "does not exist any more. Use a CancellationToken.",
        ["System.Console.ReadLine"] = "would wait for a keyboard that is not there. Use fields, and --set NAME=VALUE.",
        ["System.Console.ReadKey"] = "would wait for a keyboard that is not there. Use fields, and --set NAME=VALUE.",
    };

    public static IEnumerable<ScriptError> In(SemanticModel model)
    {
        foreach (var access in model.SyntaxTree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            if (model.GetSymbolInfo(access).Symbol is IMethodSymbol method
                && Reasons.TryGetValue($"{method.ContainingType.ToDisplayString()}.{method.Name}", out var reason))
            {
                var place = access.GetLocation().GetLineSpan();
                yield return new ScriptError(place.Path, place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1,
                    $"{method.ContainingType.Name}.{method.Name} {reason}");
            }
    }
}
