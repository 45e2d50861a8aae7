using System;
using System.Collections.Generic;
using System.Text;
using Avatars.Rig;

namespace Avatars.Live;

/// <summary>Weights of expressions under one name each, whatever spelling a sender uses: VRM 0.x presets become those of 1.0, ARKit's 52 get Apple's
/// spelling, others keep their own. Values take effect together, at Apply.</summary>
internal sealed class VmcExpressions
{
    /// <summary>Names beyond the known ones; further ones are ignored.</summary>
    public const int MostCustomNames = 256;

    const int LongestName = 64; // bytes

    /// <summary>The presets of VRM 1.0 and ARKit's 52 names.</summary>
    static readonly string[] Known = [.. FacialExpressions.VrmPresets, .. FacialExpressions.Arkit];

    readonly List<string> _names = new(Known);
    readonly List<byte[]> _spellings = new();
    readonly List<int> _indices = new();
    float[] _pending;
    float[] _weights;

    public VmcExpressions()
    {
        for (var i = 0; i < Known.Length; i++)
            AddSpelling(Known[i], i);
        foreach (var (other, name) in FacialExpressions.Others)
            AddSpelling(other, Array.IndexOf(Known, name));
        _pending = new float[_names.Count];
        _weights = new float[_names.Count];
    }

    public IReadOnlyList<string> Names => _names;

    /// <summary>In the order of <see cref="Names"/>, 0 to 1, as of the last <see cref="Apply"/>.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>Sets a pending value.</summary>
    /// <returns>False for a value that is no number, an unreadable name, or one name too many.</returns>
    public bool Set(ReadOnlySpan<byte> name, float weight)
    {
        if (float.IsNaN(weight) || name.Length is 0 or > LongestName)
            return false;
        var index = IndexOf(name);
        if (index < 0)
            return false;
        _pending[index] = Math.Clamp(weight, 0, 1);
        return true;
    }

    /// <summary>All pending values take effect; those that were not sent keep theirs.</summary>
    public void Apply() => _pending.CopyTo(_weights, 0);

    /// <summary>All weights become 0, pending ones too.</summary>
    public void Clear()
    {
        Array.Clear(_pending, 0, _pending.Length);
        Array.Clear(_weights, 0, _weights.Length);
    }

    int IndexOf(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _spellings.Count; i++)
            if (VmcBones.IsSame(name, _spellings[i]))
                return _indices[i];
        if (_names.Count >= Known.Length + MostCustomNames)
            return -1;
        var index = _names.Count;
        var text = Encoding.UTF8.GetString(name);
        if (text.Contains('\uFFFD') || _names.Contains(text))
            return -1;
        _names.Add(text);
        AddSpelling(text, index);
        Array.Resize(ref _pending, _names.Count);
        Array.Resize(ref _weights, _names.Count);
        return index;
    }

    void AddSpelling(string spelling, int index)
    {
        var bytes = Encoding.UTF8.GetBytes(spelling);
        foreach (var known in _spellings)
            if (VmcBones.IsSame(bytes, known))
                return;
        _spellings.Add(bytes);
        _indices.Add(index);
    }
}
