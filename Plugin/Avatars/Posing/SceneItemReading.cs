using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using Avatars.Files;
using Avatars.Solving;

namespace Avatars.Posing;

/// <summary>Reads what <see cref="SceneItemJson"/> writes, and what earlier versions wrote.</summary>
static class SceneItemReading
{
    public static readonly string[] ShapeNames = ["auto", "linear", "step", "free"];

    static readonly string[] BodyParts = ["body", "head", "leftArm", "rightArm", "leftHand", "rightHand", "legs", "face"];

    /// <param name="place">File and item, for messages.</param>
    /// <param name="version">Of the file.</param>
    /// <exception cref="FormatException">A field is wrong, missing or unknown.</exception>
    public static SceneItem Read(JsonElement element, string place, int version)
    {
        var field = new SceneField(element, place);
        var kind = field.Text("kind");
        field = new SceneField(element, $"{place} ({ErrorLine.Printable(kind, 20)})");
        field.Text("kind");
        SceneItem item;
        try
        {
            item = kind switch
            {
                "scene" => new SceneSettings(field.Text("name", ""), field.Number("seconds", 0, 0, 1e5f),
                    field.Number(version < 2 ? "fps" : "framesPerSecond", 30, 1, 240), (int)field.Number("width", 512, 16, 8192),
                    (int)field.Number("height", 512, 16, 8192), field.Text("background", ""), field.Text("backgroundSha256", "")),
                "person" => Person(field),
                "track" => Track(field, version),
                "clip" => Clip(field),
                "sign" => Sign(field),
                "signing" => Signing(field),
                "camera" => new CameraItem(field.Id("id"), field.Vector("position"), field.Vector("target"), field.Number("fieldOfView", 28, 1, 170)),
                "sound" => new SoundItem(field.Id("id"), new FileReference(field.Text("file"), field.Text("sha256", "")),
                    field.Number("start", 0, -1e5f, 1e5f)),
                "marker" => new MarkerItem(field.Id("id"), field.Number("time", null, 0, 1e5f), field.Text("name", "")),
                "handShape" => new HandShapeItem(new HandShape(field.Id("name"), field.Numbers("degrees", -180, 180), field.Text("description", ""))),
                "selection" => new SelectionItem(Texts(field, "ids")),
                _ => throw field.Wrong($"the kind {ErrorLine.Quote(kind)} is unknown. Known: scene, person, track, clip, sign, signing, camera, sound, "
                    + "marker, handShape"),
            };
        }
        catch (ArgumentException error)
        {
            throw field.Wrong(ErrorLine.Of(error).TrimEnd('.'));
        }
        field.RequireNoOthers();
        return item;
    }

    public static TrackKey Key(JsonElement element, string place, TrackTarget target, int version)
    {
        if (version < 2 && element.ValueKind == JsonValueKind.Array) // version 1: [time, values...]
        {
            var numbers = new List<float>();
            foreach (var number in element.EnumerateArray())
                numbers.Add(number.ValueKind == JsonValueKind.Number && number.TryGetSingle(out var value) && float.IsFinite(value) ? value
                    : throw new FormatException($"{place}: a key is a list of numbers."));
            return numbers.Count > 0 && numbers[0] >= 0 ? new TrackKey(numbers[0], numbers.ToArray().AsSpan(1))
                : throw new FormatException($"{place}: a key begins with its time in seconds, 0 or more.");
        }
        var field = new SceneField(element, place);
        var shape = Array.IndexOf(ShapeNames, field.Text("shape", "auto"));
        if (shape < 0)
            throw field.Wrong($"the shape {ErrorLine.Quote(field.Text("shape"))} is unknown. Known: {string.Join(", ", ShapeNames)}");
        var time = field.Number("time", null, 0, 1e5f);
        var name = field.Text("name", "");
        var values = field.Numbers("values");
        if (target.Kind == TrackKind.Hand && values.Length == 0 && name.Length > 0)
            values = (HandShapes.TryFind(name) ?? throw field.Wrong($"there is no hand shape {ErrorLine.Quote(name)}; give its angles as "
                + $"values")).Degrees.ToArray();
        var tangents = new List<float>();
        foreach (var tangent in field.List("tangents"))
            tangents.Add(tangent.ValueKind == JsonValueKind.String && tangent.GetString() == "step" ? float.PositiveInfinity
                : field.Number(tangent, "tangents", -1e9f, 1e9f));
        field.RequireNoOthers();
        try
        {
            return new TrackKey(time, values, (KeyShape)shape, tangents.ToArray(), name);
        }
        catch (ArgumentException error)
        {
            throw field.Wrong(ErrorLine.Of(error).TrimEnd('.'));
        }
    }

