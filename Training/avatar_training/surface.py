"""Losses of surface coordinates, optical flow, masks and matte, from which both encoders learn to match two pictures of a person.

The maps of surface coordinates are in the shards (`source_surface`, `target_surface`): uint16 [64, 64, 3], 0 where the body is not,
else the position on the body at rest (Toolkit/Avatars.Datasets/Pairs/SurfaceCoordinates.cs). So are the masks of the person
(`source_mask`, `target_mask`): uint8 [S, S / 8], a bit for each pixel. They are needed in training only.
"""

import dataclasses

import numpy
import torch
import torch.nn.functional as F

from .conditions import signed
from .losses import DETAIL_POINTS, detail_weight
from .options import option
from .ports import FLOW, MATTE, PERSON_MASK, POSE_SURFACE, SURFACE, WARPED_SOURCE

REACH = 1.6  # SurfaceCoordinates.Reach: the coordinate that 65535 stands for


def coordinates(stored):
    """uint16 [h, w, 3] to float32 [4, h, w]: x, y, z, and 1 where the body is."""
    values = torch.from_numpy(stored.astype("float32"))
    there = (values.sum(2, keepdim=True) > 0).float()
    return torch.cat([((values - 1) / 65534 * 2 - 1) * REACH * there, there], 2).permute(2, 0, 1)


def unpacked_mask(stored):
    """uint8 [S, S / 8] to float32 [1, S, S]: 1 where the body is."""
    return torch.from_numpy(numpy.unpackbits(stored, axis=1, count=len(stored)).astype("float32"))[None]


def at_size(truth, height, width):
    """`coordinates` [B, 4, h, w] as means over larger cells; of a cell that the body covers in part, the mean over that part."""
    small = F.adaptive_avg_pool2d(truth, (height, width))
    return torch.cat([small[:, :3] / small[:, 3:].clamp_min(1e-6), small[:, 3:]], 1)


def surface_loss(made, truth):
    """Distance of the surface coordinates where the body is (in twentieths of its height, roughly), plus cross-entropy of the body being there.

    made [B, 4, h, w]: three coordinates and a logit; truth: `coordinates` at any size.
    """
    truth = at_size(truth, *made.shape[2:])
    made, there = made.float(), truth[:, 3:]
    distance = F.smooth_l1_loss(made[:, :3], truth[:, :3], reduction="none", beta=0.02).sum(1, keepdim=True)
    return 20 * (distance * there).sum() / there.sum().clamp_min(1) + F.binary_cross_entropy_with_logits(made[:, 3:], there)


def matte_loss(made, truth, band=5):
    """Cross-entropy of a pixel being the person's. Half of it is taken within `band` pixels of the mask's edge, where most errors are.

    made: logits [B, 1, S, S]; truth: `unpacked_mask` at any size.
    """
    truth = F.adaptive_avg_pool2d(truth, made.shape[2:])
    near = (F.max_pool2d(truth, 2 * band + 1, 1, band) + F.max_pool2d(-truth, 2 * band + 1, 1, band) > 0.5).float()
    wrong = F.binary_cross_entropy_with_logits(made.float(), truth, reduction="none")
    return (wrong * near).sum() / near.sum().clamp_min(1) + wrong.mean()


def warp_loss(warped, target, truth, weight=None, ring=2):
    """L1 between the warped source and the true picture, where the body is and `ring` cells of `truth` around it, so that both sides of its edge count.
    Pixel by pixel: means over several would let the flow dither between two positions.

    warped [B, 3, H, W] in -1..1; target uint8; weight [B, 1, H, W], if anything counts more.
    """
    there = F.max_pool2d((truth[:, 3:] > 0).float(), 2 * ring + 1, 1, ring)
    there = F.interpolate(there, size=warped.shape[2:], mode="nearest")
    if weight is not None:
        there = there * weight
    return ((warped.float() - signed(target)).abs() * there).sum() / (3 * there.sum()).clamp_min(1)


def grid_of(cells, device=None):
    """The middles of cells, x and y in -1..1: [1, 2, cells, cells]."""
    middles = (2 * torch.arange(cells, device=device) + 1.0) / cells - 1
    return torch.stack(torch.meshgrid(middles, middles, indexing="xy"), 0)[None]


@torch.no_grad()
def true_flow(source, target, cells, reach=0.06):
    """The ground-truth flow: the position in the source that shows the surface coordinates of each cell of the target.

    source, target: `coordinates`. Gives x and y in -1..1 [B, 2, cells, cells], the mean of the source's cells under a Gaussian of the distance in surface
    coordinates, and 1 where some cell of the source is within `reach` [B, 1, cells, cells], in heights of the body; the Gaussian is 0.02 wide for 32 cells
    and finer for more. Where the source does not show them the flow is 0.
    """
    there, here, width = at_size(source, cells, cells), at_size(target, cells, cells), 0.64 / cells
    grid = grid_of(cells, source.device).flatten(2)[0].t()
    flow, shown = here.new_zeros(len(here), cells * cells, 2), here.new_zeros(len(here), cells * cells, 1)
    for sample in range(len(here)):  # bodies alone: most cells show none
        known, wanted = (torch.nonzero(side[sample, 3].flatten() > 0.5).flatten() for side in (there, here))
        if len(known) == 0:
            continue
        squares = torch.cdist(here[sample, :3].flatten(1)[:, wanted].t(), there[sample, :3].flatten(1)[:, known].t()).square()
        near = (squares.amin(1, keepdim=True) < reach ** 2).float()
        shown[sample, wanted] = near
        flow[sample, wanted] = near * torch.matmul((-squares / (2 * width ** 2)).softmax(1), grid[known])
    return tuple(part.transpose(1, 2).reshape(len(source), -1, cells, cells) for part in (flow, shown))


