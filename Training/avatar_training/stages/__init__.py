"""The kinds of stages that a recipe can name."""

import importlib

# A module has `Options`, a dataclass of options.py's fields, and `train(context, output)`: it reads the package of the context, writes the
# package `output` and returns its figures. What it raises as `stage.Stopped` leaves a checkpoint and no output.
KINDS = {
    "autoencoder": "autoencoder",
    "fusion": "fusion",
    "body": "body",
    "diffusion": "diffusion",
    "few-steps": "few_steps",
    "start-from": "start_from",
    "imagpose": "imagpose",
    "compositing": "compositing",
    "pcdms": "pcdms",
}


def module_of(kind):
    return importlib.import_module(f"{__name__}.{KINDS[kind]}")
