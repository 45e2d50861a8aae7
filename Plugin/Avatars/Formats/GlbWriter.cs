using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using System.Text.Json;
using Avatars.Animation;
using Avatars.Files;
using Avatars.Retargeting;
using Avatars.Rig;
using Avatars.Scenes;

namespace Avatars.Formats;

/// <summary>Writes glTF 2.0 binary files: a skeleton with its animation and skin (.glb), or a VRM animation (.vrma).</summary>
public static class GlbWriter
{
    const int Float = 5126;
    const int UnsignedShort = 5123;
    const int UnsignedInt = 5125;

    /// <summary>A skeleton, its motion at the clip's frame rate, and the skin on it. Weights of the clip are left out.</summary>
    /// <param name="mesh">Bound to the clip's skeleton at rest; null for a bare skeleton.</param>
    public static void Write(string path, AnimationClip clip, SkinnedMesh? mesh = null)
    {
        var glb = new Document(clip.Skeleton, RestOf(clip.Skeleton));
        if (mesh is not null)
            glb.AddSkin(mesh);
        glb.AddAnimation(clip, joint => true, joint => clip.Curves[joint].Translation is not null);
        WholeFile.Write(path, stream => glb.Write(stream, json => { }, "glTF"));
    }

    /// <summary>A VRM animation: rotations of the humanoid bones away from the T pose, travel of the hips, expressions as the clip's weights.</summary>
    /// <param name="preset">The VRM preset of a weight, or null: it is written as a custom expression.</param>
    /// <exception cref="ArgumentException">The skeleton lacks a bone that VRM requires.</exception>
    public static void WriteVrma(string path, AnimationClip clip, HumanoidMap map, Func<string, string?> preset)
    {
        foreach (var bone in HumanBones.RequiredByUnity)
            if (!map.Has(bone))
                throw new ArgumentException($"A VRM animation needs {bone}, which the skeleton lacks. Write a .glb instead.", nameof(map));
        var glb = new Document(clip.Skeleton, TPoseOf(map));
        glb.AddAnimation(clip, joint => map.BoneOf(joint) is not (HumanBodyBones.LastBone or HumanBodyBones.LeftEye or HumanBodyBones.RightEye),
            joint => map.BoneOf(joint) == HumanBodyBones.Hips);
        var expressions = glb.AddWeights(clip);
        WholeFile.Write(path, stream => glb.Write(stream, json => WriteExtension(json, map, clip, expressions, preset), "VRMC_vrm_animation"));
    }

