using System;
using System.Collections.Generic;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Avatars.Files;
using Avatars.Rig;

namespace Avatars.Live;

/// <summary>A pose as other programs send it in JSON: <c>{"type": "pose", "bones": {"RightUpperArm": [x, y, z, w]}, "hips": [x, y, z], "expressions":
/// {"happy": 1}, "reset": true}</c>. All fields but the type may be missing. <c>{"type": "release"}</c> ends posing.</summary>
/// <remarks>Rotations are quaternions of the bones of a T pose in which every joint's rotation is the identity, relative to the parent: right-handed, +Y up,
/// the person faces +Z and its left is +X. The hips' place is in metres above the floor's origin. What a message does not name keeps its
/// value; with "reset" it returns to the T pose first.</remarks>
internal sealed class PoseMessage
{
    /// <summary>Bytes of a message.</summary>
    public const int LargestMessage = 64 * 1024;

    const float ShortestQuaternion = 0.1f; // of one; below, the direction is rounding
    const float FarthestMetres = 1e4f;
    const string Source = "The message", Remedy = "See the protocol's page, Documentation/output.md.";

    readonly List<(HumanBodyBones Bone, Quaternion Rotation)> _bones = new();
    readonly List<(string Name, float Weight)> _expressions = new();
    Vector3? _hips;
    bool _isReset;

    public bool IsRelease { get; private set; }

    /// <exception cref="FormatException">It is no message of this kind; nothing is to be changed.</exception>
    public static PoseMessage Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Length > LargestMessage)
            throw new FormatException($"{Source} has {utf8.Length} bytes; at most {LargestMessage} are read. {Remedy}");
        using var document = JsonText.Parse(utf8, Source, Remedy, new JsonDocumentOptions { MaxDepth = 8 });
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw Wrong("it is no JSON object");
        var message = new PoseMessage();
        switch (TypeOf(document.RootElement))
        {
            case "release":
                message.IsRelease = true;
                break;
            case "pose":
                foreach (var field in document.RootElement.EnumerateObject())
                    message.Read(field);
                break;
            case var other:
                throw Wrong($"its type is {ErrorLine.Quote(other)}; known are \"pose\" and \"release\"");
        }
        return message;
    }

    public void ApplyTo(VmcState state)
    {
        if (_isReset)
            state.Clear();
        foreach (var (bone, rotation) in _bones)
            state.SetRotation(bone, rotation);
        if (_hips is { } position)
            state.SetHips(position);
        foreach (var (name, weight) in _expressions)
            state.Expressions.Set(Encoding.UTF8.GetBytes(name), weight);
        state.Expressions.Apply();
    }

    static string TypeOf(JsonElement root)
    {
        if (!root.TryGetProperty("type", out var type))
            throw Wrong("it has no field \"type\"");
        return type.ValueKind == JsonValueKind.String ? type.GetString()! : throw Wrong("its field \"type\" is no text");
    }

    void Read(JsonProperty field)
    {
        switch (field.Name)
        {
            case "bones":
                foreach (var bone in FieldsOf(field))
                    _bones.Add((BoneOf(bone.Name), RotationOf(bone)));
                break;
            case "expressions":
                foreach (var expression in FieldsOf(field))
                    _expressions.Add((NameOf(expression.Name), WeightOf(expression)));
                break;
            case "hips":
                var place = Numbers(field, 3);
                var position = new Vector3(place[0], place[1], place[2]);
                _hips = position.Length() <= FarthestMetres ? position : throw Wrong($"the hips are {position.Length():0} metres away");
                break;
            case "reset":
                _isReset = field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? field.Value.GetBoolean()
                    : throw Wrong("its field \"reset\" is neither true nor false");
                break;
            case "type":
                break;
            default:
                throw Wrong($"it has a field {ErrorLine.Quote(field.Name)}; known are \"bones\", \"hips\", \"expressions\" and \"reset\"");
        }
    }

    static JsonElement.ObjectEnumerator FieldsOf(JsonProperty field) => field.Value.ValueKind == JsonValueKind.Object ? field.Value.EnumerateObject()
        : throw Wrong($"its field \"{field.Name}\" is no JSON object");

    static HumanBodyBones BoneOf(string name)
    {
        var hasMetacarpals = false; // names are Unity's here, also those of the thumbs
        var bone = VmcBones.Find(Encoding.UTF8.GetBytes(name), ref hasMetacarpals);
        return bone != HumanBodyBones.LastBone && !hasMetacarpals ? bone
            : throw Wrong($"there is no bone {ErrorLine.Quote(name)}; bones are named as Unity's HumanBodyBones, such as LeftUpperArm");
    }

    static Quaternion RotationOf(JsonProperty bone)
    {
        var parts = Numbers(bone, 4);
        var rotation = new Quaternion(parts[0], parts[1], parts[2], parts[3]);
        var length = rotation.Length();
        return length >= ShortestQuaternion && !float.IsInfinity(length) ? Quaternion.Normalize(rotation)
            : throw Wrong($"the rotation of {ErrorLine.Quote(bone.Name)} is no quaternion of length 1");
    }

    static string NameOf(string name) => Encoding.UTF8.GetByteCount(name) is > 0 and <= 64 ? name
        : throw Wrong($"the expression {ErrorLine.Quote(name)} has no name of 1 to 64 bytes");

    static float WeightOf(JsonProperty expression) =>
        expression.Value.ValueKind == JsonValueKind.Number && expression.Value.TryGetSingle(out var weight) && !float.IsNaN(weight) ? weight
            : throw Wrong($"the weight of {ErrorLine.Quote(expression.Name)} is no number from 0 to 1");

    static float[] Numbers(JsonProperty field, int count)
    {
        if (field.Value.ValueKind != JsonValueKind.Array || field.Value.GetArrayLength() != count)
            throw Wrong($"the value of {ErrorLine.Quote(field.Name)} is no array of {count} numbers");
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
            if (field.Value[i].ValueKind != JsonValueKind.Number || !field.Value[i].TryGetSingle(out numbers[i]) || float.IsInfinity(numbers[i]))
                throw Wrong($"value {i + 1} of {ErrorLine.Quote(field.Name)} is no number");
        return numbers;
    }

    static FormatException Wrong(string what) => new($"{Source} was not used: {ErrorLine.Printable(what, 300)}. {Remedy}");
}
