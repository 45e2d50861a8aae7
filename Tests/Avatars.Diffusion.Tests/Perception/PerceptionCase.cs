using System.Numerics;
using System.Text.Json;
using Avatars.Fixtures;
using Avatars.Imaging;
using Avatars.Perception;
using Avatars.Pictures;

namespace Avatars.Diffusion.Tests.Perception;

/// <summary>One picture with what MediaPipe's own packages found in it: <c>golden/mediapipe/landmarks/NAME.json</c>.</summary>
sealed class PerceptionCase(string path) : IDisposable
{
    readonly JsonDocument _json = JsonDocument.Parse(File.ReadAllBytes(path));

    public string Name { get; } = Path.GetFileNameWithoutExtension(path);

    public JsonElement Root => _json.RootElement;

    public int Width => Root.GetProperty("image_size")[0].GetInt32();

    public int Height => Root.GetProperty("image_size")[1].GetInt32();

    public static IEnumerable<TestCaseData> All => SharedFolders.Files(SharedFolder.Golden, "mediapipe/landmarks", "*.json");

    /// <summary>The element at a path of names, or null where one is missing or null.</summary>
    public JsonElement? Find(params string[] names)
    {
        var element = Root;
        foreach (var name in names)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        return element.ValueKind == JsonValueKind.Null ? null : element;
    }

    public IEnumerable<JsonElement> List(params string[] names) => Find(names)?.EnumerateArray() ?? [];

    /// <summary>A point in shares of the picture, in pixels.</summary>
    public Vector2 Pixels(JsonElement point) => new(point[0].GetSingle() * Width, point[1].GetSingle() * Height);

    /// <summary>Landmarks in pixels, z on the scale of x.</summary>
    public Vector3[] Landmarks(JsonElement list) =>
        [.. list.EnumerateArray().Select(point => new Vector3(Pixels(point), point[2].GetSingle() * Width))];

    public CropRegion Region(JsonElement rect) => new(
        new Vector2(rect.GetProperty("x_center").GetSingle() * Width, rect.GetProperty("y_center").GetSingle() * Height),
        new Vector2(rect.GetProperty("width").GetSingle() * Width, rect.GetProperty("height").GetSingle() * Height), rect.GetProperty("rotation").GetSingle());

    /// <summary>Of a detection whose box has a centre.</summary>
    public Detection Detected(JsonElement detection)
    {
        var box = detection.GetProperty("box");
        var size = new Vector2(box.GetProperty("width").GetSingle() * Width, box.GetProperty("height").GetSingle() * Height);
        var corner = box.TryGetProperty("x_center", out var x)
            ? new Vector2(x.GetSingle() * Width, box.GetProperty("y_center").GetSingle() * Height) - size / 2
            : new Vector2(box.GetProperty("xmin").GetSingle() * Width, box.GetProperty("ymin").GetSingle() * Height);
        var points = detection.GetProperty("keypoints").EnumerateArray().Select(Pixels).ToArray();
        return new Detection(detection.GetProperty("score").GetSingle(), new Box(corner.X, corner.Y, size.X, size.Y), points);
    }

    /// <summary>The part of the photograph that MediaPipe was given.</summary>
    public RgbImage ReadPicture()
    {
        var rect = Root.GetProperty("rect");
        var picture = PictureFile.ReadRgb(Path.Combine(SharedFolders.Assets, "photos", Root.GetProperty("photo").GetString()!));
        return new PixelBox(rect.GetProperty("x").GetInt32(), rect.GetProperty("y").GetInt32(), Width, Height).CutFrom(picture)!;
    }

    public void Dispose() => _json.Dispose();
}
