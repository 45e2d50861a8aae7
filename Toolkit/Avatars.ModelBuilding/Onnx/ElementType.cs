namespace Avatars.ModelBuilding.Onnx;

/// <summary>Element types of ONNX tensors, with the numbers of <c>TensorProto.DataType</c>.</summary>
public enum ElementType
{
    Float32 = 1,
    Int64 = 7,
    Float16 = 10,
}
