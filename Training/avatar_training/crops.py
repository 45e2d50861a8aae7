"""Squares cut out around the person: most of what is not background, for a quarter of the cost."""

import torch

from .losses import HAND_POINTS


def windows(points, side, height, width, generator, multiple=1):
    """Left and top [B, 2] of a square in each picture, around one of its visible points (half of them the body's, three tenths the hands', the
    others any), or anywhere where there is none.

    points: keypoints [B, N, 3] in pixels, the body's first; generator: NumPy's. Left and top divide by `multiple`.
    """
    corners = []
    for keypoints in points:
        share = generator.random()
        some = keypoints[:18] if share < 0.5 else keypoints[HAND_POINTS] if share < 0.8 else keypoints
        seen = next((part for part in (some[some[:, 2] > 0], keypoints[keypoints[:, 2] > 0]) if len(part)), ())
        middle = seen[int(generator.integers(len(seen))), :2].tolist() if len(seen) else (generator.random() * width, generator.random() * height)
        corners.append([int(min(max(place + generator.normal() * side / 6 - side / 2, 0), limit - side)) // multiple * multiple
                        for place, limit in zip(middle, (width, height))])
    return torch.tensor(corners)


def cut(pictures, corners, side, factor=1):
    """[B, C, H, W] to [B, C, side, side]; `factor` is how many pixels a cell of `pictures` has, and corners and side are in pixels."""
    cells = side // factor
    return torch.stack([picture[:, top:top + cells, left:left + cells] for picture, (left, top) in zip(pictures, (corners // factor).tolist())])


def cut_points(points, corners, side):
    """Keypoints as seen in the squares; those outside are not visible."""
    moved = points.clone()
    moved[..., :2] -= corners[:, None].to(points)
    moved[..., 2] *= ((moved[..., :2] >= 0) & (moved[..., :2] < side)).all(2)
    return moved