    static void WriteExtension(Utf8JsonWriter json, HumanoidMap map, AnimationClip clip, int firstExpression, Func<string, string?> preset)
    {
        json.WriteStartArray("extensionsUsed");
        json.WriteStringValue("VRMC_vrm_animation");
        json.WriteEndArray();
        json.WriteStartObject("extensions");
        json.WriteStartObject("VRMC_vrm_animation");
        json.WriteString("specVersion", "1.0");
        json.WriteStartObject("humanoid");
        json.WriteStartObject("humanBones");
        for (var i = 0; i < HumanBones.Count; i++)
            if (map.Has((HumanBodyBones)i))
            {
                json.WriteStartObject(VrmName((HumanBodyBones)i));
                json.WriteNumber("node", map[(HumanBodyBones)i]);
                json.WriteEndObject();
            }
        json.WriteEndObject();
        json.WriteEndObject();
        if (clip.Weights.Count > 0)
        {
            json.WriteStartObject("expressions");
            foreach (var isPreset in new[] { true, false })
            {
                json.WriteStartObject(isPreset ? "preset" : "custom");
                for (var i = 0; i < clip.Weights.Count; i++)
                    if (preset(clip.Weights[i].Name) is not null == isPreset)
                    {
                        json.WriteStartObject(preset(clip.Weights[i].Name) ?? clip.Weights[i].Name);
                        json.WriteNumber("node", firstExpression + i);
                        json.WriteEndObject();
                    }
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>VRM 1.0's name: camel case, and thumbs that begin with the metacarpal bone.</summary>
    internal static string VrmName(HumanBodyBones bone)
    {
        var name = bone.ToString();
        name = char.ToLowerInvariant(name[0]) + name[1..];
        return name.Replace("ThumbProximal", "ThumbMetacarpal", StringComparison.Ordinal).Replace("ThumbIntermediate", "ThumbProximal",
            StringComparison.Ordinal);
    }

    static JointTransform[] RestOf(Skeleton skeleton)
    {
        var rest = new JointTransform[skeleton.Count];
        skeleton.CopyRestTo(rest);
        return rest;
    }

    static JointTransform[] TPoseOf(HumanoidMap map)
    {
        var rest = RestOf(map.Skeleton);
        var tPose = TPose.OfRest(map);
        for (var i = 0; i < rest.Length; i++)
        {
            var parent = map.Skeleton[i].Parent;
            rest[i] = rest[i] with { Rotation = Quaternion.Normalize(parent < 0 ? tPose.Rotations[i]
                : Quaternion.Conjugate(tPose.Rotations[parent]) * tPose.Rotations[i]) };
        }
        return rest;
    }

    /// <summary>The parts of a document, collected before they are written.</summary>
    sealed class Document(Skeleton skeleton, JointTransform[] rest)
    {
        readonly List<byte> _data = [];
        readonly List<Action<Utf8JsonWriter>> _views = [];
        readonly List<Action<Utf8JsonWriter>> _accessors = [];
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
            var matrices = Add(inverse, "MAT4", 16, bounds: false);
            var positions = Add(Flat(mesh.Positions), "VEC3", 3, bounds: true);
            var normals = Add(Flat(mesh.Normals), "VEC3", 3, bounds: false);
            var places = new float[2 * mesh.TextureCoordinates.Length];
            for (var i = 0; i < mesh.TextureCoordinates.Length; i++)
                (places[2 * i], places[2 * i + 1]) = (mesh.TextureCoordinates[i].X, mesh.TextureCoordinates[i].Y);
            var texture = Add(places, "VEC2", 2, bounds: false);
            var joints = AddBytes(Bytes(mesh.JointIndices), "VEC4", UnsignedShort, mesh.JointIndices.Length / 4);
            var weights = Add(mesh.JointWeights, "VEC4", 4, bounds: false);
            var indices = AddBytes(Bytes(mesh.Indices), "SCALAR", UnsignedInt, mesh.Indices.Length);
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
            var input = Add(times, "SCALAR", 1, bounds: true);
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
                    AddChannel(input, Add(rotations[joint], "VEC4", 4, bounds: false), joint, "rotation");
                if (moves(joint))
                    AddChannel(input, Add(positions[joint], "VEC3", 3, bounds: false), joint, "translation");
            }
        }

        /// <returns>The node of the first weight.</returns>
        public int AddWeights(AnimationClip clip)
        {
            var frames = clip.FrameCount;
            var times = new float[frames];
            for (var i = 0; i < frames; i++)
                times[i] = MathF.Min(i / clip.FrameRate, clip.Length);
            var input = clip.Weights.Count > 0 ? Add(times, "SCALAR", 1, bounds: true) : -1;
            foreach (var weight in clip.Weights)
            {
                var values = new float[3 * frames];
                for (var i = 0; i < frames; i++)
                    values[3 * i] = Math.Clamp(weight.Curve.Evaluate(times[i]), 0, 1);
                AddChannel(input, Add(values, "VEC3", 3, bounds: false), skeleton.Count + _extraNodes.Count, "translation");
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
                WriteList(json, "accessors", _accessors);
                WriteList(json, "bufferViews", _views);
                json.WriteStartArray("buffers");
                json.WriteStartObject();
                json.WriteNumber("byteLength", _data.Count);
                json.WriteEndObject();
                json.WriteEndArray();
                json.WriteEndObject();
            }
            while (text.Length % 4 != 0)
                text.WriteByte((byte)' ');
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            writer.Write(0x46546C67); // "glTF"
            writer.Write(2);
            writer.Write((int)(12 + 8 + text.Length + 8 + _data.Count));
            writer.Write((int)text.Length);
            writer.Write(0x4E4F534A); // "JSON"
            writer.Write(text.ToArray());
            writer.Write((int)_data.Count);
            writer.Write(0x004E4942); // "BIN"
            writer.Write(_data.ToArray());
        }

        void WriteNodes(Utf8JsonWriter json)
        {
            json.WriteStartArray("nodes");
            for (var i = 0; i < skeleton.Count; i++)
            {
                json.WriteStartObject();
                json.WriteString("name", skeleton[i].Name);
                WriteNumbers(json, "translation", [rest[i].Translation.X, rest[i].Translation.Y, rest[i].Translation.Z]);
                WriteNumbers(json, "rotation", [rest[i].Rotation.X, rest[i].Rotation.Y, rest[i].Rotation.Z, rest[i].Rotation.W]);
                if (rest[i].Scale != Vector3.One)
                    WriteNumbers(json, "scale", [rest[i].Scale.X, rest[i].Scale.Y, rest[i].Scale.Z]);
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

        int Add(float[] values, string type, int width, bool bounds)
        {
            var count = values.Length / width;
            var (least, most) = (new float[width], new float[width]);
            for (var k = 0; k < width; k++)
            {
                (least[k], most[k]) = (float.MaxValue, float.MinValue);
                for (var i = k; i < values.Length; i += width)
                    (least[k], most[k]) = (MathF.Min(least[k], values[i]), MathF.Max(most[k], values[i]));
            }
            var bytes = new byte[4 * values.Length];
            Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
            return AddBytes(bytes, type, Float, count, bounds ? json =>
            {
                WriteNumbers(json, "min", least);
                WriteNumbers(json, "max", most);
            } : null);
        }

        int AddBytes(byte[] bytes, string type, int component, int count, Action<Utf8JsonWriter>? more = null)
        {
            var (offset, view) = (_data.Count, _views.Count);
            _data.AddRange(bytes);
            while (_data.Count % 4 != 0)
                _data.Add(0);
            _views.Add(json =>
            {
                json.WriteNumber("buffer", 0);
                json.WriteNumber("byteOffset", offset);
                json.WriteNumber("byteLength", bytes.Length);
            });
            _accessors.Add(json =>
            {
                json.WriteNumber("bufferView", view);
                json.WriteNumber("componentType", component);
                json.WriteNumber("count", count);
                json.WriteString("type", type);
                more?.Invoke(json);
            });
            return _accessors.Count - 1;
        }

        static byte[] Bytes<T>(T[] values) where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

        static float[] Flat(Vector3[] vectors)
        {
            var flat = new float[3 * vectors.Length];
            for (var i = 0; i < vectors.Length; i++)
                (flat[3 * i], flat[3 * i + 1], flat[3 * i + 2]) = (vectors[i].X, vectors[i].Y, vectors[i].Z);
            return flat;
        }

        static void WriteList(Utf8JsonWriter json, string name, List<Action<Utf8JsonWriter>> items)
        {
            json.WriteStartArray(name);
            foreach (var item in items)
            {
                json.WriteStartObject();
                item(json);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }

        static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<float> values)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteNumberValue(value);
            json.WriteEndArray();
        }
    }
}
