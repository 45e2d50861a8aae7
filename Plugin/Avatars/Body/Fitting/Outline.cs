using System;
using System.Collections.Generic;
using System.Numerics;

namespace Avatars.Body.Fitting;

/// <summary>A point of the body on its outline, and where the matte's outline is from there.</summary>
/// <param name="Pixels">On the matte's outline.</param>
/// <param name="Normal">Out of the body, unit length, pixels' axes.</param>
/// <param name="Gap">Pixels from the body's outline to the matte's, positive where the matte reaches further.</param>
readonly record struct OutlinePoint(BodyPoint Point, Vector2 Pixels, Vector2 Normal, float Gap);

/// <summary>Compares the outline of a body with that of a matte, on a coarse grid.</summary>
sealed class Outline
{
    const float Step = 0.5f; // cells

    readonly SurfaceRaster _raster;
    readonly MatteGrid _matte;
    readonly float[] _smooth, _scratch;

    public Outline(BodyModel model, FitTarget target, int longestSide)
    {
        _raster = new SurfaceRaster(model, target.Width, target.Height, longestSide);
        _matte = new MatteGrid(target.Matte!, target.Width, target.Height, _raster.Width, _raster.Height, _raster.CellPixels);
        (_smooth, _scratch) = (new float[_raster.Width * _raster.Height], new float[_raster.Width * _raster.Height]);
    }

    /// <summary>Cells that both cover, of those that either covers.</summary>
    public float Overlap
    {
        get
        {
            var (both, either) = (0, 0);
            for (var i = 0; i < _raster.Triangles.Length; i++)
            {
                var (body, matte) = (_raster.Triangles[i] >= 0, _matte.IsPerson(i));
                both += body && matte ? 1 : 0;
                either += body || matte ? 1 : 0;
            }
            return either == 0 ? 0 : both / (float)either;
        }
    }

    /// <param name="positions">Vertices in camera space.</param>
    public void Draw(ReadOnlySpan<Vector3> positions, FitCamera camera) => _raster.Draw(positions, camera);

    /// <summary>Points along the body's outline, as drawn last, that have the matte's outline within reach.</summary>
    /// <param name="reach">Pixels.</param>
    /// <param name="most">About how many.</param>
    public List<OutlinePoint> Compare(float reach, int most)
    {
        Smooth();
        var cells = new List<int>();
        for (var y = 1; y < _raster.Height - 1; y++)
            for (var x = 1; x < _raster.Width - 1; x++)
                if (IsRim(y * _raster.Width + x))
                    cells.Add(y * _raster.Width + x);
        var found = new List<OutlinePoint>();
        for (var i = 0; i < cells.Count; i += Math.Max(1, cells.Count / most))
            if (At(cells[i], reach / _raster.CellPixels) is { } point)
                found.Add(point);
        return found;
    }

    bool IsRim(int cell)
    {
        var (triangles, width) = (_raster.Triangles, _raster.Width);
        return triangles[cell] >= 0 && (triangles[cell - 1] < 0 || triangles[cell + 1] < 0 || triangles[cell - width] < 0 || triangles[cell + width] < 0);
    }

    OutlinePoint? At(int cell, float reach)
    {
        var width = _raster.Width;
        var normal = new Vector2(_smooth[cell - 1] - _smooth[cell + 1], _smooth[cell - width] - _smooth[cell + width]);
        if (normal.Length() < 1e-3f)
            return null;
        normal = Vector2.Normalize(normal);
        var start = new Vector2(cell % width + 0.5f, cell / width + 0.5f);
        // The body's own edge lies about half a cell outside the rim cell's middle.
        var edge = start + 0.5f * normal;
        if (Crossing(edge, normal, reach) is not { } gap)
            return null;
        var pixels = (start + gap * normal) * _raster.CellPixels;
        return new OutlinePoint(_raster.PointAt(cell), pixels, normal, gap * _raster.CellPixels);
    }

    /// <summary>
    /// Cells from a place to the nearest step from person to background along the normal. The way ends where it comes to another part of the body: beyond is
    /// that part's outline, as that of the other leg.
    /// </summary>
    float? Crossing(Vector2 from, Vector2 normal, float reach)
    {
        var (isOutFree, isInFree, hasLeft) = (true, true, false);
        for (var distance = 0f; distance <= reach; distance += Step)
        {
            if (isOutFree && Between(distance) is { } outside)
                return outside;
            if (isInFree && Between(-distance - Step) is { } inside)
                return inside;
            isOutFree &= distance < 1 || !IsBody(distance);
            hasLeft |= distance >= 1 && !IsBody(-distance);
            isInFree &= !hasLeft || !IsBody(-distance);
        }
        return null;

        bool IsBody(float distance)
        {
            var at = from + distance * normal;
            var (x, y) = ((int)at.X, (int)at.Y);
            return x >= 0 && y >= 0 && x < _raster.Width && y < _raster.Height && _raster.Triangles[y * _raster.Width + x] >= 0;
        }

        float? Between(float distance)
        {
            var (near, far) = (from + distance * normal, from + (distance + Step) * normal);
            var (low, high) = (Vector2.Min(near, far), Vector2.Max(near, far));
            if (low.X < 1 || low.Y < 1 || high.X > _matte.Width - 1 || high.Y > _matte.Height - 1)
                return null; // beyond the picture nothing is known
            var (first, second) = (_matte.At(near.X, near.Y), _matte.At(far.X, far.Y));
            return first > 0.5f && second <= 0.5f ? distance + Step * (first - 0.5f) / (first - second) : null;
        }
    }

    /// <summary>The body's mask, blurred over five cells: its slope is the outline's normal.</summary>
    void Smooth()
    {
        var (width, height) = (_raster.Width, _raster.Height);
        for (var i = 0; i < _smooth.Length; i++)
            _smooth[i] = _raster.Triangles[i] >= 0 ? 1 : 0;
        for (var turn = 0; turn < 2; turn++)
        {
            Blur(_smooth, _scratch, width, height, 1);
            Blur(_scratch, _smooth, width, height, width);
        }
    }

    static void Blur(float[] from, float[] to, int width, int height, int step)
    {
        for (var i = 0; i < from.Length; i++)
        {
            var along = step == 1 ? i % width : i / width;
            var last = (step == 1 ? width : height) - 1;
            to[i] = (from[along > 0 ? i - step : i] + 2 * from[i] + from[along < last ? i + step : i]) / 4;
        }
    }
}
