"""Where the parts of the body are: what teaches the source encoder which of its tokens is what.

A large pretrained tower (DINOv2) knows the body's parts; a small one has to be told. The keypoints of the source picture are
in the shards, so its part maps can be asked for them. They are needed in training only.
"""

import torch
import torch.nn.functional as F

# Each part is the middle of these points of the layout Avatar128: body 0-17 (OpenPose), left hand 18-38, right hand 39-59, face 60-127.
_BODY = [(i,) for i in range(18)]
_LIMBS = [(2, 3), (3, 4), (5, 6), (6, 7), (8, 9), (9, 10), (11, 12), (12, 13), (1, 8), (1, 11), (8, 11)]  # arms, legs, sides, belly
_HANDS = [tuple(range(18, 39)), tuple(range(39, 60))]
PARTS = [*_BODY, *_LIMBS, *_HANDS]
HAIR = len(PARTS)  # above the nose, as far again as the nose is from the neck's upper half
TAUGHT = HAIR + 1


def places(keypoints):
    """keypoints [B, 128, 3] (x, y in pixels, confidence) to places [B, TAUGHT, 2] and whether they are known [B, TAUGHT]."""
    where, known = [], []
    for part in PARTS:
        points = keypoints[:, list(part)]
        where.append(points[..., :2].mean(1))
        known.append((points[..., 2] > 0).all(1))
    nose, neck = keypoints[:, 0], keypoints[:, 1]
    where.append(nose[:, :2] + 0.6 * (nose[:, :2] - neck[:, :2]))
    known.append((nose[:, 2] > 0) & (neck[:, 2] > 0))
    return torch.stack(where, 1), torch.stack(known, 1)


def part_loss(maps, keypoints, size):
    """Cross-entropy of the part maps [B, P, h, w] (logarithms of chances) against a bell of one cell around each part.

    keypoints are those of the picture the maps were made from, `size` is its side in pixels. Parts that are unknown or outside the picture
    do not count; maps beyond TAUGHT are free.
    """
    rows, columns = maps.shape[2:]
    where, known = places(keypoints)
    known = known & (where >= 0).all(2) & (where < size).all(2)
    x = torch.arange(columns, device=maps.device) + 0.5 - where[..., :1] * (columns / size)
    y = torch.arange(rows, device=maps.device) + 0.5 - where[..., 1:] * (rows / size)
    bell = torch.exp(-0.5 * (y.square()[..., :, None] + x.square()[..., None, :])).flatten(2)
    bell = bell / bell.sum(2, keepdim=True).clamp_min(1e-6)
    chances = F.log_softmax(maps[:, :TAUGHT].float().flatten(2), dim=2)
    error = -(bell * chances).sum(2)
    return (error * known).sum() / known.sum().clamp_min(1)
