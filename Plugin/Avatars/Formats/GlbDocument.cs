using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Avatars.Animation;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Formats;

/// <summary>The parts of a document, collected before they are written.</summary>
sealed class GlbDocument(Skeleton skeleton, JointTransform[] rest)
{
    readonly GlbBuffer _buffer = new();
    readonly List<(int Sampler, int Node, string Path)> _channels = [];
    readonly List<(int Input, int Output)> _samplers = [];
    readonly List<string> _extraNodes = [];
    Action<Utf8JsonWriter>? _skin;
    string _name = "";

    public void AddSkin(SkinnedMesh mesh)
    {
        var model = new Matrix4x4[skeleton.Count];
        LocalToModel.Run(skeleton, rest, model);
        var inverse = new float[16 * skeleton.Count];
        for (var i = 0; i < skeleton.Count; i++)
        {
            Matrix4x4.Invert(model[i], out var back);
            // Row vectors' rows are column vectors' columns: the same sixteen numbers.
            float[] numbers = [back.M11, back.M12, back.M13, back.M14, back.M21, back.M22, back.M23, back.M24, back.M31, back.M32, back.M33, back.M34,
                back.M41, back.M42, back.M43, back.M44];
            numbers.CopyTo(inverse, 16 * i);
        }
        var matrices = _buffer.Add(inverse, "MAT4", 16, bounds: false);
        var positions = _buffer.Add(MemoryMarshal.Cast<Vector3, float>(mesh.Positions), "VEC3", 3, bounds: true);
        var normals = _buffer.Add(MemoryMarshal.Cast<Vector3, float>(mesh.Normals), "VEC3", 3, bounds: false);
        var places = new float[2 * mesh.TextureCoordinates.Length];
        for (var i = 0; i < mesh.TextureCoordinates.Length; i++)
            (places[2 * i], places[2 * i + 1]) = (mesh.TextureCoordinates[i].X, mesh.TextureCoordinates[i].Y);
        var texture = _buffer.Add(places, "VEC2", 2, bounds: false);
        var joints = _buffer.Add(mesh.JointIndices, "VEC4", GlbBuffer.UnsignedShort, mesh.JointIndices.Length / 4);
        var weights = _buffer.Add(mesh.JointWeights, "VEC4", 4, bounds: false);
        var indices = _buffer.Add(mesh.Indices, "SCALAR", GlbBuffer.UnsignedInt, mesh.Indices.Length);
        _skin = json =>
        {
            json.WriteStartArray("meshes");
            json.WriteStartObject();
            json.WriteString("name", mesh.Name);
            json.WriteStartArray("primitives");
            json.WriteStartObject();
            json.WriteStartObject("attributes");
            json.WriteNumber("POSITION", positions);
            json.WriteNumber("NORMAL", normals);
            json.WriteNumber("TEXCOORD_0", texture);
            json.WriteNumber("JOINTS_0", joints);
            json.WriteNumber("WEIGHTS_0", weights);
            json.WriteEndObject();
            json.WriteNumber("indices", indices);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("skins");
            json.WriteStartObject();
            json.WriteNumber("inverseBindMatrices", matrices);
            json.WriteStartArray("joints");
            for (var i = 0; i < skeleton.Count; i++)
                json.WriteNumberValue(i);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
        };
    }

    public void AddAnimation(AnimationClip clip, Func<int, bool> rotates, Func<int, bool> moves)
    {
        _name = clip.Name;
        var frames = clip.FrameCount;
        var times = new float[frames];
        for (var i = 0; i < frames; i++)
            times[i] = MathF.Min(i / clip.FrameRate, clip.Length);
        var input = _buffer.Add(times, "SCALAR", 1, bounds: true);
        var local = new JointTransform[skeleton.Count];
        var (rotations, positions) = (new float[skeleton.Count][], new float[skeleton.Count][]);
        for (var frame = 0; frame < frames; frame++)
        {
            clip.Sample(times[frame], local);
            for (var joint = 0; joint < local.Length; joint++)
            {
                var r = Quaternion.Normalize(local[joint].Rotation);
                var to = rotations[joint] ??= new float[4 * frames];
                if (frame > 0 && r.X * to[4 * frame - 4] + r.Y * to[4 * frame - 3] + r.Z * to[4 * frame - 2] + r.W * to[4 * frame - 1] < 0)
                    r = Quaternion.Negate(r); // neighbouring keys on one side, so that any interpolation goes the short way
                (to[4 * frame], to[4 * frame + 1], to[4 * frame + 2], to[4 * frame + 3]) = (r.X, r.Y, r.Z, r.W);
                var p = local[joint].Translation;
                to = positions[joint] ??= new float[3 * frames];
                (to[3 * frame], to[3 * frame + 1], to[3 * frame + 2]) = (p.X, p.Y, p.Z);
            }
        }
        for (var joint = 0; joint < skeleton.Count; joint++)
        {
            if (rotates(joint))
                AddChannel(input, _buffer.Add(rotations[joint], "VEC4", 4, bounds: false), joint, "rotation");
            if (moves(joint))
                AddChannel(input, _buffer.Add(positions[joint], "VEC3", 3, bounds: false), joint, "translation");
        }
    }

