using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Avatars.PoseMaps;

/// <summary>DWPose's own dictionary, as programs around it save it: the bodies' points in one list, and which of them are seen; hands and faces in
/// lists of theirs. Shares of the picture.</summary>
/// <remarks>IDEA-Research/DWPose, ControlNet-v1-1-nightly/annotator/dwpose.</remarks>
static class DwposeJson
{
    const int Body = 18;

    public static bool Matches(JsonElement root) => KeypointField.Of(root, "bodies") is { ValueKind: JsonValueKind.Object } bodies
        && KeypointField.Of(bodies, "candidate") is not null;

    public static FoundFrame Read(JsonElement root, string name)
    {
        var bodies = KeypointField.Of(root, "bodies")!.Value;
        int[] counts = [.. Enumerable.Range(1, KeypointsFile.MaximumPeople).Select(people => people * Body)];
        var points = PointList.Read(KeypointField.Of(bodies, "candidate")!.Value, counts, name, "bodies.candidate");
        if (!counts.Contains(points.Length))
            throw new FormatException($"'{name}', bodies.candidate: {points.Length} points; expected {Body} for each person, up "
                + $"to {KeypointsFile.MaximumPeople} people.");
        var seen = KeypointField.Any(bodies, "subset", "score") is { ValueKind: JsonValueKind.Array } subset ? subset.EnumerateArray().ToArray() : [];
        var hands = Lists(root, "hands");
        var faces = Lists(root, "faces");
        var people = new List<FoundGroup[]>();
        for (var person = 0; person < points.Length / Body; person++)
        {
            var body = points.AsSpan(person * Body, Body).ToArray();
            if (person < seen.Length && seen[person] is { ValueKind: JsonValueKind.Array } flags && flags.GetArrayLength() >= Body)
                for (var i = 0; i < Body; i++)
                    if (KeypointField.Number(flags[i], name, $"bodies.subset[{person}][{i}]") < 0)
                        body[i] = new FoundPoint(double.NaN, double.NaN, null);
            var groups = new List<FoundGroup> { new("body", KeypointLayout.Body18, body, "bodies") };
            // The left hands of all people come before the right ones.
            Add("leftHand", KeypointLayout.Hand21, hands, person);
            Add("rightHand", KeypointLayout.Hand21, hands, points.Length / Body + person);
            Add("face", KeypointLayout.Face68, faces, person);
            people.Add(groups.ToArray());

            void Add(string part, KeypointLayout layout, JsonElement[] lists, int index)
            {
                if (index >= lists.Length)
                    return;
                var list = PointList.Read(lists[index], [layout.Count], name, $"{part}[{index}]");
                if (list.Length != layout.Count)
                    throw new FormatException($"'{name}', {part}[{index}]: {list.Length} points; expected {layout.Count}.");
                groups.Add(new FoundGroup(part, layout, list, part));
            }
        }
        return new FoundFrame(KeypointField.Canvas(root, name), people);
    }

    static JsonElement[] Lists(JsonElement root, string field) => KeypointField.Of(root, field) is { ValueKind: JsonValueKind.Array } array
        ? array.EnumerateArray().ToArray() : [];
}
