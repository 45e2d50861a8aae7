using System.Collections.Generic;

namespace Avatars.Signing;

/// <summary>The signs of a file of notation.</summary>
/// <param name="Diagnostics">Of the document; those of a sign are with the sign.</param>
/// <param name="SignedLanguage">ISO 639-3 code that the document states; empty where it states none.</param>
public sealed record SignDocument(IReadOnlyList<Sign> Signs, IReadOnlyList<SignDiagnostic> Diagnostics, string SignedLanguage);
