using Avatars.Files;
using Avatars.ModelBuilding.Onnx;

namespace Avatars.ModelBuilding.Quantization;

/// <summary>One operation of a <see cref="PlainModel"/>; its attributes are kept as they were encoded.</summary>
/// <param name="Attributes">Fields of NodeProto.</param>
sealed record PlainNode(string Operator, string Domain, string[] Inputs, string[] Outputs, byte[] Attributes)
{
    const int InputField = 1, OutputField = 2, NameField = 3, OperatorField = 4, AttributeField = 5, DomainField = 7; // NodeProto
    const int IntegerField = 3, TextField = 4; // AttributeProto

    public static PlainNode Read(ArraySegment<byte> encoded, string file)
    {
        var (op, domain, inputs, outputs) = ("", "", new List<string>(), new List<string>());
        using var attributes = new MemoryStream();
        foreach (var field in ProtoField.Read(encoded, file))
            switch (field.Field)
            {
                case InputField: inputs.Add(field.Text); break;
                case OutputField: outputs.Add(field.Text); break;
                case OperatorField: op = field.Text; break;
                case DomainField: domain = field.Text; break;
                case AttributeField: attributes.Write(field.Whole); break;
            }
        if (outputs.Count == 0)
            throw new FormatException($"'{file}', byte {encoded.Offset}: the operation {ErrorLine.Quote(op)} has no outputs. "
                + "Build or download the model again.");
        foreach (var field in ProtoField.Read(attributes.ToArray(), file))
            _ = new ProtoFields(field.Content, file).One(1, "an attribute's name");
        return new(op, domain, [.. inputs], [.. outputs], attributes.ToArray());
    }

    public static PlainNode Of(string op, string[] inputs, string output, params NodeAttribute[] attributes)
    {
        using var encoded = new MemoryStream();
        foreach (var attribute in attributes)
            encoded.Write(new ProtoMessage().Bytes(AttributeField, attribute.Encoded).ToArray());
        return new(op, "", inputs, [output], encoded.ToArray());
    }

    /// <summary>A whole number among the attributes.</summary>
    /// <param name="otherwise">Where there is none of the name.</param>
    public long Integer(string name, long otherwise) => Attribute(name, IntegerField) is { } field ? field.Number : otherwise;

    /// <summary>A text among the attributes.</summary>
    /// <inheritdoc cref="Integer"/>
    public string Text(string name, string otherwise) => Attribute(name, TextField) is { } field ? field.Text : otherwise;

    /// <summary>The attributes of these names alone.</summary>
    public byte[] Only(params string[] names) =>
        [.. ProtoField.Read(Attributes, Outputs[0]).Where(attribute => names.Contains(NameOf(attribute))).SelectMany(attribute => attribute.Whole)];

    ProtoField? Attribute(string name, int field)
    {
        foreach (var attribute in ProtoField.Read(Attributes, Outputs[0]))
            if (NameOf(attribute) == name)
                foreach (var part in ProtoField.Read(attribute.Content, Outputs[0]))
                    if (part.Field == field)
                        return part;
        return null;
    }

    string NameOf(ProtoField attribute) => ProtoField.Read(attribute.Content, Outputs[0]).First(part => part.Field == 1).Text;

    /// <summary>As a field of GraphProto.</summary>
    public byte[] Encode()
    {
        var message = new ProtoMessage();
        foreach (var input in Inputs)
            message.Text(InputField, input);
        foreach (var output in Outputs)
            message.Text(OutputField, output);
        message.Text(NameField, Outputs[0]).Text(OperatorField, Operator);
        if (Domain.Length > 0)
            message.Text(DomainField, Domain);
        return new ProtoMessage().Bytes(OnnxFile.NodeField, [.. message.ToArray(), .. Attributes]).ToArray();
    }
}
