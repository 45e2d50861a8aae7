using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Avatars.Files;
using Avatars.Rig;

namespace Avatars.Formats;

/// <summary>
/// The bones of joints, given by hand where names are not recognised: a text file with a line <c>LeftUpperArm = Arm_L</c> for each bone (#
/// begins a comment), or a JSON object <c>{"LeftUpperArm": "Arm_L"}</c>. Bones are named as in Unity or VRM; a bone of "-" or null has no joint.
/// Bones that are not named stay as they were recognised.
/// </summary>
public static class BonesFile
{
    const long MaximumBytes = 1 << 20;

    /// <returns>Joint name of each bone in the file; null where the skeleton has none.</returns>
    /// <exception cref="FormatException">A line cannot be parsed, a bone is unknown or given twice, or a joint is given for two bones; the message
    /// names file and line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<HumanBodyBones, string?> Read(string path)
    {
        var bytes = WholeFile.Read(path, MaximumBytes);
        var first = Array.FindIndex(bytes, letter => letter is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF));
        var rows = first >= 0 && bytes[first] == '{' ? JsonRows(bytes, path) : TextRows(WholeFile.ReadText(path, MaximumBytes), path);
        if (rows.Count == 0)
            throw new FormatException($"{path}: it lists no bone. Write lines such as LeftUpperArm = Arm_L.");
        var hasMetacarpals = rows.Exists(row => row.Bone.Contains("ThumbMetacarpal", StringComparison.OrdinalIgnoreCase));
        var bones = new Dictionary<HumanBodyBones, string?>();
        var joints = new Dictionary<string, HumanBodyBones>(StringComparer.Ordinal);
        foreach (var (location, name, joint) in rows)
        {
            if (!VrmHumanoid.TryBone(name, hasMetacarpals, out var bone))
                throw new FormatException($"{location}: {ErrorLine.Quote(name)} is no bone. Bones are Hips, Spine, Chest, UpperChest, Neck, Head, "
                    + "LeftShoulder, LeftUpperArm, LeftLowerArm, LeftHand, LeftUpperLeg, LeftLowerLeg, LeftFoot, LeftToes, LeftThumbProximal and so on, "
                    + "and the same with Right.");
            if (!bones.TryAdd(bone, joint))
                throw new FormatException($"{location}: {bone} is given twice. Leave one of the two out.");
            if (joint is not null && !joints.TryAdd(joint, bone))
                throw new FormatException($"{location}: the joint {ErrorLine.Quote(joint)} is both {joints[joint]} and {bone}. Give each bone a joint "
                    + "of its own.");
        }
        return bones;
    }

    /// <summary>
    /// Writes the bones of a map, so that <see cref="Read"/> gives them again: as lines, or as JSON where a joint's name has letters that a line
    /// would lose. What stood at the path stays until it is whole.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static void Write(string path, HumanoidMap map)
    {
        var bones = new List<(HumanBodyBones Bone, string? Joint)>();
        for (var bone = HumanBodyBones.Hips; bone < HumanBodyBones.LastBone; bone++)
            bones.Add((bone, map.Has(bone) ? map.Skeleton[map[bone]].Name : null));
        WholeFile.Write(path, stream =>
        {
            if (bones.TrueForAll(bone => bone.Joint is null || IsKeptByLine(bone.Joint)))
                WriteLines(stream, bones);
            else
                WriteJson(stream, bones);
        });
    }

    static bool IsKeptByLine(string joint) =>
        Array.TrueForAll(joint.ToCharArray(), letter => !char.IsControl(letter)) && joint == joint.Trim().TrimEnd(',').Trim('"')
            && joint.Trim('\uFEFF', '\u200B') == joint;

    static void WriteLines(Stream stream, List<(HumanBodyBones Bone, string? Joint)> bones)
    {
        using var writer = new StreamWriter(stream);
        foreach (var (bone, joint) in bones)
            writer.Write($"{bone} = {joint ?? "-"}\n");
    }

    static void WriteJson(Stream stream, List<(HumanBodyBones Bone, string? Joint)> bones)
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        foreach (var (bone, joint) in bones)
            writer.WriteString(bone.ToString(), joint);
        writer.WriteEndObject();
    }

    static List<(string Location, string Bone, string? Joint)> TextRows(string text, string path)
    {
        var rows = new List<(string, string, string?)>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim().TrimStart('\uFEFF');
            if (line.Length == 0 || line[0] == '#' || line.StartsWith("//", StringComparison.Ordinal))
                continue;
            var at = line.IndexOf('='); // else a colon or a tab: joint names may contain colons, bone names may not
            at = at >= 0 ? at : line.IndexOf('\t') is var tab and >= 0 ? tab : line.IndexOf(':');
            if (at <= 0 || line[(at + 1)..].Trim().Trim('"').Length == 0)
                throw new FormatException($"{path}, line {i + 1}: {ErrorLine.Quote(line)} is not a bone and a joint. Write a line such as LeftUpperArm "
                    + "= Arm_L.");
            rows.Add(($"{path}, line {i + 1}", line[..at].Trim().Trim('"'), Joint(line[(at + 1)..].Trim().TrimEnd(',').Trim('"'))));
        }
        return rows;
    }

    static List<(string Location, string Bone, string? Joint)> JsonRows(byte[] bytes, string path)
    {
        using var document = JsonText.Parse(bytes, path, "Write {\"LeftUpperArm\": \"Arm_L\"}.",
            new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var rows = new List<(string, string, string?)>();
        foreach (var field in document.RootElement.EnumerateObject())
            rows.Add(($"{path}, {ErrorLine.Quote(field.Name)}", field.Name, field.Value.ValueKind switch
            {
                JsonValueKind.String => Joint(field.Value.GetString()!),
                JsonValueKind.Null => null,
                _ => throw new FormatException($"{path}, {ErrorLine.Quote(field.Name)}: the joint is not a text. Write {{\"LeftUpperArm\": \"Arm_L\"}}."),
            }));
        return rows;
    }

    static string? Joint(string name) => name is "-" or "" ? null : name;
}
