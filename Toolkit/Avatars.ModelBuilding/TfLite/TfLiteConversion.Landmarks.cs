using Avatars.ModelBuilding.Layers;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>MediaPipe's own operators of the face mesh with attention: patches around lips and eyes.</summary>
/// <remarks>google-ai-edge/mediapipe, util/tflite/operations. Matrices are [1, 4, 4], applied to columns.</remarks>
sealed partial class TfLiteConversion
{
    const int MostPatch = 256;

    /// <summary>Points [1, n, 3] to the matrix that takes a patch's pixels to a turned, enlarged box around some of the points.</summary>
    Activation LandmarksToMatrix(TfLiteOperator step)
    {
        var (points, options) = (Plain(step, 0), new FlexMap(step.CustomOptions, step.Broken));
        if (points.Rank != 3 || points[0] != 1 || points[2] < 2)
            throw step.Broken($"{points} are no points");
        int left = options.Whole("left_rotation_idx", 0, points[1] - 1), right = options.Whole("right_rotation_idx", 0, points[1] - 1);
        var subset = options.Wholes("subset_idxs", 0, points[1] - 1);
        var (width, height) = (options.Whole("output_width", 1, MostPatch), options.Whole("output_height", 1, MostPatch));
        if (subset.Length == 0 || options.Number("target_rotation_radians") != 0)
            throw step.Unsupported("such a matrix");

        // Direction from the left point to the right one: cosine and sine of the angle by which the points are turned back.
        var axis = _graph.Subtract(Pick(points, right), Pick(points, left));
        var (dx, dy) = (Axis(axis, 0), Axis(axis, 1));
        var length = _graph.Add("Sqrt", Stem(step) + ":length", [_graph.Add(_graph.Multiply(dx, dx), _graph.Multiply(dy, dy))], dx.Shape);
        var safe = _graph.Add("Max", Stem(step) + ":safe", [length, Number(1e-12f)], dx.Shape);
        var (cos, sin) = (_graph.Divide(dx, safe), _graph.Divide(dy, safe));

        // The box around the points in the turned frame; its centre turned back.
        var chosen = Pick(points, subset);
        var (x, y) = (Axis(chosen, 0), Axis(chosen, 1));
        var turnedX = _graph.Add(_graph.Multiply(x, cos), _graph.Multiply(y, sin));
        var turnedY = _graph.Subtract(_graph.Multiply(y, cos), _graph.Multiply(x, sin));
        var (middleX, sideX) = Range(step, turnedX);
        var (middleY, sideY) = Range(step, turnedY);
        var (centreX, centreY) = (_graph.Subtract(_graph.Multiply(middleX, cos), _graph.Multiply(middleY, sin)),
            _graph.Add(_graph.Multiply(middleX, sin), _graph.Multiply(middleY, cos)));

        // T(centre) R(angle) S(scale) T(-half the patch)
        var scaleX = _graph.Multiply(sideX, Number(options.Number("scale_x") / width));
        var scaleY = _graph.Multiply(sideY, Number(options.Number("scale_y") / height));
        var (m00, m01) = (_graph.Multiply(cos, scaleX), _graph.Negate(_graph.Multiply(sin, scaleY)));
        var (m10, m11) = (_graph.Multiply(sin, scaleX), _graph.Multiply(cos, scaleY));
        Value Shift(Value centre, Value a, Value b) =>
            _graph.Subtract(centre, _graph.Add(_graph.Multiply(a, Number(width / 2f)), _graph.Multiply(b, Number(height / 2f))));
        var (zero, one) = (_graph.Constant([1, 1, 1], [0f]), _graph.Constant([1, 1, 1], [1f]));
        var flat = _graph.Concat(Stem(step), 2, m00, m01, zero, Shift(centreX, m00, m01), m10, m11, zero, Shift(centreY, m10, m11),
            zero, zero, one, zero, zero, zero, zero, one);
        return new Activation(_graph.Reshape(flat, 1, 4, 4), false);
    }

