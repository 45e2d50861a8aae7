namespace Avatars.Fuzzing.Running;

/// <summary>What became of one input.</summary>
enum Outcome
{
    Read,
    Refused,

    /// <summary>An exception that the reader does not document.</summary>
    Exception,

    /// <summary>A refusal that does not say what it must: one line, bounded, naming the file.</summary>
    Message,

    /// <summary>More processor time than allowed.</summary>
    Slow,

    /// <summary>More memory than allowed.</summary>
    Memory,

    /// <summary>Something outside the folder was touched, or the folder changed.</summary>
    Outside,

    /// <summary>No answer for a long time.</summary>
    Hang,

    /// <summary>The process ended.</summary>
    Death,
}

/// <param name="Detail">Exception or measure, on one line.</param>
/// <param name="Location">The product's innermost method on the stack, which tells faults apart; empty if there is none.</param>
/// <param name="Milliseconds">Of processor time.</param>
/// <param name="Bytes">Allocated in all.</param>
sealed record Verdict(Outcome Outcome, string Detail, string Location, double Milliseconds, long Bytes)
{
    public bool IsFinding => Outcome is not (Outcome.Read or Outcome.Refused);

    /// <summary>Equal for inputs that show the same fault.</summary>
    public string Signature(string reader) => $"{reader}-{Outcome}-{(Outcome == Outcome.Exception ? Detail.Split(':')[0] : "")}-{Location}";
}
