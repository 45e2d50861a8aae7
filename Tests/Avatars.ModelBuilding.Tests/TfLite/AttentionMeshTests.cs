using System.Numerics;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Models;
using Avatars.Pictures;

namespace Avatars.ModelBuilding.TfLite;

/// <summary>MediaPipe's own operators (patches around lips and eyes), through the face mesh that its browser package found in a photograph.</summary>
public sealed class AttentionMeshTests
{
    const int Side = 192;
    const float Tolerance = 0.1f; // pixels of the photograph

    /// <summary>Photographs that the golden data has decoded, so that no JPEG decoder matters.</summary>
    [TestCase("astronaut_collins"), TestCase("generated_signer_green")]
    public void Irises_and_lips_are_where_the_browser_finds_them(string photo)
    {
        var golden = Path.Combine(SharedFolders.Golden, "mediapipe");
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(golden, "landmarks", photo + "_full.json")));
        var picture = PictureFile.ReadRgb(Path.Combine(golden, "inputs", photo + ".png"));
        var region = Region.Of(json.RootElement.GetProperty("face_mesh_intermediate").GetProperty("rois_from_detections")[0], picture);
        var results = MediaPipeNetworkTests.Run(PerceptionNetworks.FaceLandmarkWithAttention, region.Crop(picture));
        Vector2[] expected = [.. json.RootElement.GetProperty("face_mesh_refined").GetProperty("faceLandmarks").EnumerateArray()
            .Select(point => new Vector2(point[0].GetSingle() * picture.Width, point[1].GetSingle() * picture.Height))];

        Vector2[] irises = [.. new[] { "output_left_iris", "output_right_iris" }.SelectMany(name => region.Points(results[name]))];
        Assert.That(irises.Zip(expected[468..], Vector2.Distance).Max(), Is.LessThan(Tolerance), "irises");
        foreach (var name in new[] { "output_lips", "output_left_eye", "output_right_eye" })
            Assert.That(region.Points(results[name]).Max(point => expected.Min(other => Vector2.Distance(point, other))), Is.LessThan(Tolerance), name);
    }

    /// <summary>A turned square of a picture, pixels.</summary>
    readonly record struct Region(Vector2 Centre, float Length, float Radians)
    {
        public static Region Of(JsonElement roi, RgbImage picture) =>
            new(new Vector2(roi.GetProperty("x_center").GetSingle() * picture.Width, roi.GetProperty("y_center").GetSingle() * picture.Height),
                roi.GetProperty("width").GetSingle() * picture.Width, roi.GetProperty("rotation").GetSingle());

        public float[] Crop(RgbImage picture)
        {
            var values = new float[Side * Side * 3];
            for (var i = 0; i < values.Length; i++)
                values[i] = Sample(picture, Place(new Vector2(i / 3 % Side + 0.5f, i / 3 / Side + 0.5f)), i % 3);
            return values;
        }

        /// <summary>Pairs x, y in the crop's pixels.</summary>
        public Vector2[] Points(float[] values)
        {
            var region = this;
            return [.. Enumerable.Range(0, values.Length / 2).Select(i => region.Place(new Vector2(values[2 * i], values[2 * i + 1])))];
        }

        Vector2 Place(Vector2 inCrop) => Centre + Vector2.Transform((inCrop / Side - new Vector2(0.5f)) * Length, Matrix3x2.CreateRotation(Radians));

        static float Sample(RgbImage picture, Vector2 at, int channel)
        {
            var (x, y) = (at.X - 0.5f, at.Y - 0.5f);
            var (left, top) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
            float Pixel(int column, int row) =>
                picture.Bytes[(Math.Clamp(row, 0, picture.Height - 1) * picture.Width + Math.Clamp(column, 0, picture.Width - 1)) * 3 + channel] / 255f;
            float Row(int row) => Pixel(left, row) + (Pixel(left + 1, row) - Pixel(left, row)) * (x - left);
            return Row(top) + (Row(top + 1) - Row(top)) * (y - top);
        }
    }
}
