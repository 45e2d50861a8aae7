using System.Text.Json.Nodes;
using Avatars.Cli.Generating;
using Avatars.Evaluation;
using Avatars.Files;
using Avatars.Imaging;
using Avatars.Inference;
using Avatars.ModelEvaluation;
using Avatars.Models;
using Avatars.PoseMaps;
using Avatars.Posing;
using Avatars.Signing;
using Avatars.Streaming;
using Avatars.Systems;
using Spectre.Console;

namespace Avatars.Cli.Signing;

/// <summary>avatar sign --report: the hands of the finished frames, found by MediaPipe's network, against the requested ones.</summary>
sealed class HandReport : IDisposable
{
    const int MostRows = 200; // of the printed table
    const byte BehindTransparent = 128;

    readonly string _file;
    readonly HandLandmarks _network;
    readonly FilmHands _hands;
    readonly Keypoint[] _left = new Keypoint[KeypointLayout.Hand21.Count], _right = new Keypoint[KeypointLayout.Hand21.Count];
    readonly (GenerationSettings Film, GenerationSettings Again)? _retry;
    RgbImage? _opaque, _second;
    int _tried;

    /// <param name="retry">Settings of the film, and those with which bad frames are made again; null for not at all.</param>
    /// <exception cref="FileNotFoundException">MediaPipe's networks are not set up; the message names the command that brings them.</exception>
    public HandReport(string file, SigningMotion signed, (GenerationSettings Film, GenerationSettings Again)? retry)
    {
        (_file, _retry) = (file, retry);
        _network = new HandLandmarks(PerceptionModels.Open().Verify(PerceptionNetworks.HandLandmarkFull), new InferenceOptions { Threads = 1 });
        _hands = new FilmHands(_network, signed.FrameRate,
            [.. signed.Signs.Select(sign => new NamedSpan(sign.Item.Gloss.ToUpperInvariant(), sign.Start, sign.End))]);
    }

    /// <summary>Checks the request before anything is generated.</summary>
    /// <param name="isFilm">Whether a film is written.</param>
    public static void Require(string file, bool isFilm)
    {
        if (!file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"--report {file}: reports are written as .json. Give the file that ending.");
        if (!isFilm)
            throw new ArgumentException("--report judges the frames of a film. Write one with --out FILE.mp4, .webm or .mov, or leave --report out.");
        WholeFile.RequireWritable(file);
        PerceptionModels.Open().Verify(PerceptionNetworks.HandLandmarkFull);
    }

    /// <summary>Checks what goes with the report.</summary>
    public static void RequireScene(string? scene, string? report, int retrySteps)
    {
        if (retrySteps is < 0 or > 1000)
            throw new ArgumentException($"--retry-steps {retrySteps}: 0 to 1000 are possible.");
        if (scene is null)
            return;
        if (report is null)
            throw new ArgumentException("--mark marks what --report finds. Give --report FILE.json too, or leave --mark out.");
        SceneFile.Read(scene);
        WholeFile.RequireWritable(scene);
    }

    /// <exception cref="ArgumentException">The model's pose maps have no hands.</exception>
    public void Add(SequenceFrame frame)
    {
        var picture = frame.Transparent is { } transparent ? Opaque(transparent) : frame.Picture;
        Take(frame, "leftHand", picture, _left);
        Take(frame, "rightHand", picture, _right);
        var judged = _hands.Judge(picture, _left, _right);
        JudgedFrame? second = judged.IsBad && _retry is { } retry && frame.Transparent is null ? MakeAgain(frame, retry) : null;
        if (second is { } better && better.Pck > judged.Pck)
        {
            _second!.Bytes.CopyTo(frame.Picture.Bytes, 0);
            _hands.Add(better, isMadeAgain: true);
        }
        else
            _hands.Add(judged);
    }

    JudgedFrame MakeAgain(SequenceFrame frame, (GenerationSettings Film, GenerationSettings Again) retry)
    {
        _tried++;
        _second ??= new RgbImage(frame.Picture.Width, frame.Picture.Height);
        frame.MakeAgain(retry.Again, retry.Film, _second);
        return _hands.Judge(_second, _left, _right);
    }

    /// <summary>Marks the bad spans on the timeline of a scene, in place of earlier marks.</summary>
    public void Mark(string scene)
    {
        var document = SceneFile.Read(scene);
        BadHandMarkers.Put(document, _hands);
        SceneFile.Write(scene, document);
    }

    /// <summary>Writes the file and prints the table.</summary>
    public void Write(string film, string model, int width, int height)
    {
        FilmHandsReport.Write(_file, new JsonObject
        {
            ["film"] = Path.GetFileName(film),
            ["model"] = model,
            ["network"] = PerceptionNetworks.HandLandmarkFull,
            ["width"] = width,
            ["height"] = height,
        }, _hands);
        var table = new Table().AddColumns("sign", "hand", "frames", "judged", "found", "PCK@0.1", "error", "bad");
        var signs = _hands.SignSummaries();
        for (var i = 0; i < signs.Count && table.Rows.Count < MostRows; i++)
        {
            AddRow(table, _hands.Signs[i].Name, "left", signs[i].Left);
            AddRow(table, _hands.Signs[i].Name, "right", signs[i].Right);
        }
        AddRow(table, "whole film", "left", _hands.Summary(isLeft: true));
        AddRow(table, "whole film", "right", _hands.Summary(isLeft: false));
        Tables.Write(table);
        if (_tried > 0)
            Console.WriteLine($"{_tried} bad {(_tried == 1 ? "frame was" : "frames were")} made again with {_retry!.Value.Again.Steps} steps, "
                + $"{_hands.MadeAgain.Count} of them better.");
        var spans = _hands.BadSpans();
        Console.WriteLine($"{_file}: {spans.Count} bad {(spans.Count == 1 ? "span" : "spans")}{(table.Rows.Count > MostRows ? "; the table shows the first "
            + "signs only" : "")}.");
    }

    public void Dispose() => _network.Dispose();

    /// <summary>Only hands of which a frame is judged.</summary>
    static void AddRow(Table table, string sign, string hand, HandSummary summary)
    {
        if (summary.Judged > 0)
            table.AddRow(Markup.Escape(ErrorLine.Printable(sign, 40)), hand, $"{summary.Frames}", $"{summary.Judged}", $"{summary.Found}",
                $"{summary.Pck:F3}", $"{summary.Error:F3}", $"{summary.Bad}");
    }

    static void Take(SequenceFrame frame, string part, RgbImage picture, Keypoint[] joints)
    {
        if (frame.Layout.Parts.Length == 0)
            throw new ArgumentException($"--report: the pose style '{frame.Layout.Name}' of this model has no hands, so nothing can be compared. Choose "
                + "another model, or leave --report out.");
        var (x, y) = ((float)picture.Width / frame.PoseMap.Width, (float)picture.Height / frame.PoseMap.Height);
        frame.Keypoints.Slice(frame.Layout.Part(part).Start, joints.Length).CopyTo(joints);
        foreach (ref var joint in joints.AsSpan())
            joint = joint with { X = joint.X * x, Y = joint.Y * y };
    }

    RgbImage Opaque(RgbaImage frame)
    {
        _opaque ??= new RgbImage(frame.Width, frame.Height);
        for (int from = 0, to = 0; from < frame.Bytes.Length; from += 4, to += 3)
            for (var k = 0; k < 3; k++)
                _opaque.Bytes[to + k] = (byte)((frame.Bytes[from + k] * frame.Bytes[from + 3] + BehindTransparent * (255 - frame.Bytes[from + 3]) + 127)
                    / 255);
        return _opaque;
    }
}
