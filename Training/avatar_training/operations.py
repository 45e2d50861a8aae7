"""What each ONNX operation means in PyTorch.

Tensors are NCHW. Integer tensors (shapes, axes, indices) stay on the CPU, so that reading them never waits for a GPU.
The domain `avatars` maps to native operations; normalisation always runs in float32, whatever autocast says.
"""

import math

import torch
import torch.nn.functional as F

_NATIVE_ATTENTION = getattr(F, "scaled_dot_product_attention", None)  # PyTorch 2 and later
_TORCH_TYPES = {1: torch.float32, 6: torch.int32, 7: torch.int64, 9: torch.bool, 10: torch.float32, 11: torch.float32}


def group_norm(x, scale, bias, *, num_groups, epsilon=1e-5):
    return F.group_norm(x.float(), num_groups, scale, bias, epsilon)


def layer_norm(x, scale, bias=None, *, axis=-1, epsilon=1e-5, stash_type=1):
    return F.layer_norm(x.float(), x.shape[axis:], scale, bias, epsilon)


def attention(query, key, value, *, num_heads):
    """[B, T, C] each; heads are the slow part of C. Softmax of QK^T / sqrt(C / heads), times V."""
    def heads(x):
        return x.reshape(x.shape[0], x.shape[1], num_heads, -1).transpose(1, 2)
    q, k, v = heads(query), heads(key), heads(value)
    if _NATIVE_ATTENTION is not None:
        if q.dtype != k.dtype or q.dtype != v.dtype:
            k, v = k.to(q.dtype), v.to(q.dtype)
        mixed = _NATIVE_ATTENTION(q, k, v)
    else:
        scores = torch.matmul(q * (1 / math.sqrt(q.shape[-1])), k.transpose(-1, -2))
        mixed = torch.matmul(scores.softmax(dim=-1), v)
    return mixed.transpose(1, 2).reshape(query.shape[0], query.shape[1], -1)


def conv(x, weight, bias=None, *, strides=None, pads=None, dilations=None, group=1, kernel_shape=None, auto_pad="NOTSET"):
    rank = weight.dim() - 2
    if auto_pad == "SAME_UPPER":
        pads = _same_upper(x.shape[2:], weight.shape[2:], strides or [1] * rank, dilations or [1] * rank)
    pads = pads or [0] * (2 * rank)
    before, after = pads[:rank], pads[rank:]
    if before != after:
        x = F.pad(x, [side for axis in reversed(range(rank)) for side in (before[axis], after[axis])])
        before = [0] * rank
    run = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}[rank]
    return run(x, weight, bias, strides or 1, before, dilations or 1, group)


