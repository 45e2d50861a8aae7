using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Evaluation;
using Avatars.Files;
using Avatars.Imaging;
using Avatars.Metrics;
using Avatars.Perception;
using Avatars.PoseMaps;
using Avatars.Systems;

namespace Avatars.ModelEvaluation;

/// <summary>
/// Scores a model on photographs: the person of one, in the pose and before the camera of another one that shows them in the same clothes.
/// </summary>
/// <remarks>
/// Photographs of equal size count as one camera's: source and target are then the same part of both, which shows the person in either, so that a copied
/// source has the background right. Of others each is the part around its own person.
/// </remarks>
public sealed class PhotoEvaluation
{
    const float LeastVisible = 0.5f; // of a joint that BodyPix is asked for

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    readonly IFrameGenerator _generator;
    readonly PoseMapStyle _style;
    readonly GenerationSettings[] _settings;
    readonly PersonPerception _perception;
    readonly BodyPix? _body;
    readonly PhotoBodies? _bodies;
    readonly PhotoRow? _textured;
    readonly ComparedModel[] _others;
    readonly KeypointConversion _toCoco = new(KeypointLayout.MediaPipeHolistic553, KeypointLayout.CocoBodyFeet23);
    readonly JsonArray _pairs = [];

    /// <summary>Borrows everything.</summary>
    /// <param name="settings">A row for each.</param>
    /// <param name="perception">Makes mattes.</param>
    /// <param name="body">Null for none.</param>
    /// <param name="bodies">For models that generate from the textured body; null for others.</param>
    /// <param name="others">Models that make pictures of the same size from the same pose maps.</param>
    public PhotoEvaluation(IFrameGenerator generator, PoseMapStyle style, GenerationSettings[] settings, PersonPerception perception, BodyPix? body,
        PhotoBodies? bodies = null, params IEnumerable<ComparedModel> others)
    {
        (_generator, _style, _settings, _perception, _body, _bodies) = (generator, style, settings, perception, body, bodies);
        _textured = bodies is null ? null : new PhotoRow("textured body alone");
        Rows = [new PhotoRow("photograph itself"), new PhotoRow("source copied"), .. settings.Select(one => new PhotoRow(PairEvaluation.NameOf(one))),
            .. _textured is null ? Array.Empty<PhotoRow>() : [_textured],
            .. (_others = [.. others]).SelectMany(other => other.Settings.Select(one => new PhotoRow(other.RowName(one))))];
    }

    /// <summary>The target photograph, the copied source, one for each of the settings, and for models that read it the textured body.</summary>
    public IReadOnlyList<PhotoRow> Rows { get; }

    /// <summary>Scores one pair.</summary>
    /// <returns>Source, pose map or textured body, a picture for each of the settings, truth: all of the model's size.</returns>
    public RgbImage[] Add(PerceivedPhoto source, PerceivedPhoto target)
    {
        var (width, height) = (_generator.Width, _generator.Height);
        var (sourceFrame, frame) = (source.FrameWith(target, width, height), target.FrameWith(source, width, height));
        var (copied, truth) = (source.Cut(sourceFrame, width, height), target.Cut(frame, width, height));
        var matte = target.CutMatte(frame, width, height);
        var keypoints = target.KeypointsIn(frame);
        var pose = _bodies?.Draw(source, sourceFrame, target, frame, _style, width, height)
            ?? TargetPose.Draw(keypoints, _style, width, height); // in the photograph's own camera
        var scores = new List<PhotoScore> { Score(Rows[0], truth, truth, matte, keypoints), Score(Rows[1], copied, truth, matte, keypoints) };
        _generator.SetSource(new PersonSource(new SourceView(copied, source.KeypointsIn(sourceFrame))));
        var pictures = new List<RgbImage> { copied, pose.Body?.Warped ?? pose.Map };
        for (var i = 0; i < _settings.Length; i++)
        {
            var picture = new RgbImage(width, height);
            _generator.Configure(_settings[i]);
            _generator.Generate(pose, picture);
            scores.Add(Score(Rows[2 + i], picture, truth, matte, keypoints));
            pictures.Add(picture);
        }
        if (_textured is not null)
            scores.Add(Score(_textured, pose.Body!.Warped, truth, matte, keypoints));
        foreach (var other in _others)
        {
            other.Generator.SetSource(new PersonSource(new SourceView(copied, source.KeypointsIn(sourceFrame))));
            foreach (var settings in other.Settings)
            {
                var picture = new RgbImage(width, height);
                other.Generator.Configure(settings);
                other.Generator.Generate(pose, picture);
                scores.Add(Score(Rows[scores.Count], picture, truth, matte, keypoints));
            }
        }
        _pairs.Add(new JsonObject
        {
            ["source"] = source.File.Name,
            ["target"] = target.File.Name,
            ["boxPsnr"] = new JsonArray([.. scores.Select(score => JsonNumbers.Of(Math.Min(score.BoxPsnr, 100)))]),
            ["boxSsim"] = new JsonArray([.. scores.Select(score => JsonNumbers.Of(score.BoxSsim))]),
            ["matteOverlap"] = new JsonArray([.. scores.Select(score => JsonNumbers.Of(score.MatteOverlap))]),
        });
        return [.. pictures, truth];
    }

