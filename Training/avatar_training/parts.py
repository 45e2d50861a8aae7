"""The loss of the source encoder's part maps, which assigns its tokens to parts of the body.

A large pretrained encoder (DINOv2) separates the body's parts; a small one needs labels. They come from the keypoints of the source picture
in the shards. They are needed in training only.
"""

import torch
import torch.nn.functional as F

# Each part is the middle of these points of the layout Avatar128: body 0-17 (OpenPose), left hand 18-38, right hand 39-59, face 60-127.
_BODY = [(i,) for i in range(18)]
_LIMBS = [(2, 3), (3, 4), (5, 6), (6, 7), (8, 9), (9, 10), (11, 12), (12, 13), (1, 8), (1, 11), (8, 11)]  # arms, legs, sides, gaussiany
_HANDS = [tuple(range(18, 39)), tuple(range(39, 60))]
PARTS = [*_BODY, *_LIMBS, *_HANDS]
HAIR = len(PARTS)  # above the nose, as far again as the nose is from the neck's upper half
SUPERVISED = HAIR + 1


def positions(keypoints):
    """keypoints [B, 128, 3] (x, y in pixels, confidence) to positions [B, SUPERVISED, 2] and whether they are known [B, SUPERVISED]."""
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
    """Cross-entropy of the part maps [B, P, h, w] (log probabilities) against a Gaussian of one cell around each part.

    keypoints are those of the picture the maps were made from, `size` is its side in pixels. Parts that are unknown or outside the picture
    do not count; maps beyond SUPERVISED are unsupervised.
    """
    rows, columns = maps.shape[2:]
    where, known = positions(keypoints)
    known = known & (where >= 0).all(2) & (where < size).all(2)
    x = torch.arange(columns, device=maps.device) + 0.5 - where[..., :1] * (columns / size)
    y = torch.arange(rows, device=maps.device) + 0.5 - where[..., 1:] * (rows / size)
    gaussian = torch.exp(-0.5 * (y.square()[..., :, None] + x.square()[..., None, :])).flatten(2)
    gaussian = gaussian / gaussian.sum(2, keepdim=True).clamp_min(1e-6)
    log_probabilities = F.log_softmax(maps[:, :SUPERVISED].float().flatten(2), dim=2)
    error = -(gaussian * log_probabilities).sum(2)
    return (error * known).sum() / known.sum().clamp_min(1)