    /// <returns>The node of the first weight.</returns>
    public int AddWeights(AnimationClip clip)
    {
        var frames = clip.FrameCount;
        var times = new float[frames];
        for (var i = 0; i < frames; i++)
            times[i] = MathF.Min(i / clip.FrameRate, clip.Length);
        var input = clip.Weights.Count > 0 ? _buffer.Add(times, "SCALAR", 1, bounds: true) : -1;
        foreach (var weight in clip.Weights)
        {
            var values = new float[3 * frames];
            for (var i = 0; i < frames; i++)
                values[3 * i] = Math.Clamp(weight.Curve.Evaluate(times[i]), 0, 1);
            AddChannel(input, _buffer.Add(values, "VEC3", 3, bounds: false), skeleton.Count + _extraNodes.Count, "translation");
            _extraNodes.Add(weight.Name);
        }
        return skeleton.Count;
    }

    public void Write(Stream stream, Action<Utf8JsonWriter> extensions, string what)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartObject("asset");
            json.WriteString("version", "2.0");
            json.WriteString("generator", $"Avatar ({what})");
            json.WriteEndObject();
            extensions(json);
            json.WriteNumber("scene", 0);
            json.WriteStartArray("scenes");
            json.WriteStartObject();
            json.WriteStartArray("nodes");
            for (var i = 0; i < skeleton.Count; i++)
                if (skeleton[i].Parent < 0)
                    json.WriteNumberValue(i);
            for (var i = 0; i < _extraNodes.Count + (_skin is null ? 0 : 1); i++)
                json.WriteNumberValue(skeleton.Count + i);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            WriteNodes(json);
            _skin?.Invoke(json);
            WriteAnimation(json);
            _buffer.Describe(json);
            json.WriteEndObject();
        }
        while (text.Length % 4 != 0)
            text.WriteByte((byte)' ');
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(0x46546C67); // "glTF"
        writer.Write(2);
        writer.Write((int)(12 + 8 + text.Length + 8 + _buffer.Length));
        writer.Write((int)text.Length);
        writer.Write(0x4E4F534A); // "JSON"
        writer.Write(text.ToArray());
        writer.Write(_buffer.Length);
        writer.Write(0x004E4942); // "BIN"
        writer.Write(_buffer.ToArray());
    }

    void WriteNodes(Utf8JsonWriter json)
    {
        json.WriteStartArray("nodes");
        for (var i = 0; i < skeleton.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("name", skeleton[i].Name);
            GlbBuffer.WriteNumbers(json, "translation", [rest[i].Translation.X, rest[i].Translation.Y, rest[i].Translation.Z]);
            GlbBuffer.WriteNumbers(json, "rotation", [rest[i].Rotation.X, rest[i].Rotation.Y, rest[i].Rotation.Z, rest[i].Rotation.W]);
            if (rest[i].Scale != Vector3.One)
                GlbBuffer.WriteNumbers(json, "scale", [rest[i].Scale.X, rest[i].Scale.Y, rest[i].Scale.Z]);
            var children = new List<int>();
            for (var child = i + 1; child < skeleton.Count; child++)
                if (skeleton[child].Parent == i)
                    children.Add(child);
            if (children.Count > 0)
            {
                json.WriteStartArray("children");
                foreach (var child in children)
                    json.WriteNumberValue(child);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        foreach (var name in _extraNodes)
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteEndObject();
        }
        if (_skin is not null)
        {
            json.WriteStartObject();
            json.WriteString("name", "body");
            json.WriteNumber("mesh", 0);
            json.WriteNumber("skin", 0);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    void WriteAnimation(Utf8JsonWriter json)
    {
        json.WriteStartArray("animations");
        json.WriteStartObject();
        json.WriteString("name", _name);
        json.WriteStartArray("channels");
        foreach (var (sampler, node, path) in _channels)
        {
            json.WriteStartObject();
            json.WriteNumber("sampler", sampler);
            json.WriteStartObject("target");
            json.WriteNumber("node", node);
            json.WriteString("path", path);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("samplers");
        foreach (var (input, output) in _samplers)
        {
            json.WriteStartObject();
            json.WriteNumber("input", input);
            json.WriteNumber("output", output);
            json.WriteString("interpolation", "LINEAR");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    void AddChannel(int input, int output, int node, string path)
    {
        _channels.Add((_samplers.Count, node, path));
        _samplers.Add((input, output));
    }
}