    public void Write(string file, JsonObject about)
    {
        var json = new JsonObject { ["formatVersion"] = EvaluationReport.FormatVersion };
        foreach (var (name, value) in about.ToArray())
            json[name] = value?.DeepClone();
        json["rows"] = new JsonArray([.. Rows.Select(row => row.ToJson())]);
        json["pairs"] = _pairs.DeepClone();
        WholeFile.Write(file, Encoding.UTF8.GetBytes(json.ToJsonString(Indented) + "\n"));
    }

    PhotoScore Score(PhotoRow row, RgbImage picture, RgbImage truth, byte[] matte, KeypointFrame keypoints)
    {
        var box = BoxOf(matte, truth.Width, truth.Height);
        var inBox = PictureScore.Of(truth, picture, box) ?? default;
        var person = _perception.FindPeople(picture) is [var largest, ..] ? largest : null;
        var score = new PhotoScore(
            inBox.Published?.Psnr ?? double.NaN, inBox.FullRangeSsim,
            MattePsnr(truth, picture, matte), Ssim.Gaussian15.Compare(PictureValues.OfBytes(truth), PictureValues.OfBytes(picture), range: 255, matte),
            person is null ? 0 : Overlap(person.Matte!.Bytes, matte),
            (person?.LeftHand is null ? 0 : 1) + (person?.RightHand is null ? 0 : 1));
        row.Add(score);
        ScoreBody(row, picture, keypoints, Math.Max(box.Width, box.Height));
        return score;
    }

    void ScoreBody(PhotoRow row, RgbImage picture, KeypointFrame keypoints, float size)
    {
        if (_body is null)
            return;
        var (scaleX, scaleY) = (picture.Width / keypoints.Canvas!.Value.Width, picture.Height / keypoints.Canvas.Value.Height);
        var (expected, found) = (new Keypoint[KeypointLayout.CocoBodyFeet23.Count], new Keypoint[BodyPix.Joints]);
        _toCoco.Run(keypoints.People[0], expected);
        _body.Look(picture, found);
        for (var i = 0; i < found.Length; i++)
            if (expected[i].Confidence > LeastVisible)
                row.Body.Add(new Vector2((float)(expected[i].X * scaleX), (float)(expected[i].Y * scaleY)), new Vector2(found[i].X, found[i].Y), size,
                    found[i].Confidence > BodyPix.Threshold);
    }

    static double MattePsnr(RgbImage truth, RgbImage picture, byte[] matte)
    {
        double sum = 0, weights = 0;
        for (var i = 0; i < truth.Bytes.Length; i++)
        {
            var difference = truth.Bytes[i] - picture.Bytes[i];
            sum += (double)matte[i / 3] * difference * difference;
            weights += matte[i / 3];
        }
        return 10 * Math.Log10(255.0 * 255 / (sum / weights));
    }

    static double Overlap(byte[] first, byte[] second)
    {
        var (both, either) = (0, 0);
        for (var i = 0; i < first.Length; i++)
        {
            both += first[i] > 127 && second[i] > 127 ? 1 : 0;
            either += first[i] > 127 || second[i] > 127 ? 1 : 0;
        }
        return either == 0 ? 0 : (double)both / either;
    }

    static PixelBox BoxOf(byte[] matte, int width, int height)
    {
        var (left, top, right, bottom) = (width, height, 0, 0);
        for (var i = 0; i < matte.Length; i++)
            if (matte[i] > 127)
            {
                (left, top) = (Math.Min(left, i % width), Math.Min(top, i / width));
                (right, bottom) = (Math.Max(right, i % width + 1), Math.Max(bottom, i / width + 1));
            }
        return new PixelBox(left, top, right - left, bottom - top);
    }
}