    static PersonItem Person(SceneField field)
    {
        var sources = new List<FileReference>();
        foreach (var source in field.List("sources"))
            sources.Add(File(source, field.Place));
        var shape = new SortedDictionary<string, float>(StringComparer.Ordinal);
        if (field.Element("shape") is { } sliders)
        {
            var names = new SceneField(sliders, field.Place + ", shape");
            foreach (var property in sliders.EnumerateObject())
                shape[property.Name] = names.Number(property.Name, null, -4, 4);
        }
        return new PersonItem(field.Id("id"), field.Text("name", ""), sources, field.Element("body") is { } body ? File(body, field.Place) : default, shape);
    }

    static TrackItem Track(SceneField field, int version)
    {
        TrackTarget target;
        try
        {
            target = TrackTarget.Parse(field.Text("target"));
        }
        catch (FormatException error)
        {
            throw field.Wrong(ErrorLine.Of(error));
        }
        var keys = new List<TrackKey>();
        foreach (var key in field.List("keys"))
            keys.Add(Key(key, $"{field.Place}, {target}, key {keys.Count}", target, version));
        return new TrackItem(field.Id("owner"), target, keys);
    }

    static ClipItem Clip(SceneField field)
    {
        var parts = Texts(field, "parts");
        foreach (var part in parts)
            if (Array.IndexOf(BodyParts, part) < 0)
                throw field.Wrong($"{ErrorLine.Quote(part)} is no part of the body. Known: {string.Join(", ", BodyParts)}");
        return new ClipItem(field.Id("person"), field.Id("id"), new FileReference(field.Text("file"), field.Text("sha256", "")), field.Number("start",
            0, -1e5f, 1e5f),
            field.Number("from", 0, 0, 1e5f), field.Number("seconds", 0, 0, 1e5f), field.Number("speed", 1, 0.01f, 100), field.Number("weight", 1, 0, 1),
            field.Number("blendIn", 0, 0, 1e4f), field.Number("blendOut", 0, 0, 1e4f), field.Flag("loop"), field.Flag("mirror"), field.Flag("inPlace"),
            parts.Length > 0 ? parts : null, field.Text("animation", ""));
    }

    static SignItem Sign(SceneField field)
    {
        var (start, end) = (field.Number("start", null, 0, 1e5f), field.Number("end", null, 0, 1e5f));
        if (start >= end)
            throw field.Wrong(FormattableString.Invariant($"it ends at {end} s, which is not after its start at {start} s"));
        var hold = field.Number("hold", 0, 0, 1e5f);
        if (hold > end - start)
            throw field.Wrong(FormattableString.Invariant($"its hold of {hold} s is longer than the sign of {end - start} s"));
        return new SignItem(field.Id("person"), field.Id("id"), start, end, field.Text("gloss"), field.Text("text", ""), hold, field.Flag("spelled"),
            field.Text("notation", ""), field.Element("recording") is { } file ? File(file, field.Place) : default, field.Number("from", 0, 0, 1e5f),
            field.Number("to", 0, 0, 1e5f), field.Flag("mirror"));
    }

    static SignSettings Signing(SceneField field) => new(field.Id("person"), field.Text("language"), field.Flag("leftHanded"),
        field.Number("rate", 1, 0.2f, 5), !field.Flag("still"), ulong.TryParse(field.Text("seed", "0"), NumberStyles.None, CultureInfo.InvariantCulture,
        out var seed) ? seed : throw field.Wrong("field 'seed' is no whole number"), Texts(field, "tracks"));

    static FileReference File(JsonElement element, string place)
    {
        var field = new SceneField(element, place);
        var file = new FileReference(field.Text("file"), field.Text("sha256", ""));
        field.RequireNoOthers();
        return file;
    }

    static string[] Texts(SceneField field, string name)
    {
        var texts = new List<string>();
        foreach (var element in field.List(name))
            texts.Add(element.ValueKind == JsonValueKind.String ? element.GetString()! : throw field.Wrong($"field '{name}' is a list of texts"));
        return texts.ToArray();
    }
}
