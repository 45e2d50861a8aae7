using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Silk.NET.OpenGL;

namespace Avatars.Graphics;

/// <summary>A linked program, made from files of the repository's <c>Shaders</c> folder, which are embedded in the assembly.</summary>
public sealed partial class ShaderProgram : IDisposable
{
    readonly GL _gl;

    /// <param name="defines">Words defined in every file, for example <c>SKIN NORMAL_MAP</c>; empty for none.</param>
    /// <param name="files">Below <c>Shaders</c>, for example <c>Scene/character.vert</c>; several of one stage are linked together.</param>
    /// <exception cref="FileNotFoundException">There is no such shader.</exception>
    /// <exception cref="FormatException">A shader does not compile or link; the message names file and line.</exception>
    public ShaderProgram(GL gl, string defines, params ReadOnlySpan<string> files)
    {
        _gl = gl;
        Handle = gl.CreateProgram();
        try
        {
            foreach (var file in files)
            {
                var shader = Compile(gl, file, Define(ReadSource(file), defines));
                gl.AttachShader(Handle, shader);
                gl.DeleteShader(shader); // kept by GL while attached
            }
            gl.LinkProgram(Handle);
            if (gl.GetProgram(Handle, ProgramPropertyARB.LinkStatus) == 0)
                throw new FormatException($"Shaders/{string.Join(" + ", files.ToArray())} do not link: {gl.GetProgramInfoLog(Handle).Trim()}");
        }
        catch
        {
            gl.DeleteProgram(Handle);
            throw;
        }
    }

    public uint Handle { get; }

    public void Use() => _gl.UseProgram(Handle);

    /// <summary>Location of a uniform; -1, which GL ignores, if the shader does not use it. Query it once, not per frame.</summary>
    public int Uniform(string name) => _gl.GetUniformLocation(Handle, name);

    /// <summary>Sets a float uniform. The program must be in use, here and in the other overloads.</summary>
    /// <remarks>
    /// All uniforms are set here. GL's own Uniform1 to 4 have overloads for ints and floats; integer arguments would select the former, and GL then
    /// sets nothing, without an exception.
    /// </remarks>
    public void Set(int uniform, float value) => _gl.Uniform1(uniform, value);

    /// <summary>Sets a vec2.</summary>
    public void Set(int uniform, Vector2 value) => _gl.Uniform2(uniform, value);

    /// <summary>Sets a vec3.</summary>
    public void Set(int uniform, Vector3 value) => _gl.Uniform3(uniform, value);

    /// <summary>Sets a mat4, which a shader multiplies from the left, from a row-vector matrix.</summary>
    public void Set(int uniform, Matrix4x4 value) => _gl.UniformMatrix4(uniform, false, MemoryMarshal.CreateReadOnlySpan(ref value.M11, 16));

    /// <summary>Points a sampler at a texture unit, once and for all. Leaves the program in use.</summary>
    public void BindSampler(string name, int unit)
    {
        Use();
        _gl.Uniform1(Uniform(name), unit);
    }

    /// <summary>Points a uniform block at a binding point, once and for all; a block that the shader lacks is passed over.</summary>
    public void BindBlock(string name, uint binding)
    {
        var index = _gl.GetUniformBlockIndex(Handle, name);
        if (index != uint.MaxValue)
            _gl.UniformBlockBinding(Handle, index, binding);
    }

    public void Dispose() => _gl.DeleteProgram(Handle);

    static string ReadSource(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Shaders/{file}")
            ?? throw new FileNotFoundException($"The assembly has no shader 'Shaders/{file}'. Put it in the Shaders folder and build again.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Inserts the definitions after the first line, <c>#version</c>, and keeps the line numbers.</summary>
    static string Define(string source, string defines)
    {
        if (defines.Length == 0)
            return source;
        var rest = source.IndexOf('\n', StringComparison.Ordinal) + 1;
        var lines = string.Concat(defines.Split(' ').Select(word => $"#define {word}\n"));
        return $"{source[..rest]}{lines}#line 2\n{source[rest..]}";
    }

    /// <exception cref="FormatException">It does not compile; the message names file and line.</exception>
    internal static uint Compile(GL gl, string file, string source)
    {
        var type = Path.GetExtension(file) == ".vert" ? ShaderType.VertexShader : ShaderType.FragmentShader;
        var shader = gl.CreateShader(type);
        gl.ShaderSource(shader, source);
        gl.CompileShader(shader);
        if (gl.GetShader(shader, ShaderParameterName.CompileStatus) != 0)
            return shader;
        var log = gl.GetShaderInfoLog(shader).Trim();
        gl.DeleteShader(shader);
        throw new FormatException(Describe(file, log));
    }

    /// <summary>Drivers write the line as <c>0:12(5):</c> (Mesa), <c>0(12) :</c> (NVIDIA) or <c>ERROR: 0:12:</c> (AMD, Apple).</summary>
    static string Describe(string file, string log)
    {
        var location = LogLine().Match(log);
        var line = location.Success ? string.Create(CultureInfo.InvariantCulture, $", line {location.Groups[1].Value}") : "";
        return $"Shaders/{file}{line} does not compile: {log}";
    }

    [GeneratedRegex(@"\b0[:(](\d+)")]
    private static partial Regex LogLine();
}
