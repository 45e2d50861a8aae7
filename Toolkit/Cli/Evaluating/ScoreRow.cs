using System.Text.Json.Nodes;
using Avatars.Imaging;

namespace Avatars.Cli.Evaluating;

/// <summary>One row of the report: a way to get the target picture, scored on all of it and on the person's box.</summary>
sealed class ScoreRow(string name)
{
    public string Name => name;

    public Score All { get; } = new();

    public Score Person { get; } = new();

    public void Add(RgbImage truth, RgbImage picture, (int X, int Y, int Width, int Height) box)
    {
        All.Add(truth, picture);
        if (Crop(truth, box) is { } person)
            Person.Add(person, Crop(picture, box)!);
    }

    public JsonObject ToJson() => new() { ["name"] = name, ["all"] = ToJson(All), ["person"] = ToJson(Person) };

    static JsonObject ToJson(Score score) => new()
    {
        ["pictures"] = score.Count,
        ["psnr"] = Number(score.Psnr),
        ["ssim"] = Number(score.UniformSsim),
        ["ssim_256"] = Number(score.GaussianSsim),
        ["ssim_range255"] = Number(score.FullRangeSsim),
        ["l1"] = Number(score.L1),
    };

    static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(Math.Round(value, 5)) : null;

    /// <summary>The box's part that lies in the picture; null when there is none.</summary>
    static RgbImage? Crop(RgbImage picture, (int X, int Y, int Width, int Height) box)
    {
        var (left, top) = (Math.Max(box.X, 0), Math.Max(box.Y, 0));
        var (right, bottom) = ((int)Math.Min((long)box.X + box.Width, picture.Width), (int)Math.Min((long)box.Y + box.Height, picture.Height));
        if (right <= left || bottom <= top)
            return null;
        var part = new RgbImage(right - left, bottom - top);
        for (var y = 0; y < part.Height; y++)
            picture.Row(top + y).Slice(left * 3, part.Width * 3).CopyTo(part.Row(y));
        return part;
    }
}
