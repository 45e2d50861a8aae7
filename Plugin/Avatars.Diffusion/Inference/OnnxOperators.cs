using System;
using System.Collections.Generic;

namespace Avatars.Inference;

/// <summary>
/// The operators that a network may use: those of ONNX that compute a tensor from tensors. Left out are control flow (If, Loop, Scan), sequences,
/// optional values, texts and regular expressions, picture decoders, random numbers, operators whose result has a size that only running them tells,
/// and every other domain than ONNX's own. A model's own functions are judged by what they are made of.
/// </summary>
/// <remarks>Names: the operator list of ONNX, opset 21.</remarks>
static class OnnxOperators
{
    static readonly HashSet<string> Allowed = new((
        "Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BatchNormalization BitwiseAnd BitwiseNot BitwiseOr BitwiseXor Cast CastLike "
        + "Ceil Celu Clip Concat Constant ConstantOfShape Conv ConvInteger ConvTranspose Cos Cosh CumSum DepthToSpace DequantizeLinear Div Dropout "
        + "DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand Flatten Floor GRU Gather GatherElements GatherND Gelu Gemm GlobalAveragePool "
        + "GlobalLpPool GlobalMaxPool Greater GreaterOrEqual GridSample GroupNormalization HardSigmoid HardSwish Hardmax Identity InstanceNormalization "
        + "IsInf IsNaN LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax LpNormalization LpPool MatMul MatMulInteger Max MaxPool "
        + "Mean MeanVarianceNormalization Min Mish Mod Mul Neg Not Or PRelu Pad Pow QLinearConv QLinearMatMul QuantizeLinear RNN Reciprocal ReduceL1 "
        + "ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize Round "
        + "ScatterElements ScatterND Selu Shape Shrink Sigmoid Sign Sin Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub "
        + "Sum Tan Tanh ThresholdedRelu Tile TopK Transpose Trilu Unsqueeze Upsample Where Xor").Split(' '), StringComparer.Ordinal);

    /// <returns>What is wrong with an operation that is no function of the model, for a message; null when it is allowed.</returns>
    public static string? Fault(string domain, string name) => domain.Length == 0 && Allowed.Contains(name) ? null
        : $"the operator '{name}' of the domain '{(domain.Length == 0 ? "ai.onnx" : domain)}' is not among those that networks may use here "
            + "(Documentation/hostile-input.md lists them)";
}
