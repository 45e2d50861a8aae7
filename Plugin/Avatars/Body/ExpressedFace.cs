using System;

namespace Avatars.Body;

/// <summary>Draws where an expression has moved the face: <see cref="PoseMaps.BodyPictures.Expressed"/>. Allocates nothing after construction.</summary>
sealed class ExpressedFace
{
    const float Least = 0.0005f, Full = 0.0025f; // metres: what moves less is at rest; what moves more is shown as the texture has it
    const int Softenings = 2; // passes over three pixels each way, so that no border of a triangle shows

    readonly BodyMesh _mesh;
    readonly int _width, _height;
    readonly byte[] _row;
    bool _isClear = true;

    public ExpressedFace(BodyMesh mesh, int width, int height) => (_mesh, _width, _height, _row) = (mesh, width, height, new byte[Math.Max(width, height)]);

    /// <param name="drawn">Of the surface.</param>
    /// <param name="expressed">Receives one a pixel.</param>
    public void Draw(PosedSurface surface, BodyRasterizer drawn, byte[] expressed)
    {
        if (!surface.IsExpressive && _isClear)
            return;
        Array.Clear(expressed, 0, expressed.Length);
        _isClear = !surface.IsExpressive;
        if (_isClear)
            return;
        var (left, top, right, bottom) = (_width, _height, -1, -1);
        for (var i = 0; i < expressed.Length; i++)
            if (drawn.Triangles[i] != 0 && ShareOf(surface, drawn.Triangles[i] - 1) is > 0 and var share)
            {
                expressed[i] = share;
                var (x, y) = (i % _width, i / _width);
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            }
        (left, top) = (Math.Max(0, left - Softenings), Math.Max(0, top - Softenings));
        (right, bottom) = (Math.Min(_width - 1, right + Softenings), Math.Min(_height - 1, bottom + Softenings));
        for (var pass = 0; pass < Softenings; pass++)
        {
            for (var y = top; y <= bottom; y++)
                Soften(expressed, y * _width + left, 1, right - left + 1);
            for (var x = left; x <= right; x++)
                Soften(expressed, top * _width + x, _width, bottom - top + 1);
        }
    }

    byte ShareOf(PosedSurface surface, int triangle)
    {
        if (_mesh.Parts[triangle] is not (BodyPart.Head or >= BodyPart.LeftEye))
            return 0;
        var (a, b, c) = _mesh.Corners(triangle);
        var moved = (surface.Expressed(a) + surface.Expressed(b) + surface.Expressed(c)) / 3;
        return (byte)(255 * Math.Clamp((moved - Least) / (Full - Least), 0, 1));
    }

    /// <summary>A row or column through 1, 2, 1 quarters; its ends stay.</summary>
    void Soften(byte[] values, int start, int step, int count)
    {
        for (var i = 0; i < count; i++)
            _row[i] = values[start + i * step];
        for (var i = 1; i + 1 < count; i++)
            values[start + i * step] = (byte)((_row[i - 1] + 2 * _row[i] + _row[i + 1] + 2) / 4);
    }
}
