"""Numbers rounded as 8-bit packages store them; gradients go through as if they were not (Jacob et al. 2018, arXiv:1712.05877).

The same steps as Toolkit/Avatars.ModelBuilding/Quantization: ActivationRange and ChannelWeights.
"""

import torch

LARGEST_WEIGHT = 64  # 2 * 255 * 64 fits into 16 bits, in which x86 processors without VNNI add pairs of products
_CUTS = 24  # a cut for each 1/64 of a channel's largest weight
_DROPPED = 11  # bits of a float32's mantissa that the scale of an activation does without


def round_range(x):
    """To 256 levels from the least to the largest number, zero among them. A package's range is narrower where few numbers lie far out."""
    with torch.no_grad():
        low, high = x.amin().float().clamp_max(0), x.amax().float().clamp_min(0)
        bits = ((high - low) / 255).clamp_min(1e-30).view(1).view(torch.int32)
        step = ((bits + (1 << (_DROPPED - 1))) >> _DROPPED << _DROPPED).view(torch.float32)
        zero = (-low / step).round().clamp(0, 255)
        rounded = (((x.float() / step).round() + zero).clamp(0, 255) - zero) * step
    return x + (rounded.to(x.dtype) - x).detach()


def round_channels(weight):
    """To whole steps within LARGEST_WEIGHT, each output channel with the step that brings it nearest by mean square: weight [O, ...]."""
    with torch.no_grad():
        channels = weight.flatten(1).float()
        largest = channels.abs().amax(1, keepdim=True)
        best, least = torch.ones_like(largest), torch.full_like(largest, float("inf"), dtype=torch.float64)
        for cut in range(_CUTS + 1):
            step = largest * ((64 - cut) / 64) / LARGEST_WEIGHT
            step = torch.where(step > 0, step, torch.ones_like(step))
            error = (_steps(channels, step).double() * step.double() - channels.double()).square().sum(1, keepdim=True)
            better = error < least
            best, least = torch.where(better, step, best), torch.where(better, error, least)
        rounded = (_steps(channels, best) * best).view_as(weight)
    return weight + (rounded.to(weight.dtype) - weight).detach()


def _steps(values, step):
    return (values / step).round().clamp(-LARGEST_WEIGHT, LARGEST_WEIGHT)