def _same_upper(sides, kernel, strides, dilations):
    """Zeros before and after each axis, so that the result has ceil(side / stride) cells; the odd one comes after."""
    total = [max(0, (-(-side // stride) - 1) * stride + (k - 1) * dilation + 1 - side) for side, k, stride, dilation in zip(sides, kernel, strides, dilations)]
    return [t // 2 for t in total] + [t - t // 2 for t in total]


def upsample_conv(x, weight, bias):
    return F.conv2d(F.interpolate(x, scale_factor=2.0, mode="nearest"), weight, bias, padding=1)


def grid_sample(x, grid, *, mode="bilinear", padding_mode="zeros", align_corners=0):
    return F.grid_sample(x.float(), grid.float(), mode, padding_mode, bool(align_corners))


def distance_attention(a, b, values, sharpness, penalty):
    """softmax(-sharpness |a - b|^2 - penalty) values, for rows [B, N, C] against [B, M, C] with values [B, M, D]; the scores in float32."""
    with torch.autocast(a.device.type, enabled=False):
        a, b = a.float(), b.float()
        cost = b.square().sum(2)[:, None] * sharpness + penalty.float()
        scores = torch.baddbmm(cost, a * (2 * sharpness), b.transpose(1, 2), beta=-1)
        shares = scores.softmax(dim=-1)
    return torch.matmul(shares, values)


def pool(function):
    def run(x, *, kernel_shape, strides, pads, count_include_pad=1):
        if pads[:2] != pads[2:] or not count_include_pad:
            raise ValueError("A pool with other zeros before than after, or that does not count them, is not trained here.")
        return function(x, kernel_shape, strides, pads[:2])
    return run


def gemm(a, b, c=None, *, alpha=1.0, beta=1.0, transA=0, transB=0):
    product = torch.matmul(a.t() if transA else a, b.t() if transB else b) * alpha
    return product if c is None else product + c * beta


def reshape(x, shape, *, allowzero=0):
    sizes = shape.tolist()
    return x.reshape([x.shape[i] if size == 0 and not allowzero else size for i, size in enumerate(sizes)])


def resize(x, _roi=None, scales=None, sizes=None, *, mode="nearest", coordinate_transformation_mode="half_pixel", **_):
    target = sizes.tolist()[2:] if sizes is not None and sizes.numel() else \
        [math.floor(length * scale) for length, scale in zip(x.shape[2:], scales.tolist()[2:])]
    if mode == "linear" and coordinate_transformation_mode == "half_pixel":
        return F.interpolate(x.float(), size=target, mode="bilinear", align_corners=False)
    if mode != "nearest":
        raise ValueError(f"Resize with mode '{mode}' and '{coordinate_transformation_mode}' is not trained here; nearest and linear with half_pixel are.")
    return F.interpolate(x, size=target, mode="nearest")  # source = floor(target * in / out)


def slice_(x, starts, ends, axes=None, steps=None):
    starts, ends = starts.tolist(), ends.tolist()
    axes = axes.tolist() if axes is not None else range(len(starts))
    steps = steps.tolist() if steps is not None else [1] * len(starts)
    for start, end, axis, step in zip(starts, ends, axes, steps):
        length = x.shape[axis]
        begin, stop, stride = slice(start, end, step).indices(length)
        x = x[(slice(None),) * (axis % x.dim()) + (slice(begin, stop, stride),)]
    return x


def split(x, sizes=None, *, axis=0, num_outputs=2):
    return torch.split(x, sizes.tolist() if sizes is not None else x.shape[axis] // num_outputs, dim=axis)


def space_to_depth(x, *, blocksize):
    batch, channels, height, width = x.shape
    x = x.reshape(batch, channels, height // blocksize, blocksize, width // blocksize, blocksize)
    return x.permute(0, 3, 5, 1, 2, 4).reshape(batch, -1, height // blocksize, width // blocksize)


def depth_to_space(x, *, blocksize, mode="DCR"):
    batch, channels, height, width = x.shape
    inner = channels // blocksize ** 2
    if mode == "CRD":
        x = x.reshape(batch, inner, blocksize, blocksize, height, width).permute(0, 1, 4, 2, 5, 3)
    else:
        x = x.reshape(batch, blocksize, blocksize, inner, height, width).permute(0, 3, 4, 1, 5, 2)
    return x.reshape(batch, inner, height * blocksize, width * blocksize)


def gather(x, indices, *, axis=0):
    picked = torch.index_select(x, axis, indices.reshape(-1).to(x.device))
    axis %= x.dim()
    return picked.reshape(*x.shape[:axis], *indices.shape, *x.shape[axis + 1:])


def expand(x, shape):
    sizes = shape.tolist()
    return x.expand(torch.broadcast_shapes(tuple(x.shape), tuple(sizes)))


def unsqueeze(x, axes):
    axes = axes.tolist()
    for axis in sorted(a % (x.dim() + len(axes)) for a in axes):
        x = x.unsqueeze(axis)
    return x


def squeeze(x, axes=None):
    for axis in sorted((a % x.dim() for a in axes.tolist()), reverse=True):
        x = x.squeeze(axis)
    return x


def reduce_with(function):
    def run(x, axes=None, *, keepdims=1, noop_with_empty_axes=0):
        """axes is an attribute (a list) in opset 17, an input (a tensor) where the operation is newer."""
        axes = list(range(x.dim())) if axes is None else axes if isinstance(axes, list) else axes.tolist()
        return function(x.float() if x.is_floating_point() else x, axes, bool(keepdims))
    return run


def pad(x, pads, value=None, *, mode="constant"):
    pads = pads.tolist()
    rank = len(pads) // 2
    return F.pad(x, [side for axis in reversed(range(rank)) for side in (pads[axis], pads[axis + rank])],
                 mode=mode, value=0.0 if value is None else float(value))


def clip(x, low=None, high=None, *, min=None, max=None):
    """The bounds are inputs, or attributes below opset 11."""
    low, high = min if low is None else low, max if high is None else high
    return torch.clamp(x, None if low is None else float(low), None if high is None else float(high))


def shape_of(x, *, start=0, end=None):
    return torch.tensor(x.shape[start:end], dtype=torch.int64)


OPERATIONS = {
    # functions of the domain `avatars`
    "avatars.GroupNorm": group_norm,
    "avatars.Silu": F.silu,
    "avatars.Gelu": F.gelu,
    "avatars.QuickGelu": lambda x: x * torch.sigmoid(1.702 * x),
    "avatars.Linear": F.linear,
    "avatars.LinearNoBias": F.linear,
    "avatars.Attention": attention,
    "avatars.UpsampleConv": upsample_conv,
    "avatars.DistanceAttention": distance_attention,
    # plain ONNX
    "LayerNormalization": layer_norm,
    "Conv": conv, "Gemm": gemm, "MatMul": torch.matmul,
    "Add": torch.add, "Sub": torch.sub, "Mul": torch.mul, "Div": torch.div, "Pow": torch.pow,
    "Neg": torch.neg, "Abs": torch.abs, "Sqrt": torch.sqrt, "Reciprocal": torch.reciprocal,
    "Exp": torch.exp, "Log": torch.log, "Sin": torch.sin, "Cos": torch.cos, "Erf": torch.erf, "Tanh": torch.tanh,
    "Relu": F.relu, "Sigmoid": torch.sigmoid, "HardSwish": F.hardswish,
    "LeakyRelu": lambda x, *, alpha=0.01: F.leaky_relu(x, alpha),
    "Softmax": lambda x, *, axis=-1: x.softmax(dim=axis),
    "Max": torch.maximum, "Min": torch.minimum, "Clip": clip,
    "Concat": lambda *parts, axis: torch.cat(parts, dim=axis),
    "Split": split, "Slice": slice_, "Reshape": reshape, "Gather": gather, "Expand": expand,
    "Transpose": lambda x, *, perm=None: x.permute(perm if perm else list(reversed(range(x.dim())))),
    "Flatten": lambda x, *, axis=1: x.reshape(math.prod(x.shape[:axis]), -1),
    "Unsqueeze": unsqueeze, "Squeeze": squeeze, "Pad": pad,
    "Resize": resize, "GridSample": grid_sample, "SpaceToDepth": space_to_depth, "DepthToSpace": depth_to_space,
    "MaxPool": pool(F.max_pool2d), "AveragePool": pool(F.avg_pool2d),
    "ReduceMean": reduce_with(lambda x, axes, keep: x.mean(axes, keep)),
    "ReduceSum": reduce_with(lambda x, axes, keep: x.sum(axes, keep)),
    "ReduceL2": reduce_with(lambda x, axes, keep: x.square().sum(axes, keep).sqrt()),
    "Shape": shape_of,
    "Cast": lambda x, *, to: x.to(_TORCH_TYPES[to]),
    "Identity": lambda x: x,
}
