using Avatars.Files;

namespace Avatars.ModelBuilding.Onnx;

/// <summary>Gives the ports, tensors and functions of a written model other names, and changes nothing else of it.</summary>
static class OnnxRename
{
    const int Function = 25; // ModelProto

    /// <summary>What a nested field of a message is: a text to rename, or a message that holds some.</summary>
    delegate byte[]? Rewrite(ProtoField field);

    /// <param name="model">Bytes of an ONNX model.</param>
    /// <param name="file">For messages.</param>
    /// <param name="rename">Old to new name of a network, a port, a tensor, a function or a value inside a function.</param>
    /// <exception cref="FormatException">The bytes are no ONNX model.</exception>
    public static byte[] Apply(byte[] model, string file, Func<string, string> rename)
    {
        return Message(model, field => field.Field switch
        {
            OnnxFile.GraphField => Message(field.Content, Graph),
            Function => Message(field.Content, OfFunction),
            _ => null,
        });

        byte[] Message(ArraySegment<byte> message, Rewrite rewrite)
        {
            using var bytes = new MemoryStream();
            foreach (var field in ProtoField.Read(message, file))
                if (rewrite(field) is { } content)
                    bytes.Write(new ProtoMessage().Bytes(field.Field, content).ToArray());
                else
                    bytes.Write(field.Whole);
            return bytes.ToArray();
        }

        byte[]? Graph(ProtoField field) => field.Field switch
        {
            OnnxFile.NodeField => Message(field.Content, Node),
            OnnxFile.NameField => Text(field),
            OnnxFile.InitializerField => Message(field.Content, tensor => tensor.Field == 8 ? Text(tensor) : null),
            11 or 12 or 13 => Message(field.Content, value => value.Field == 1 ? Text(value) : null), // inputs, outputs, shapes of values
            _ => null,
        };

        // Inputs, outputs, name and operator. Operators of ONNX's own domain keep their names.
        byte[]? Node(ProtoField field) => field.Field is 1 or 2 or 3 or 4 ? Text(field) : null;

        // Name, inputs, outputs and nodes.
        byte[]? OfFunction(ProtoField field) => field.Field switch
        {
            1 or 4 or 5 => Text(field),
            7 => Message(field.Content, Node),
            _ => null,
        };

        byte[] Text(ProtoField field) => System.Text.Encoding.UTF8.GetBytes(rename(field.Text));
    }
}
