using System.Globalization;
using Avatars.Files;
using Avatars.Signing;

namespace Avatars.Cli.Signing;

/// <summary>Counts what of SiGML files can be shown.</summary>
sealed class SigmlCoverage
{
    const int MostReasons = 30;
    const int MostFindings = 100_000;

    readonly Dictionary<(SignSeverity Severity, string Code, string Subject), int> _reasons = [];
    int _files, _signs, _whole, _partly, _failed;

    public List<string> Findings { get; } = [];

    /// <summary>Files that were no SiGML, or could not be read.</summary>
    public int Refused { get; private set; }

    /// <exception cref="FileNotFoundException">Nothing is there.</exception>
    public static IEnumerable<string> FilesOf(string path) => Directory.Exists(path)
        ? WholeFolder.FilesBelow(path, "*")
            .Where(file => Path.GetExtension(file).Equals(".sigml", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
        : File.Exists(path) ? [path] : throw new FileNotFoundException($"There is no file or folder '{path}'. Check the path.", path);

    public void Add(string file)
    {
        SignDocument document;
        try
        {
            document = SigmlFile.Read(file);
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            Refused++;
            Findings.Add("refused: " + ErrorLine.Of(error));
            Count(SignSeverity.Failed, "file-refused", Path.GetFileName(file));
            return;
        }
        _files++;
        foreach (var sign in document.Signs)
            Add(file, sign);
    }

    void Add(string file, Sign sign)
    {
        _signs++;
        foreach (var reason in sign.Diagnostics.GroupBy(found => (found.Severity, found.Code, found.Subject)))
            Count(reason.Key.Severity, reason.Key.Code, reason.Key.Subject);
        foreach (var found in sign.Diagnostics)
            if (Findings.Count < MostFindings)
                Findings.Add($"{file}, line {sign.Line}, {ErrorLine.Quote(sign.Gloss)}: {found.Severity.ToString().ToLowerInvariant()}: {found.Message}");
        if (!sign.IsPlayable)
            _failed++;
        else if (sign.Diagnostics.Any(found => found.Severity != SignSeverity.Repaired))
            _partly++;
        else
            _whole++;
    }

    void Count(SignSeverity severity, string code, string subject)
    {
        var key = (severity, code, subject);
        _reasons[key] = _reasons.GetValueOrDefault(key) + 1;
    }

    public IEnumerable<string> Lines()
    {
        yield return $"files          {_files} read, {Refused} refused";
        yield return $"signs          {_signs}";
        yield return $"  whole        {Share(_whole)}";
        yield return $"  with gaps    {Share(_partly)}";
        yield return $"  not shown    {Share(_failed)}";
        foreach (var ((severity, code, subject), count) in _reasons.OrderByDescending(reason => reason.Value).ThenBy(reason => reason.Key.Subject,
            StringComparer.Ordinal).Take(MostReasons))
            yield return $"  {count,6} signs  {severity.ToString().ToLowerInvariant(),-8} {code}: {subject}";
        if (_reasons.Count > MostReasons)
            yield return $"  and {_reasons.Count - MostReasons} more reasons; --all prints every finding";
    }

    string Share(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} ({(_signs == 0 ? 0 : 100.0 * count / _signs):0.0} %)");
}
