using System;
using System.Numerics;

namespace Avatars.Body;

/// <summary>
/// Parts of the face that a neutral expression hides: the folds of the eyelids, which a closing eye unfolds, and the inside of the mouth. A picture without
/// them shows eye and lips at their place, so they get colours of their own.
/// </summary>
sealed class HiddenFace
{
    const float Unfolding = 1.15f; // area of a lid's fold with the eye closed, of that with the eye open, from which it is one
    const int LidRings = 3; // of vertices around the folds
    const float SocketReach = 0.03f; // metres from the eye's centre to all of its socket
    const float LeastKnown = 0.25f; // confidence from which a picture's colour is kept
    const float Trust = 0.6f; // confidence of the colours here: the person's own skin, or what all mouths have
    const float UsualLight = 165; // luminance of skin at which the colours below hold

    static readonly Vector3 TeethColour = new(214, 205, 190), TongueColour = new(165, 90, 88);
    static readonly Vector3 MouthTint = new(0.34f, 0.18f, 0.18f); // of the lips' colour, in the dark behind them
    const float DarkFrom = 0.012f; // metres behind the lips, and from the midline of the teeth twice as far, where it is as dark as that

    readonly BodyModel _model;
    readonly float[] _halfClosed; // square metres of a lid's triangle on the average body with the eye half closed; 0 for others
    readonly float[] _mouthDepth; // metres of a triangle behind the lips; NaN for what is not in the mouth

    public HiddenFace(BodyModel model)
    {
        _model = model;
        var mesh = model.Mesh;
        (_halfClosed, _mouthDepth, IsBesideLid) = (new float[mesh.TriangleCount], new float[mesh.TriangleCount], new bool[mesh.VertexCount]);
        FindLids("eye-left-closure");
        FindLids("eye-right-closure");
        for (var ring = 0; ring < LidRings; ring++)
            WidenLids();
        FindMouth();
    }

    /// <summary>For each vertex, whether it is a lid's or so near to one that a picture may show the eye there.</summary>
    public bool[] IsBesideLid { get; }

    /// <summary>Whether a picture of this surface cannot show a triangle's own colour: a folded lid, or the inside behind something else.</summary>
    /// <param name="shown">The part that the picture shows there.</param>
    public bool IsHidden(int triangle, PosedSurface surface, BodyPart shown) => _halfClosed[triangle] > 0
        ? AreaOf(surface.Positions, triangle) < _halfClosed[triangle] : IsInside(_model.Mesh.Parts[triangle]) && shown != _model.Mesh.Parts[triangle];

    /// <summary>Gives hidden parts colours that the generator may show as they are.</summary>
    /// <param name="texels">Without holes: colour 0..255 times confidence, and confidence 0..1.</param>
    public void Complete(AtlasLayout layout, Vector4[] texels)
    {
        var light = LightOf(layout, texels) / UsualLight;
        for (var i = 0; i < texels.Length; i++)
        {
            var triangle = layout.Triangles[i] - 1;
            if (triangle < 0 || texels[i].W <= 0)
                continue;
            var own = new Vector3(texels[i].X, texels[i].Y, texels[i].Z) / texels[i].W;
            Vector3? colour = _halfClosed[triangle] > 0 ? own : texels[i].W >= LeastKnown ? null : _model.Mesh.Parts[triangle] switch
            {
                BodyPart.Teeth => light * Vector3.Lerp(TeethColour, TeethColour * MouthTint, Math.Clamp(SideOf(triangle) / DarkFrom - 1, 0, 1)),
                BodyPart.Tongue => light * TongueColour,
                BodyPart.Cavity when !float.IsNaN(_mouthDepth[triangle]) =>
                    Vector3.Lerp(own, own * MouthTint, Math.Clamp(_mouthDepth[triangle] / DarkFrom, 0, 1)),
                _ => null,
            };
            if (colour is { } given && texels[i].W < Trust)
                texels[i] = new Vector4(Trust * given, Trust);
        }
    }

    static bool IsInside(BodyPart part) => part is BodyPart.Teeth or BodyPart.Tongue or BodyPart.Cavity;

    void FindLids(string closing)
    {
        if (_model.IndexOfExpression(closing) is not (>= 0 and var index))
            return;
        var closed = (Vector3[])_model.Average.Clone();
        _model.Expressions[index].AddTo(closed, 1);
        for (var i = 0; i < _halfClosed.Length; i++)
            if (_model.Mesh.Parts[i] == BodyPart.Head && AreaOf(_model.Average, i) is var open && AreaOf(closed, i) is var area && area > Unfolding * open)
                _halfClosed[i] = (open + area) / 2;
    }

    void WidenLids()
    {
        var before = (bool[])IsBesideLid.Clone();
        for (var i = 0; i < _halfClosed.Length; i++)
        {
            var (a, b, c) = _model.Mesh.Corners(i);
            if (_halfClosed[i] > 0 || before[a] || before[b] || before[c])
                (IsBesideLid[a], IsBesideLid[b], IsBesideLid[c]) = (true, true, true);
        }
    }

    void FindMouth()
    {
        var (mesh, average) = (_model.Mesh, _model.Average);
        var (left, right) = (CentreOf(BodyPart.LeftEye), CentreOf(BodyPart.RightEye));
        var front = float.NegativeInfinity;
        for (var i = 0; i < _mouthDepth.Length; i++)
        {
            var at = average[mesh.Corners(i).A];
            var isMouth = mesh.Parts[i] == BodyPart.Cavity && Math.Min(Vector3.Distance(at, left), Vector3.Distance(at, right)) > SocketReach;
            _mouthDepth[i] = isMouth ? at.Z : float.NaN;
            if (isMouth)
                front = Math.Max(front, at.Z);
        }
        for (var i = 0; i < _mouthDepth.Length; i++)
            _mouthDepth[i] = front - _mouthDepth[i];
    }

    /// <summary>Metres from the midline.</summary>
    float SideOf(int triangle) => Math.Abs(_model.Average[_model.Mesh.Corners(triangle).A].X);

    /// <summary>Mean luminance of the head where a picture shows it; the usual one where none does.</summary>
    float LightOf(AtlasLayout layout, Vector4[] texels)
    {
        var (sum, weight) = (0f, 0f);
        for (var i = 0; i < texels.Length; i++)
            if (layout.Triangles[i] != 0 && texels[i].W >= LeastKnown && _model.Mesh.Parts[layout.Triangles[i] - 1] == BodyPart.Head)
                (sum, weight) = (sum + 0.299f * texels[i].X + 0.587f * texels[i].Y + 0.114f * texels[i].Z, weight + texels[i].W);
        return weight > 0 ? sum / weight : UsualLight;
    }

    Vector3 CentreOf(BodyPart part)
    {
        var (sum, count) = (Vector3.Zero, 0);
        for (var i = 0; i < _model.Mesh.TriangleCount; i++)
            if (_model.Mesh.Parts[i] == part)
                (sum, count) = (sum + _model.Average[_model.Mesh.Corners(i).A], count + 1);
        return count > 0 ? sum / count : new Vector3(float.PositiveInfinity);
    }

    float AreaOf(Vector3[] positions, int triangle)
    {
        var (a, b, c) = _model.Mesh.Corners(triangle);
        return Vector3.Cross(positions[b] - positions[a], positions[c] - positions[a]).Length() / 2;
    }
}
