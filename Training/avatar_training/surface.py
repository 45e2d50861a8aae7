"""Which point of the body a cell shows: what teaches both encoders to match two pictures of a person.

The maps are in the shards (`source_surface`, `target_surface`): uint16 [64, 64, 3], 0 where the body is not, else the place on the
body at rest (Toolkit/Avatars.Datasets/Pairs/BodyPlaces.cs). They are needed in training only.
"""

import torch
import torch.nn.functional as F

from .conditions import signed

REACH = 1.6  # BodyPlaces.Reach: the coordinate that 65535 stands for


def places(stored):
    """uint16 [h, w, 3] to float32 [4, h, w]: x, y, z, and 1 where the body is."""
    values = torch.from_numpy(stored.astype("float32"))
    there = (values.sum(2, keepdim=True) > 0).float()
    return torch.cat([((values - 1) / 65534 * 2 - 1) * REACH * there, there], 2).permute(2, 0, 1)


def at_size(truth, height, width):
    """places [B, 4, h, w] as means over larger cells; the coordinates are of the part of a cell where the body is."""
    small = F.adaptive_avg_pool2d(truth, (height, width))
    return torch.cat([small[:, :3] / small[:, 3:].clamp_min(1e-6), small[:, 3:]], 1)


def surface_loss(made, truth):
    """Distance of the places where the body is (in twentieths of the body's height, roughly), plus cross-entropy of its being there.

    made [B, 4, h, w]: three coordinates and a logit; truth: `places` at any size.
    """
    truth = at_size(truth, *made.shape[2:])
    made, there = made.float(), truth[:, 3:]
    distance = F.smooth_l1_loss(made[:, :3], truth[:, :3], reduction="none", beta=0.02).sum(1, keepdim=True)
    return 20 * (distance * there).sum() / there.sum().clamp_min(1) + F.binary_cross_entropy_with_logits(made[:, 3:], there)


def brought_loss(brought, target, truth, cells=128):
    """L1 between the pixels brought over and the true picture, where the body is: blurred to `cells`, since clothes fold.

    brought [B, 3, H, W] in -1..1; target uint8.
    """
    there = (truth[:, 3:] > 0).float()
    difference = F.adaptive_avg_pool2d(brought.float() - signed(target), cells)
    there = F.adaptive_avg_pool2d(there, cells)
    return (difference.abs() * there).sum() / (3 * there.sum()).clamp_min(1)
