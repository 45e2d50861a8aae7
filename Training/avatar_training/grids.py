"""Rows of pictures as one PNG, to be looked at."""

import pathlib

import torch
from PIL import Image


def save_grid(path, columns):
    """columns: list of [N, 3, H, W] in -1..1 (one per column, e.g. source, pose, generated, truth)."""
    rows = torch.cat([torch.cat(list(row), dim=-1) for row in zip(*[column.detach().float().cpu() for column in columns])], dim=-2)
    pixels = ((rows.clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 0).numpy()
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
