namespace Avatars.ModelBuilding.Weights.Pickles;

/// <summary>
/// The Python names that a checkpoint may hold. None is ever imported or called: those that build tensors are understood here,
/// the others become placeholders, and every other name refuses the file.
/// </summary>
static class KnownGlobals
{
    /// <summary>PyTorch's typed storages.</summary>
    static readonly Dictionary<string, string> Storages = new(StringComparer.Ordinal)
    {
        ["DoubleStorage"] = "F64", ["FloatStorage"] = "F32", ["HalfStorage"] = "F16", ["BFloat16Storage"] = "BF16", ["LongStorage"] = "I64",
        ["IntStorage"] = "I32", ["ShortStorage"] = "I16", ["CharStorage"] = "I8", ["ByteStorage"] = "U8", ["BoolStorage"] = "BOOL", ["UntypedStorage"] = "",
    };

    static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["float64"] = "F64", ["float32"] = "F32", ["float16"] = "F16", ["bfloat16"] = "BF16", ["int64"] = "I64",
        ["int32"] = "I32", ["int16"] = "I16", ["int8"] = "I8", ["uint8"] = "U8", ["bool"] = "BOOL",
    };

    /// <summary>Plain containers and settings that training frameworks save beside the weights (Lightning, DeepSpeed, omegaconf).</summary>
    static readonly HashSet<string> Inert = new(StringComparer.Ordinal)
    {
        "torch.Size", "torch.device", "torch.Tensor", "torch.nn.parameter.Parameter", "torch.serialization._get_layout",
        "builtins.set", "builtins.frozenset", "builtins.dict", "builtins.list", "builtins.tuple", "builtins.int", "builtins.float", "builtins.str",
        "builtins.bool", "builtins.bytes", "builtins.bytearray", "builtins.complex", "builtins.slice", "builtins.range", "builtins.object",
        "__builtin__.set", "__builtin__.frozenset", "__builtin__.dict", "__builtin__.list", "__builtin__.tuple", "__builtin__.int",
        "__builtin__.long", "__builtin__.float", "__builtin__.str", "__builtin__.unicode", "__builtin__.bool", "__builtin__.bytearray",
        "__builtin__.complex", "__builtin__.slice", "__builtin__.object",
        "collections.defaultdict", "collections.Counter", "collections.deque", "argparse.Namespace", "typing.Any", "typing.Union", "typing.Optional",
        "pathlib.Path", "pathlib.PosixPath", "pathlib.PurePosixPath", "datetime.datetime", "datetime.timedelta", "_codecs.encode",
        "numpy.dtype", "numpy.ndarray", "numpy.core.multiarray.scalar", "numpy.core.multiarray._reconstruct", "numpy._core.multiarray.scalar",
        "numpy._core.multiarray._reconstruct",
        "omegaconf.dictconfig.DictConfig", "omegaconf.listconfig.ListConfig", "omegaconf.base.ContainerMetadata", "omegaconf.base.Metadata",
        "omegaconf.base.SCMode", "omegaconf.nodes.AnyNode", "omegaconf.nodes.StringNode", "omegaconf.nodes.IntegerNode", "omegaconf.nodes.FloatNode",
        "omegaconf.nodes.BooleanNode", "omegaconf.nodes.EnumNode", "omegaconf.nodes.BytesNode", "omegaconf.nodes.PathNode",
        "omegaconf.nodes.UnionNode",
        "lightning_fabric.utilities.data.AttributeDict", "lightning.fabric.utilities.data.AttributeDict",
        "pytorch_lightning.utilities.parsing.AttributeDict", "pytorch_lightning.callbacks.model_checkpoint.ModelCheckpoint",
        "pytorch_lightning.callbacks.early_stopping.EarlyStopping", "deepspeed.runtime.fp16.loss_scaler.LossScaler",
        "deepspeed.runtime.fp16.loss_scaler.DynamicLossScaler", "deepspeed.runtime.zero.config.ZeroStageEnum",
        "deepspeed.utils.tensor_fragment.fragment_address",
    };

    public static bool MayStand(PickleGlobal name) =>
        IsOrderedDictionary(name) || IsRebuild(name) || StorageType(name) is not null || DataType(name) is not null || Inert.Contains(name.ToString());

    public static bool IsOrderedDictionary(PickleGlobal name) => name is { Module: "collections", Name: "OrderedDict" };

    /// <summary>One of the functions that make a tensor of a storage, or a parameter of a tensor.</summary>
    public static bool IsRebuild(PickleGlobal name) => name.Module == "torch._utils"
        ? name.Name is "_rebuild_tensor" or "_rebuild_tensor_v2" or "_rebuild_tensor_v3" or "_rebuild_parameter" or "_rebuild_parameter_with_state"
        : name is { Module: "torch._tensor", Name: "_rebuild_from_type_v2" };

    /// <summary>Type of a storage's elements, empty for untyped, null for what is no storage.</summary>
    public static string? StorageType(PickleGlobal name) =>
        name.Module is "torch" or "torch.storage" or "torch.cuda" ? Storages.GetValueOrDefault(name.Name) : null;

    public static string? DataType(PickleGlobal name) => name.Module == "torch" ? Types.GetValueOrDefault(name.Name) : null;
}
