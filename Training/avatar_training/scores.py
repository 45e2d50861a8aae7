"""Figures of held-out pairs, and the grid of samples that goes with them."""

import torch

from .grids import save_grid
from .losses import psnr


class Scores:
    """PSNR of named rows of pictures, on all of each picture and in the person's box."""

    def __init__(self):
        self._values = {}

    def add(self, rows, truth, pairs, indices):
        """rows: {name: pictures [B, 3, H, W]}; truth: [B, 3, H, W]; indices: those of the pairs whose targets they are."""
        for name, made in rows.items():
            self._values.setdefault(name, []).append(psnr(made, truth))
            self._values.setdefault(name + "Person", []).append(person_psnr(made, truth, pairs, indices))

    def figures(self):
        return {name: round(float(torch.cat(values).mean()), 2) for name, values in self._values.items()}


def spread(indices, count):
    """At most `count` of the indices, evenly spread."""
    return indices[::max(1, len(indices) // count)][:count]


def show(stage, columns, figures):
    """Writes a step's grid of samples and reports it."""
    save_grid(stage.picture(), columns)
    tell(stage, figures, picture=str(stage.picture()))


def tell(stage, figures, **more):
    stage.context.say(event="figures", stage=stage.name, step=stage.step, figures=figures, **more)


def person_psnr(made, truth, pairs, indices):
    """PSNR inside the target person's box, per picture; [B]."""
    values = []
    for row, index in enumerate(indices):
        x, y, width, height = (int(v) for v in pairs.field("person_box", index))
        x, y = max(x, 0), max(y, 0)
        box = (slice(row, row + 1), slice(None), slice(y, max(y + height, y + 1)), slice(x, max(x + width, x + 1)))
        values.append(psnr(made[box], truth[box]))
    return torch.cat(values)
