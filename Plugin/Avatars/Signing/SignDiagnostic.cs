using System.Collections.Generic;

namespace Avatars.Signing;

/// <summary>How much a finding changes what is shown.</summary>
public enum SignSeverity
{
    /// <summary>Repaired without loss.</summary>
    Repaired,

    /// <summary>A part was left out or shown by something near it.</summary>
    Skipped,

    /// <summary>The sign cannot be shown.</summary>
    Failed,
}

/// <summary>Something that a notation file holds and that was repaired, left out, or could not be shown.</summary>
/// <param name="Code">Short and stable, for counting: <c>unknown-symbol</c>, <c>wrong-value</c>, <c>out-of-place</c> ...</param>
/// <param name="Place">Index of the symbol from 1 (HamNoSys) or line of the file (G-SiGML); 0 for the whole sign.</param>
/// <param name="Subject">The symbol, element or value.</param>
/// <param name="Message">A sentence.</param>
public sealed record SignDiagnostic(SignSeverity Severity, string Code, int Place, string Subject, string Message);

/// <summary>Collects findings on one sign.</summary>
sealed class SignFindings
{
    const int Most = 200;

    readonly List<SignDiagnostic> _list = [];

    public IReadOnlyList<SignDiagnostic> List => _list;

    public void Repaired(string code, int place, string subject, string message) => Add(SignSeverity.Repaired, code, place, subject, message);

    public void Skipped(string code, int place, string subject, string message) => Add(SignSeverity.Skipped, code, place, subject, message);

    public void Failed(string code, int place, string subject, string message) => Add(SignSeverity.Failed, code, place, subject, message);

    public void Add(IEnumerable<SignDiagnostic> others)
    {
        foreach (var other in others)
            if (_list.Count < Most)
                _list.Add(other);
    }

    void Add(SignSeverity severity, string code, int place, string subject, string message)
    {
        if (_list.Count < Most)
            _list.Add(new(severity, code, place, subject, message));
    }
}