def jumps(flow, shown, least=0.1):
    """Motion boundaries: 1 where the ground-truth flow of a cell and of one beside it, both shown, differ by more than `least` (the side is 2), such as at
    the edge of a hand before the body. [B, 1, h, w]."""
    far = 10.0 * (1 - shown)
    span = F.max_pool2d(flow - far, 3, 1, 1) + F.max_pool2d(-flow - far, 3, 1, 1)
    return (span.amax(1, keepdim=True) > least).float() * shown


def flow_loss(made, flow, shown, weight=None):
    """Mean distance from `true_flow`, in thirty-seconds of the side, where the source shows it; made [B, 2, h, w], weight [B, 1, h, w]."""
    if weight is not None:
        shown = shown * weight
    distance = (made.float() - flow) * 16
    return (F.smooth_l1_loss(distance, torch.zeros_like(distance), reduction="none", beta=0.5) * shown).sum() / shown.sum().clamp_min(1)


def keypoint_flow_loss(made, flow, shown, target, source, size, reach=0.08):
    """The same for the points of hands and face, whose positions in both pictures are known to the fraction of a pixel.

    target, source: keypoints [B, 128, 3] in pixels of pictures of `size`. A point counts where the source shows it: within `reach` of
    `true_flow` (in sides of the picture); a hidden point is farther away.
    """
    wanted, grid = (2 * points[:, DETAIL_POINTS, :2] / size - 1 for points in (source, target))

    def sample(x, mode):
        return F.grid_sample(x.float(), grid[:, None], mode, "border", align_corners=False)[:, :, 0].transpose(1, 2)

    near = (sample(flow, "nearest") - wanted).norm(dim=2, keepdim=True) < 2 * reach
    known = near & (sample(shown, "nearest") > 0) & (grid.abs().amax(2, keepdim=True) < 1)
    for points in (source, target):
        known = known & (points[:, DETAIL_POINTS, 2:] > 0)
    distance = (sample(made, "bilinear") - wanted) * 16
    return (F.smooth_l1_loss(distance, torch.zeros_like(distance), reduction="none", beta=0.5) * known).sum() / known.sum().clamp_min(1)


def mask_loss(made, truth):
    """Cross-entropy of the person being there, over the length of the mask's edge: cells far from it are easy and add next to nothing.

    made: logits [B, 1, h, w]; truth: `coordinates` at any size.
    """
    there = at_size(truth, *made.shape[2:])[:, 3:]
    edge = (F.max_pool2d(there, 3, 1, 1) + F.max_pool2d(-there, 3, 1, 1) > 0.5).float().sum()
    return F.binary_cross_entropy_with_logits(made.float(), there, reduction="sum") / edge.clamp_min(1)


def matte_losses(seen, batch):
    return {"matte": matte_loss(seen[MATTE], batch["source_mask"])} if MATTE in seen and "source_mask" in batch else {}


def body_losses(seen, pose, batch, detail=0.0):
    """The losses surface, matte, warp, flow, keypoint_flow and mask, as far as the encoders have outputs for them, and the shards masks. In `warp` and
    `flow` hands and face weigh 1 + detail, and in `flow` so do motion boundaries."""
    losses = {}
    if SURFACE in seen:
        losses["surface"] = surface_loss(seen[SURFACE], batch["source_surface"]) + surface_loss(pose[POSE_SURFACE], batch["target_surface"])
    losses.update(matte_losses(seen, batch))
    if WARPED_SOURCE in pose:
        weight = detail_weight(batch["keypoints"], *batch["target"].shape[2:], detail) if detail else None
        losses["warp"] = warp_loss(pose[WARPED_SOURCE], batch["target"], batch["target_surface"], weight)
    if FLOW in pose:
        cells, side = pose[FLOW].shape[3], batch["target"].shape[3]
        truth = true_flow(batch["source_surface"], batch["target_surface"], cells)
        weight = detail_weight(batch["keypoints"] * (cells / side), cells, cells, detail, cell=1) * (1 + detail * jumps(*truth))
        losses["flow"] = flow_loss(pose[FLOW], *truth, weight)
        losses["keypoint_flow"] = keypoint_flow_loss(pose[FLOW], *truth, batch["keypoints"], batch["source_keypoints"], side)
        losses["mask"] = mask_loss(pose[PERSON_MASK], batch["target_surface"])
    return losses


@dataclasses.dataclass
class BodyWeights:
    """Weights of `body_losses`, and of the loss of the source's part maps."""
    surface_weight: float = option(float, "weight of the surface coordinates, where the encoders predict them", 0.3, 0, 100)
    warp_weight: float = option(float, "weight of the warped source's pixels", 1.0, 0, 100)
    flow_weight: float = option(float, "weight of the optical flow to the source", 0.1, 0, 100)
    keypoint_flow_weight: float = option(float, "the same for the points of hands and face alone", 0.1, 0, 100)
    mask_weight: float = option(float, "weight of the person's mask in the target", 0.1, 0, 100)
    matte_weight: float = option(float, "weight of the source's matte, where the shards hold masks", 0.1, 0, 100)
    part_weight: float = option(float, "weight of the source's part maps, where the source encoder has them", 0.05, 0, 100)
    detail_weight: float = option(float, "extra weight of hands and face", 0.0, 0, 100)


def weighted_sum(options, losses):
    """Each loss `name` times the option `name`_weight."""
    return sum(getattr(options, f"{name}_weight") * value for name, value in losses.items())
