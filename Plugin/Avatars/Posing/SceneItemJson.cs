using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Avatars.Solving;

namespace Avatars.Posing;

/// <summary>Items as JSON objects with their fields in a fixed order; fields at their default are left out, so that files are short and differences
/// small.</summary>
static class SceneItemJson
{
    /// <param name="isOneLine">False puts each key of a track on a line of its own.</param>
    public static string Write(SceneItem item, bool isOneLine)
    {
        var json = new Builder();
        switch (item)
        {
            case SceneSettings scene:
                json.Begin("scene").Text("name", scene.Name).Number("seconds", scene.Seconds).Number("framesPerSecond", scene.FramesPerSecond, 30)
                    .Number("width", scene.Width, 512).Number("height", scene.Height, 512).Text("background", scene.Background)
                    .Text("backgroundSha256", scene.BackgroundHash);
                break;
            case PersonItem person:
                json.Begin("person").Text("id", person.Person).Text("name", person.Name);
                if (person.Sources.Count > 0)
                    json.Raw("sources", "[" + string.Join(",", person.Sources.Select(File)) + "]");
                if (!person.Body.IsEmpty)
                    json.Raw("body", File(person.Body));
                if (person.Shape.Count > 0)
                    json.Raw("shape", "{" + string.Join(",", person.Shape.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                        .Select(pair => $"{Quote(pair.Key)}:{Number(pair.Value)}")) + "}");
                break;
            case TrackItem track:
                json.Begin("track").Text("owner", track.OwnerId).Text("target", track.Target.ToString());
                var between = isOneLine ? "," : ",\n      ";
                json.Raw("keys", "[" + (isOneLine ? "" : "\n      ") + string.Join(between, track.Keys.Select(Key)) + "]");
                break;
            case ClipItem clip:
                json.Begin("clip").Text("person", clip.Person).Text("id", clip.Clip).Text("file", clip.File.File).Text("sha256", clip.File.Hash)
                    .Text("animation", clip.Animation).Number("start", clip.Start).Number("from", clip.From).Number("seconds", clip.Seconds)
                    .Number("speed", clip.Speed, 1).Number("weight", clip.Weight, 1).Number("blendIn", clip.BlendIn).Number("blendOut", clip.BlendOut)
                    .Flag("loop", clip.IsLooped).Flag("mirror", clip.IsMirrored).Flag("inPlace", clip.IsInPlace);
                if (clip.Parts is { Count: > 0 } parts)
                    json.Raw("parts", "[" + string.Join(",", parts.Select(Quote)) + "]");
                break;
            case SignItem sign:
                json.Begin("sign").Text("person", sign.Person).Text("id", sign.Sign).Raw("start", Number(sign.Start)).Raw("end", Number(sign.End))
                    .Text("gloss", sign.Gloss).Text("text", sign.Text).Number("hold", sign.Hold).Flag("spelled", sign.IsSpelled)
                    .Text("notation", sign.Notation);
                if (!sign.Recording.IsEmpty)
                    json.Raw("recording", File(sign.Recording));
                json.Number("from", sign.From).Number("to", sign.To).Flag("mirror", sign.IsMirrored);
                break;
            case SignSettings signing:
                json.Begin("signing").Text("person", signing.Person).Text("language", signing.Language).Flag("leftHanded", signing.IsLeftHanded)
                    .Number("rate", signing.Rate, 1).Flag("still", !signing.HasIdle)
                    .Text("seed", signing.Seed == 0 ? "" : signing.Seed.ToString(CultureInfo.InvariantCulture));
                if (signing.Tracks.Count > 0)
                    json.Raw("tracks", "[" + string.Join(",", signing.Tracks.Select(Quote)) + "]");
                break;
            case CameraItem camera:
                json.Begin("camera").Text("id", camera.Camera).Raw("position", Vector(camera.Position)).Raw("target", Vector(camera.Target))
                    .Raw("fieldOfView", Number(camera.VerticalFieldOfView));
                break;
            case SoundItem sound:
                json.Begin("sound").Text("id", sound.Sound).Text("file", sound.File.File).Text("sha256", sound.File.Hash).Number("start", sound.Start);
                break;
            case MarkerItem marker:
                json.Begin("marker").Text("id", marker.Marker).Raw("time", Number(marker.Time)).Text("name", marker.Name);
                break;
            case HandShapeItem shape:
                json.Begin("handShape").Text("name", shape.Shape.Name).Text("description", shape.Shape.Description)
                    .Raw("degrees", Numbers(shape.Shape.Degrees));
                break;
            case SelectionItem selection:
                json.Begin("selection").Raw("ids", "[" + string.Join(",", selection.Ids.Select(Quote)) + "]");
                break;
            default:
                throw new ArgumentException($"Items of type {item.GetType().Name} cannot be written.", nameof(item));
        }
        return json.End();
    }

    public static string Key(TrackKey key)
    {
        var text = new StringBuilder($"{{\"time\":{Number(key.Time)}");
        if (key.Text.Length > 0)
            text.Append(",\"name\":").Append(Quote(key.Text));
        if (key.Values.Length > 0)
            text.Append(",\"values\":").Append(Numbers(key.Values));
        if (key.Shape != KeyShape.Auto)
            text.Append(",\"shape\":\"").Append(SceneItemReading.ShapeNames[(int)key.Shape]).Append('"');
        if (key.Tangents.Length > 0)
        {
            // JSON has no infinity: a tangent that steps is the word "step".
            text.Append(",\"tangents\":[");
            for (var i = 0; i < key.Tangents.Length; i++)
                text.Append(i > 0 ? "," : "").Append(float.IsInfinity(key.Tangents[i]) ? "\"step\"" : Number(key.Tangents[i]));
            text.Append(']');
        }
        return text.Append('}').ToString();
    }

    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    public static string Number(float value) => value == 0 ? "0" : value.ToString("R", CultureInfo.InvariantCulture);

    static string File(FileReference file) => file.Hash.Length == 0 ? $"{{\"file\":{Quote(file.File)}}}"
        : $"{{\"file\":{Quote(file.File)},\"sha256\":{Quote(file.Hash)}}}";

    static string Vector(Vector3 vector) => Numbers([vector.X, vector.Y, vector.Z]);

    static string Numbers(ReadOnlySpan<float> values)
    {
        var text = new StringBuilder("[");
        for (var i = 0; i < values.Length; i++)
            text.Append(i > 0 ? "," : "").Append(Number(values[i]));
        return text.Append(']').ToString();
    }

    sealed class Builder
    {
        readonly StringBuilder _text = new("{");

        public Builder Begin(string kind)
        {
            _text.Append("\"kind\":").Append(Quote(kind));
            return this;
        }

        public Builder Raw(string name, string json)
        {
            _text.Append(',').Append(Quote(name)).Append(':').Append(json);
            return this;
        }

        public Builder Text(string name, string value) => value.Length == 0 ? this : Raw(name, Quote(value));

        public Builder Number(string name, float value, float usual = 0) => value == usual ? this : Raw(name, SceneItemJson.Number(value));

        public Builder Flag(string name, bool value) => value ? Raw(name, "true") : this;

        public string End() => _text.Append('}').ToString();
    }
}
