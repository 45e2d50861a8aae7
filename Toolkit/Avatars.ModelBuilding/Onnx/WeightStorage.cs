namespace Avatars.ModelBuilding.Onnx;

/// <summary>How weights lie in the file. Arithmetic is float32 either way.</summary>
public enum WeightStorage
{
    Float32,

    /// <summary>Half the bytes: each weight is followed by a cast whose output is called <c>name:float32</c>, which the runtime folds at load.</summary>
    Float16,
}
