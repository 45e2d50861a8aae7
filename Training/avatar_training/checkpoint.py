"""Everything a stage needs to go on where it stopped, in one file."""

import os
import pathlib

import torch


def save(path, state):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    torch.save(state, beside)
    os.replace(beside, path)


def load(path):
    """The saved dictionary, on the CPU; None where there is no checkpoint yet."""
    path = pathlib.Path(path)
    return torch.load(path, map_location="cpu") if path.is_file() else None
