using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avatars.Files;
using Avatars.Metrics;

namespace Avatars.ModelEvaluation;

/// <summary>The hands of a film as a JSON file.</summary>
public static class FilmHandsReport
{
    public const int FormatVersion = 1;

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="about">What was judged: film, model and so on.</param>
    public static void Write(string file, JsonObject about, FilmHands hands) =>
        WholeFile.Write(file, Encoding.UTF8.GetBytes(ToJson(about, hands).ToJsonString(Indented) + "\n"));

    static JsonObject ToJson(JsonObject about, FilmHands hands)
    {
        var json = new JsonObject { ["formatVersion"] = FormatVersion };
        foreach (var (name, value) in about.ToArray())
            json[name] = value?.DeepClone();
        json["framesPerSecond"] = hands.FramesPerSecond;
        json["pckRadius"] = JointErrors.Near;
        json["leastPck"] = FilmHands.LeastPck;
        json["total"] = ToJson(hands.Summary(isLeft: true), hands.Summary(isLeft: false));
        json["signs"] = new JsonArray([.. hands.SignSummaries().Select((summary, i) =>
        {
            var sign = ToJson(summary.Left, summary.Right);
            sign.Insert(0, "sign", hands.Signs[i].Name);
            sign.Insert(1, "start", JsonNumbers.Of(hands.Signs[i].Start));
            sign.Insert(2, "end", JsonNumbers.Of(hands.Signs[i].End));
            return (JsonNode)sign;
        })]);
        json["badSpans"] = new JsonArray([.. hands.BadSpans().Select(span => (JsonNode)ToJson(span, hands))]);
        json["frames"] = new JsonArray([.. Enumerable.Range(0, hands.Count).Select(i => (JsonNode)ToJson(i, hands))]);
        return json;
    }

    static JsonObject ToJson(HandSummary left, HandSummary right) => new() { ["left"] = ToJson(left), ["right"] = ToJson(right) };

    static JsonObject ToJson(HandSummary summary) => new()
    {
        ["frames"] = summary.Frames,
        ["judged"] = summary.Judged,
        ["found"] = summary.Found,
        ["bad"] = summary.Bad,
        ["pck01"] = JsonNumbers.Of(summary.Pck),
        ["error"] = JsonNumbers.Of(summary.Error),
    };

    static JsonObject ToJson(BadHandSpan span, FilmHands hands) => new()
    {
        ["hand"] = span.IsLeft ? "left" : "right",
        ["firstFrame"] = span.FirstFrame,
        ["lastFrame"] = span.LastFrame,
        ["start"] = JsonNumbers.Of(span.FirstFrame / hands.FramesPerSecond),
        ["end"] = JsonNumbers.Of((span.LastFrame + 1) / hands.FramesPerSecond),
    };

    static JsonObject ToJson(int frame, FilmHands hands) => new()
    {
        ["frame"] = frame,
        ["madeAgain"] = hands.MadeAgain.Contains(frame),
        ["sign"] = hands.Hands[2 * frame].Sign is { } sign ? hands.Signs[sign].Name : null,
        ["left"] = ToJson(hands.Hands[2 * frame]),
        ["right"] = ToJson(hands.Hands[2 * frame + 1]),
    };

    static JsonObject ToJson(JudgedHandFrame hand) => hand.Obstacle switch
    {
        HandObstacle.Outside => new() { ["notJudged"] = "outside" },
        HandObstacle.Hidden => new() { ["notJudged"] = "hidden" },
        HandObstacle.Small => new() { ["notJudged"] = "small" },
        _ => new() { ["found"] = hand.IsFound, ["pck01"] = JsonNumbers.Of(hand.Pck), ["error"] = JsonNumbers.Of(hand.Error), ["bad"] = hand.IsBad },
    };
}
