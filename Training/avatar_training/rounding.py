"""Numbers rounded as 8-bit networks store them; gradients go through as if they were not (Jacob et al. 2018, arXiv:1712.05877)."""

import torch


def round_range(x):
    """To 256 levels from the least to the largest number, zero among them."""
    with torch.no_grad():
        step = (x.amax().float().clamp_min(0) - x.amin().float().clamp_max(0)).clamp_min(1e-8) / 255
        rounded = (x.float() / step).round() * step
    return x + (rounded.to(x.dtype) - x).detach()


def round_channels(weight):
    """To -127..127 times a step of each output channel's own: weight [O, ...]."""
    with torch.no_grad():
        step = weight.flatten(1).abs().amax(1).clamp_min(1e-8).view(-1, *[1] * (weight.dim() - 1)) / 127
        rounded = (weight / step).round() * step
    return weight + (rounded - weight).detach()