    /// <summary>A patch of a picture, bilinear; zero wherever the place is outside the middles of the border's pixels.</summary>
    Activation TransformTensor(TfLiteOperator step)
    {
        var (picture, matrix, options) = (Picture(step, 0), Plain(step, 1), new FlexMap(step.CustomOptions, step.Broken));
        RequireMatrix(step, matrix);
        var (width, height) = (options.Whole("output_width", 1, MostPatch), options.Whole("output_height", 1, MostPatch));
        if (picture[2] < 2 || picture[3] < 2)
            throw step.Unsupported($"the picture {picture}");
        Value Grid(Func<int, float> value) => _graph.Constant([1, height, width, 1], [.. Enumerable.Range(0, width * height).Select(value)]);
        var (columns, rows) = (Grid(i => i % width + 0.5f), Grid(i => i / width + 0.5f));
        Value Place(int row) => _graph.Subtract(_graph.Add(_graph.Add(
            _graph.Multiply(columns, Cell(matrix, row, 0)), _graph.Multiply(rows, Cell(matrix, row, 1))), Cell(matrix, row, 3)), Number(0.5f));
        var (x, y) = (Place(0), Place(1));
        Value ToUnit(Value place, int side) => _graph.Subtract(_graph.Multiply(place, Number(2f / (side - 1))), Number(1));
        var grid = _graph.Concat(Stem(step) + ":grid", 3, ToUnit(x, picture[3]), ToUnit(y, picture[2]));
        var sampled = _graph.Add("GridSample", Stem(step), [picture, grid], [1, picture[1], height, width],
            NodeAttribute.Text("mode", "bilinear"), NodeAttribute.Text("padding_mode", "zeros"), NodeAttribute.Integer("align_corners", 1));
        var inside = _graph.Multiply(Inside(x, picture[3]), Inside(y, picture[2]));
        return new Activation(_graph.Multiply(sampled, _graph.Reshape(inside, 1, 1, height, width)), true);
    }

    /// <summary>Points [1, n, 2] by the first two rows of a matrix.</summary>
    Activation TransformLandmarks(TfLiteOperator step)
    {
        var (points, matrix) = (Plain(step, 0), Plain(step, 1));
        RequireMatrix(step, matrix);
        if (points.Rank != 3 || points[0] != 1 || points[2] != 2)
            throw step.Broken($"{points} are no points");
        var (x, y) = (Axis(points, 0), Axis(points, 1));
        Value Row(int row) => _graph.Add(_graph.Add(_graph.Multiply(x, Cell(matrix, row, 0, rank: 3)), _graph.Multiply(y, Cell(matrix, row, 1, rank: 3))),
            Cell(matrix, row, 3, rank: 3));
        return new Activation(_graph.Concat(Stem(step), 2, Row(0), Row(1)), false);
    }

    static void RequireMatrix(TfLiteOperator step, Value matrix)
    {
        if (!matrix.Shape.SequenceEqual([1, 4, 4]))
            throw step.Broken($"{matrix} is no matrix");
    }

    /// <summary>1 where 0 &lt;= place &lt;= side - 1, else 0.</summary>
    Value Inside(Value place, int side)
    {
        Value Test(string op, float bound) =>
            _graph.Add("Cast", place.Name + ":bound", [_graph.Add(op, place.Name + ":test", [place, Number(bound)], place.Shape)], place.Shape,
                NodeAttribute.Integer("to", (int)ElementType.Float32));
        return _graph.Multiply(Test("GreaterOrEqual", 0), Test("LessOrEqual", side - 1));
    }

    /// <summary>Middle and length of the range of values [1, n, 1], each [1, 1, 1].</summary>
    (Value Middle, Value Side) Range(TfLiteOperator step, Value values)
    {
        Value Reduce(string op) => _graph.Add(op, Stem(step) + ":bound", [values], [1, 1, 1],
            NodeAttribute.Integers("axes", 1), NodeAttribute.Integer("keepdims", 1));
        var (least, most) = (Reduce("ReduceMin"), Reduce("ReduceMax"));
        return (_graph.Multiply(_graph.Add(least, most), Number(0.5f)), _graph.Subtract(most, least));
    }

    /// <summary>Some points of [1, n, c].</summary>
    Value Pick(Value points, params int[] which) =>
        _graph.Add("Gather", points.Name + ":chosen", [points, _graph.Integers([.. which.Select(i => (long)i)])],
            [1, which.Length, points[2]], NodeAttribute.Integer("axis", 1));

    /// <summary>One coordinate of points [1, n, c], as [1, n, 1].</summary>
    Value Axis(Value points, int axis) =>
        _graph.Add("Slice", points.Name + ":axis", [points, _graph.Integers(axis), _graph.Integers(axis + 1), _graph.Integers(2)], [1, points[1], 1]);

    /// <summary>One entry of a matrix, as ones of the given rank.</summary>
    Value Cell(Value matrix, int row, int column, int rank = 4)
    {
        var flat = _graph.Reshape(matrix, 16);
        var cell = _graph.Add("Slice", matrix.Name + ":cell", [flat, _graph.Integers(4 * row + column), _graph.Integers(4 * row + column + 1)], [1]);
        return _graph.Reshape(cell, [.. Enumerable.Repeat(1, rank)]);
    }

    Value Number(float value) => _graph.Constant([], [value]);
}
