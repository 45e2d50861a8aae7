namespace Silk.NET.Core.Loader;

/// <summary>A native library lacks a function.</summary>
public class SymbolLoadingException : Exception
{
    internal SymbolLoadingException(string symbol) : base($"The native library has no function '{symbol}'. Update the graphics driver (OpenGL 4.1 core is needed).") { }
}
