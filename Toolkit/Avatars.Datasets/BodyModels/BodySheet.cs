using System.Numerics;
using Avatars.Body;
using Avatars.Imaging;
using Avatars.PoseMaps;
using Avatars.Rig;

namespace Avatars.Datasets.BodyModels;

/// <summary>Pictures of the body in many shapes or expressions on one sheet, to judge a body file by eye.</summary>
public sealed class BodySheet
{
    const float Field = 0.3f; // radians

    readonly BodyModel _model;
    readonly int _size;
    readonly List<RgbImage> _pictures = [];
    readonly BodyRasterizer _rasterizer;

    /// <param name="size">Side of one picture, pixels.</param>
    public BodySheet(BodyModel model, int size)
    {
        (_model, _size) = (model, size);
        _rasterizer = new BodyRasterizer(model, size, size);
    }

    /// <summary>Each slider at -1 and 1.</summary>
    public void AddSliders()
    {
        foreach (var slider in _model.Sliders)
            foreach (var value in new[] { -1f, 1f })
            {
                var coefficients = new float[_model.Shapes.Count];
                slider.AddTo(coefficients, value);
                AddWhole(coefficients);
            }
    }

    /// <summary>Each shape direction two standard deviations to either side; those of the face close up.</summary>
    public void AddShapes()
    {
        for (var k = 0; k < _model.Shapes.Count; k++)
            foreach (var value in new[] { -2f, 2f })
            {
                var coefficients = new float[_model.Shapes.Count];
                coefficients[k] = value;
                if (_model.Shapes[k].Name.StartsWith("face", StringComparison.Ordinal))
                    AddFace(coefficients, []);
                else
                    AddWhole(coefficients);
            }
    }

    /// <summary>The face at rest, then each expression at 1.</summary>
    public void AddExpressions()
    {
        AddFace([], []);
        for (var k = 0; k < _model.Expressions.Count; k++)
        {
            var expression = new float[_model.Expressions.Count];
            expression[k] = 1;
            AddFace([], expression);
        }
    }

    void AddWhole(float[] coefficients) => Add(new ShapedBody(_model, coefficients), [], new Vector3(0, 0.95f, 0), 6.4f);

    void AddFace(float[] coefficients, float[] expression)
    {
        var body = new ShapedBody(_model, coefficients);
        Add(body, expression, body.JointRest[_model.Joints.IndexOf(HumanBodyBones.Head)] + new Vector3(0, 0.02f, 0.05f), 0.85f);
    }

    void Add(ShapedBody body, float[] expression, Vector3 target, float distance)
    {
        var local = new JointTransform[body.Skeleton.Count];
        body.Skeleton.CopyRestTo(local);
        var pose = new Matrix4x4[local.Length];
        LocalToModel.Run(body.Skeleton, local, pose);
        var surface = new PosedSurface(body);
        surface.Pose(pose, expression);
        _rasterizer.Draw(surface, Camera.Orbit(target, 0.35f, 0.05f, distance, Field, _size, _size));
        _pictures.Add(BodyShading.Paint(_model, _rasterizer));
    }

    /// <summary>All pictures in rows.</summary>
    public RgbImage Draw(int columns)
    {
        var rows = (_pictures.Count + columns - 1) / columns;
        var sheet = new RgbImage(columns * _size, rows * _size);
        sheet.Bytes.AsSpan().Fill(BodyShading.Background);
        for (var i = 0; i < _pictures.Count; i++)
            for (var y = 0; y < _size; y++)
                _pictures[i].Bytes.AsSpan(3 * y * _size, 3 * _size)
                    .CopyTo(sheet.Bytes.AsSpan(3 * ((i / columns * _size + y) * sheet.Width + i % columns * _size)));
        return sheet;
    }
}
