using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.PoseMaps;

namespace Avatars.Tests.PoseMaps;

/// <summary>The primitives below the maps, against OpenCV's own output.</summary>
[Category("Golden")]
public sealed class OpenCvGoldenTests
{
    static IEnumerable<TestCaseData> Cases(string input) => GoldenCases.Of("pose_map", golden => golden.InputNames.Contains(input));

    [TestCaseSource(nameof(Cases), new object[] { "ellipses_cx_cy_ax_ay_angle" })]
    public void Ellipses_become_polygons_and_are_filled(GoldenCase golden)
    {
        var ellipses = golden.Input("ellipses_cx_cy_ax_ay_angle").ToIntegers().Chunk(5).ToArray();
        for (var i = 0; i < ellipses.Length; i++)
        {
            var e = Array.ConvertAll(ellipses[i], value => (int)value);
            var points = new (int X, int Y)[OpenCvPolygon.MaximumEllipsePoints];
            var count = OpenCvPolygon.Ellipse(e[0], e[1], e[2], e[3], e[4], points);
            golden.Expect($"polygon{i}", points.Take(count).SelectMany(point => new double[] { point.X, point.Y }).ToArray());
            var spans = Canvas(golden);
            OpenCvPolygon.Fill(spans, points.AsSpan(0, count));
            golden.Expect($"filled{i}", RedOf(spans));
        }
    }

    [TestCaseSource(nameof(Cases), new object[] { "circles_x_y_r" })]
    public void Circles_are_filled(GoldenCase golden)
    {
        var all = new List<byte>();
        foreach (var circle in golden.Input("circles_x_y_r").ToIntegers().Chunk(3))
        {
            var spans = Canvas(golden);
            OpenCvCircle.Fill(spans, (int)circle[0], (int)circle[1], (int)circle[2]);
            all.AddRange(RedOf(spans));
        }
        golden.Expect("circles", all.ToArray());
    }

    [TestCaseSource(nameof(Cases), new object[] { "lines_x1_y1_x2_y2_thickness" })]
    public void Lines_are_drawn(GoldenCase golden)
    {
        var all = new List<byte>();
        var index = 0;
        foreach (var line in golden.Input("lines_x1_y1_x2_y2_thickness").ToIntegers().Chunk(5))
        {
            var spans = Canvas(golden);
            spans.Take(RgbColor.FromHsv(index++ / 20.0, 1, 1));
            OpenCvLine.Draw(spans, (int)line[0], (int)line[1], (int)line[2], (int)line[3], (int)line[4]);
            all.AddRange(PictureOf(spans).Bytes);
        }
        golden.Expect("lines", all.ToArray());
    }

    [TestCaseSource(nameof(Cases), new object[] { "blend_a" })]
    public void Limbs_are_mixed(GoldenCase golden)
    {
        var shape = golden.Input("blend_a").Shape;
        var picture = new RgbImage(shape[1], shape[0], golden.Input("blend_a").Bytes.ToArray());
        var over = golden.Input("blend_b").Bytes.ToArray();
        var spans = new PixelSpans(picture.Width, picture.Height);
        for (var pixel = 0; pixel < picture.Width * picture.Height; pixel++)
        {
            var start = spans.Count;
            spans.Take(new RgbColor(over[3 * pixel], over[3 * pixel + 1], over[3 * pixel + 2]));
            spans.Add(pixel / picture.Width, pixel % picture.Width, pixel % picture.Width);
            spans.MixFrom(start);
        }
        spans.PaintOn(picture);
        golden.Expect("blend_0p4a_0p6b", picture.Bytes);
    }

    static PixelSpans Canvas(GoldenCase golden)
    {
        golden.RequireConfig("canvas", "line_colour");
        Assert.That(golden.Config.GetProperty("line_colour").GetString(), Is.EqualTo("hsv(i/20,1,1)*255"), "the colours that the lines are drawn in");
        var size = golden.Config.GetProperty("canvas");
        var spans = new PixelSpans(size[1].GetInt32(), size[0].GetInt32());
        spans.Take(RgbColor.White);
        return spans;
    }

    static RgbImage PictureOf(PixelSpans spans)
    {
        var picture = new RgbImage(spans.Width, spans.Height);
        spans.PaintOn(picture);
        return picture;
    }

    static byte[] RedOf(PixelSpans spans) => PictureOf(spans).Bytes.Where((_, i) => i % 3 == 0).ToArray();
}
