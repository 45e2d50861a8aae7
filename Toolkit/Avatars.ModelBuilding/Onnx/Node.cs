namespace Avatars.ModelBuilding.Onnx;

/// <summary>One operation: names of what it reads and makes, and its attributes.</summary>
/// <param name="Domain">"" for ONNX's own operators, <see cref="Functions.Domain"/> for the model-local functions.</param>
public sealed record Node(string Operator, string Domain, string[] Inputs, string[] Outputs, params NodeAttribute[] Attributes)
{
    /// <param name="rename">What an input is called in the file; weights that are stored as float16 are read behind a cast.</param>
    internal ProtoMessage Encode(Func<string, string> rename)
    {
        var message = new ProtoMessage();
        foreach (var input in Inputs)
            message.Text(1, rename(input));
        foreach (var output in Outputs)
            message.Text(2, output);
        message.Text(3, Outputs[0]).Text(4, Operator);
        foreach (var attribute in Attributes)
            message.Bytes(5, attribute.Encoded);
        return Domain.Length > 0 ? message.Text(7, Domain) : message;
    }
}
