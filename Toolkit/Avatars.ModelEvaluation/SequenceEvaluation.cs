using System.Text.Json.Nodes;
using Avatars.Imaging;
using Avatars.Metrics;
using Avatars.Systems;

namespace Avatars.ModelEvaluation;

/// <summary>Generates whole motions frame by frame, and compares their change from frame to frame with the true renders'.</summary>
public sealed class SequenceEvaluation
{
    readonly IFrameGenerator _generator;
    readonly AutoencoderReconstruction _autoencoder;
    readonly GenerationSettings[] _settings;
    readonly List<Row> _rows;
    readonly Row _textured = new("textured body alone");

    /// <summary>Borrows everything.</summary>
    public SequenceEvaluation(IFrameGenerator generator, AutoencoderReconstruction autoencoder, GenerationSettings[] settings)
    {
        (_generator, _autoencoder, _settings) = (generator, autoencoder, settings);
        _rows = [new Row(PairEvaluation.Reconstruction), .. settings.Select(one => new Row(PairEvaluation.NameOf(one)))];
    }

    /// <summary>One method of producing the frames: its flicker on all of the picture and in the person's box.</summary>
    public sealed record Row(string Name)
    {
        public Flicker All { get; } = new();

        public Flicker Person { get; } = new();
    }

    public IReadOnlyList<Row> Rows => [.. _rows, .. _textured.All.Count > 0 ? [_textured] : Array.Empty<Row>()];

    public int Count { get; private set; }

    /// <param name="frames">Of one sequence, in order; they share one source.</param>
    /// <returns>Per frame its pose map, its pictures and the truth, all of the model's size.</returns>
    public IReadOnlyList<RgbImage[]> Add(IReadOnlyList<Pair> frames)
    {
        _generator.SetSource(new PersonSource(frames[0].Source));
        var strip = new List<RgbImage[]>();
        ScoredPair? before = null;
        RgbImage? bodyBefore = null;
        foreach (var frame in frames)
        {
            var truth = new ScoredPair(frame, _generator.Width, _generator.Height);
            var body = frame.Pose.Body is { } textured ? ScoredPair.Sized(textured.Warped, _generator.Width, _generator.Height) : null;
            RgbImage[] pictures = [_autoencoder.Reconstruct(truth.Target, _generator, frame.Pose),
                .. _settings.Select(settings => Generate(settings, frame.Pose))];
            if (before is not null)
                for (var i = 0; i < pictures.Length; i++)
                    Compare(_rows[i], before, truth, strip[^1][i + 1], pictures[i]);
            if (body is not null && bodyBefore is not null)
                Compare(_textured, before!, truth, bodyBefore, body);
            bodyBefore = body;
            strip.Add([ScoredPair.Sized(frame.Pose.Map, _generator.Width, _generator.Height), .. pictures, truth.Target]);
            before = truth;
        }
        Count++;
        return strip;
    }

    public JsonObject ToJson() => new()
    {
        ["sequences"] = Count,
        ["rows"] = new JsonArray([.. Rows.Select(row => new JsonObject { ["name"] = row.Name, ["all"] = ToJson(row.All), ["person"] = ToJson(row.Person) })]),
    };

    static JsonObject ToJson(Flicker flicker) => new()
    {
        ["steps"] = flicker.Count,
        ["trueChange"] = JsonNumbers.Of(flicker.TrueChange),
        ["ratio"] = JsonNumbers.Of(flicker.Ratio),
        ["wrongChange"] = JsonNumbers.Of(flicker.WrongChange),
    };

    RgbImage Generate(GenerationSettings settings, TargetPose pose)
    {
        var picture = new RgbImage(_generator.Width, _generator.Height);
        _generator.Configure(settings);
        _generator.Generate(pose, picture);
        return picture;
    }

    static void Compare(Row row, ScoredPair before, ScoredPair truth, RgbImage pictureBefore, RgbImage picture)
    {
        row.All.Add(before.Target, truth.Target, pictureBefore, picture);
        var box = Around(before.Person, truth.Person);
        if (box.CutFrom(truth.Target) is { } person)
            row.Person.Add(box.CutFrom(before.Target)!, person, box.CutFrom(pictureBefore)!, box.CutFrom(picture)!);
    }

    static PixelBox Around(PixelBox a, PixelBox b)
    {
        var (left, top) = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y));
        return new PixelBox(left, top, Math.Max(a.X + a.Width, b.X + b.Width) - left, Math.Max(a.Y + a.Height, b.Y + b.Height) - top);
    }
}
