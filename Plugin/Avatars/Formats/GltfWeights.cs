using System;
using System.Collections.Generic;
using System.Numerics;
using Avatars.Animation;

namespace Avatars.Formats;

/// <summary>
/// Named weights in the animations of a glTF document: of morph targets, by the names that the mesh gives them (extras.targetNames), and of the expressions
/// and the gaze of VRM animations, which are the movement of nodes (VRMC_vrm_animation).
/// </summary>
sealed class GltfWeights
{
    const float LookSide = 30, LookUp = 20, LookDown = 25; // degrees of lookLeft, lookUp and lookDown at weight 1, as the body turns its eyes
    const int MostNames = 4096;

    readonly GltfContainer _container;
    readonly Dictionary<int, string> _expressions = new();
    readonly Dictionary<string, WeightCurve> _curves = new(StringComparer.Ordinal);
    readonly int _lookAt = -1;

    public GltfWeights(GltfContainer container, int nodeCount)
    {
        _container = container;
        var animation = container.Root.Extension("VRMC_vrm_animation");
        foreach (var kind in new[] { "preset", "custom" })
            if (animation?.TryObject("expressions")?.TryObject(kind) is { } expressions)
                foreach (var name in expressions.Names())
                    if (expressions.TryObject(name)?.IndexOrNone("node", nodeCount) is >= 0 and var node)
                        _expressions.TryAdd(node, name);
        _lookAt = animation?.TryObject("lookAt")?.IndexOrNone("node", nodeCount) ?? -1;
    }

    public IReadOnlyList<WeightCurve> Curves => [.. _curves.Values];

    /// <summary>Whether a channel is one of weights, and not of a joint.</summary>
    public bool Takes(int node, string? path) =>
        path == "weights" || path == "translation" && _expressions.ContainsKey(node) || path == "rotation" && node == _lookAt && node >= 0;

    /// <param name="keys">Seconds, rising; two equal ones are a jump.</param>
    public void Add(GltfElement node, int number, string path, GltfElement sampler, GltfAccessors accessors, float[] keys, Interpolation interpolation)
    {
        for (var i = 1; i < keys.Length; i++)
            if (!(keys[i] >= keys[i - 1]))
                throw sampler.Wrong($"key {i} is earlier than the one before. Export the animation again.");
        var output = sampler.Index("output", accessors.Count);
        var perKey = interpolation == Interpolation.Cubic ? 3 : 1;
        switch (path)
        {
            case "weights":
                AddTargets(NamesOf(node), sampler, accessors.Floats(output, "SCALAR"), keys, interpolation);
                break;
            case "translation":
                var vectors = accessors.Vectors(output);
                Require(sampler, vectors.Length, perKey * keys.Length);
                Add(_expressions[number], keys, Array.ConvertAll(vectors, vector => vector.X), interpolation);
                break;
            default:
                var rotations = accessors.Rotations(output, i => perKey == 1 || i % 3 == 1);
                Require(sampler, rotations.Length, perKey * keys.Length);
                var looks = new Vector3[keys.Length];
                for (var i = 0; i < looks.Length; i++)
                    looks[i] = Vector3.Transform(Vector3.UnitZ, rotations[perKey == 1 ? i : 3 * i + 1]);
                AddGaze(keys, looks, interpolation == Interpolation.Step ? interpolation : Interpolation.Linear);
                break;
        }
    }

    void AddTargets(string[] names, GltfElement sampler, float[] values, float[] keys, Interpolation interpolation)
    {
        var perKey = interpolation == Interpolation.Cubic ? 3 : 1;
        if (keys.Length == 0 || names.Length == 0)
            return;
        var targets = values.Length / (perKey * keys.Length);
        Require(sampler, values.Length, perKey * keys.Length * targets);
        for (var target = 0; target < Math.Min(targets, names.Length); target++)
        {
            var own = new float[perKey * keys.Length];
            for (var i = 0; i < own.Length; i++)
                own[i] = values[i * targets + target];
            if (names[target].Length > 0)
                Add(names[target], keys, own, interpolation);
        }
    }

    void AddGaze(float[] keys, Vector3[] looks, Interpolation interpolation)
    {
        const float degrees = 180 / MathF.PI;
        float Yaw(Vector3 look) => MathF.Atan2(look.X, look.Z) * degrees;
        float Pitch(Vector3 look) => MathF.Asin(Math.Clamp(look.Y, -1, 1)) * degrees;
        void AddOne(string name, Func<Vector3, float> weight) =>
            Add(name, keys, Array.ConvertAll(looks, look => Math.Clamp(weight(look), 0, 1)), interpolation);
        AddOne("lookLeft", look => Yaw(look) / LookSide);
        AddOne("lookRight", look => -Yaw(look) / LookSide);
        AddOne("lookUp", look => Pitch(look) / LookUp);
        AddOne("lookDown", look => -Pitch(look) / LookDown);
    }

    /// <summary>Several meshes of a face may have a target of one name: the first counts.</summary>
    void Add(string name, float[] keys, float[] values, Interpolation interpolation)
    {
        if (_curves.Count < MostNames && !_curves.ContainsKey(name))
            _curves.Add(name, new WeightCurve(name, CurveOf(keys, values, interpolation)));
    }

    static AnimationCurve CurveOf(float[] keys, float[] values, Interpolation interpolation)
    {
        var points = new List<(float, float)>();
        if (interpolation == Interpolation.Cubic)
        {
            var frames = new List<Keyframe>();
            for (var i = 0; i < keys.Length; i++)
                if (i == 0 || keys[i] > keys[i - 1])
                    frames.Add(new Keyframe(keys[i], values[3 * i + 1], values[3 * i], values[3 * i + 2]));
            return new AnimationCurve(frames.ToArray());
        }
        for (var i = 0; i < keys.Length; i++)
        {
            var isJump = i > 0 && (interpolation == Interpolation.Step || keys[i] == keys[i - 1]);
            var before = isJump ? ClipSampling.JustBefore(keys[i]) : 0;
            if (i > 0 && keys[i] == keys[i - 1])
                points.RemoveAt(points.Count - 1);
            if (isJump && (points.Count == 0 || before > points[^1].Item1))
                points.Add((before, values[i - 1]));
            points.Add((keys[i], values[i]));
        }
        return AnimationCurve.Polyline(points.ToArray());
    }

    /// <summary>The names of a node's morph targets; where the file gives none, there are none.</summary>
    string[] NamesOf(GltfElement node)
    {
        var meshes = _container.Root.Items("meshes");
        if (node.IndexOrNone("mesh", meshes.Length) is not (>= 0 and var mesh))
            return [];
        var extras = meshes[mesh].TryObject("extras") ?? (meshes[mesh].Items("primitives") is { Length: > 0 } parts ? parts[0].TryObject("extras") : null);
        return extras?.Texts("targetNames") ?? [];
    }

    static void Require(GltfElement sampler, int found, int wanted)
    {
        if (found != wanted)
            throw sampler.Wrong($"{found} values for keys that need {wanted}. Export the animation again.");
    }
}
