using System.Numerics;
using System.Text;

namespace Silk.NET.OpenGL;

/// <content>Shaders, programs and uniforms.</content>
public unsafe partial class GL
{
    nint _createShader, _shaderSource, _compileShader, _getShaderiv, _getShaderInfoLog, _deleteShader, _createProgram, _attachShader, _linkProgram, _getProgramiv, _getProgramInfoLog, _useProgram, _deleteProgram, _getUniformLocation, _getUniformBlockIndex,
        _uniformBlockBinding, _uniform1i, _uniform1f, _uniform2f, _uniform3f, _uniform3fv, _uniformMatrix4fv;

    public uint CreateShader(ShaderType type) => ((delegate* unmanaged<ShaderType, uint>)Load(ref _createShader, "glCreateShader"))(type);

    public void ShaderSource(uint shader, string @string)
    {
        var bytes = Encoding.UTF8.GetBytes(@string);
        var length = bytes.Length;
        fixed (byte* text = bytes)
        {
            var first = text;
            ((delegate* unmanaged<uint, uint, byte**, int*, void>)Load(ref _shaderSource, "glShaderSource"))(shader, 1, &first, &length);
        }
    }

    public void CompileShader(uint shader) => ((delegate* unmanaged<uint, void>)Load(ref _compileShader, "glCompileShader"))(shader);

    public void GetShader(uint shader, ShaderParameterName pname, int* @params) =>
        ((delegate* unmanaged<uint, ShaderParameterName, int*, void>)Load(ref _getShaderiv, "glGetShaderiv"))(shader, pname, @params);

    public int GetShader(uint shader, ShaderParameterName pname)
    {
        int value;
        GetShader(shader, pname, &value);
        return value;
    }

    public void GetShaderInfoLog(uint shader, uint bufSize, uint* length, byte* infoLog) =>
        ((delegate* unmanaged<uint, uint, uint*, byte*, void>)Load(ref _getShaderInfoLog, "glGetShaderInfoLog"))(shader, bufSize, length, infoLog);

    public string GetShaderInfoLog(uint shader)
    {
        var log = new byte[GetShader(shader, ShaderParameterName.InfoLogLength) + 1];
        uint length;
        fixed (byte* text = log)
            GetShaderInfoLog(shader, (uint)log.Length, &length, text);
        return Encoding.UTF8.GetString(log, 0, (int)length);
    }

    public void DeleteShader(uint shader) => ((delegate* unmanaged<uint, void>)Load(ref _deleteShader, "glDeleteShader"))(shader);

    public uint CreateProgram() => ((delegate* unmanaged<uint>)Load(ref _createProgram, "glCreateProgram"))();

    public void AttachShader(uint program, uint shader) =>
        ((delegate* unmanaged<uint, uint, void>)Load(ref _attachShader, "glAttachShader"))(program, shader);

    public void LinkProgram(uint program) => ((delegate* unmanaged<uint, void>)Load(ref _linkProgram, "glLinkProgram"))(program);

    public void GetProgram(uint program, ProgramPropertyARB pname, int* @params) =>
        ((delegate* unmanaged<uint, ProgramPropertyARB, int*, void>)Load(ref _getProgramiv, "glGetProgramiv"))(program, pname, @params);

    public int GetProgram(uint program, ProgramPropertyARB pname)
    {
        int value;
        GetProgram(program, pname, &value);
        return value;
    }

    public void GetProgramInfoLog(uint program, uint bufSize, uint* length, byte* infoLog) =>
        ((delegate* unmanaged<uint, uint, uint*, byte*, void>)Load(ref _getProgramInfoLog, "glGetProgramInfoLog"))(program, bufSize, length, infoLog);

    public string GetProgramInfoLog(uint program)
    {
        var log = new byte[GetProgram(program, ProgramPropertyARB.InfoLogLength) + 1];
        uint length;
        fixed (byte* text = log)
            GetProgramInfoLog(program, (uint)log.Length, &length, text);
        return Encoding.UTF8.GetString(log, 0, (int)length);
    }

    public void UseProgram(uint program) => ((delegate* unmanaged<uint, void>)Load(ref _useProgram, "glUseProgram"))(program);

    public void DeleteProgram(uint program) => ((delegate* unmanaged<uint, void>)Load(ref _deleteProgram, "glDeleteProgram"))(program);

    public int GetUniformLocation(uint program, string name)
    {
        fixed (byte* text = Terminated(name))
            return ((delegate* unmanaged<uint, byte*, int>)Load(ref _getUniformLocation, "glGetUniformLocation"))(program, text);
    }

    public uint GetUniformBlockIndex(uint program, string uniformBlockName)
    {
        fixed (byte* text = Terminated(uniformBlockName))
            return ((delegate* unmanaged<uint, byte*, uint>)Load(ref _getUniformBlockIndex, "glGetUniformBlockIndex"))(program, text);
    }

    public void UniformBlockBinding(uint program, uint uniformBlockIndex, uint uniformBlockBinding) =>
        ((delegate* unmanaged<uint, uint, uint, void>)Load(ref _uniformBlockBinding, "glUniformBlockBinding"))(program, uniformBlockIndex, uniformBlockBinding);

    public void Uniform1(int location, int v0) => ((delegate* unmanaged<int, int, void>)Load(ref _uniform1i, "glUniform1i"))(location, v0);

    public void Uniform1(int location, float v0) => ((delegate* unmanaged<int, float, void>)Load(ref _uniform1f, "glUniform1f"))(location, v0);

    public void Uniform2(int location, float v0, float v1) =>
        ((delegate* unmanaged<int, float, float, void>)Load(ref _uniform2f, "glUniform2f"))(location, v0, v1);

    public void Uniform2(int location, Vector2 vector) => Uniform2(location, vector.X, vector.Y);

    public void Uniform3(int location, float v0, float v1, float v2) =>
        ((delegate* unmanaged<int, float, float, float, void>)Load(ref _uniform3f, "glUniform3f"))(location, v0, v1, v2);

    public void Uniform3(int location, Vector3 vector) => Uniform3(location, vector.X, vector.Y, vector.Z);

    public void Uniform3(int location, uint count, float* value) =>
        ((delegate* unmanaged<int, uint, float*, void>)Load(ref _uniform3fv, "glUniform3fv"))(location, count, value);

    public void Uniform3(int location, ReadOnlySpan<float> value)
    {
        fixed (float* first = value)
            Uniform3(location, (uint)value.Length / 3, first);
    }

    public void UniformMatrix4(int location, uint count, bool transpose, float* value) =>
        ((delegate* unmanaged<int, uint, byte, float*, void>)Load(ref _uniformMatrix4fv, "glUniformMatrix4fv"))(location, count, (byte)(transpose ? 1 : 0), value);

    public void UniformMatrix4(int location, bool transpose, ReadOnlySpan<float> value)
    {
        fixed (float* first = value)
            UniformMatrix4(location, (uint)value.Length / 16, transpose, first);
    }
}
