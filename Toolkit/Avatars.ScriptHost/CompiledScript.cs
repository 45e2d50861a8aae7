namespace Avatars.ScriptHost;

/// <summary>A script as an assembly in memory, with what debuggers need for line numbers.</summary>
/// <param name="IsFromCache">It was not compiled again.</param>
public sealed record CompiledScript(ScriptSource Source, byte[] Assembly, byte[] Symbols, bool IsFromCache);
