"""Inputs of a stage: the options that all training stages share, how this machine runs it, and where it reads and writes."""

import dataclasses
import pathlib

from .options import option


@dataclasses.dataclass
class StageOptions:
    """Options of all kinds of training stages."""
    data: tuple = option("texts", "names of the recipe's data sets to train on")
    steps: int = option(int, "optimiser steps of this stage", least=1, most=100_000_000)
    held_out: str = option(str, "name of the data set to measure on; every fiftieth training pair where it is left out", None, changes_result=False)
    batch: int = option(int, "pairs in a step, of all processes together", 16, 1, 65536)
    learning_rate: float = option(float, "highest learning rate", 1e-3, 0, 1)
    warm_up: int = option(int, "steps until the full learning rate", 100, 0, 1_000_000)
    anneal: bool = option(bool, "let the learning rate fall to zero over the stage, as half a cosine", False)
    weight_decay: float = option(float, "AdamW's weight decay", 0.0, 0, 1)
    average: float = option(float, "decay of the moving average of the weights, which is what is kept", 0.995, 0, 0.99999)
    precision: str = option(str, "arithmetic of the forward pass", "bf16", choices=("bf16", "fp32"))
    seed: int = option(int, "of batches, crops and noise; the recipe's where it is left out", None, 0, 2**31 - 1)
    save_every: int = option(int, "steps between checkpoints", 50, 1, 1_000_000, changes_result=False)
    sample_every: int = option(int, "steps between sample pictures and held-out figures", 200, 1, 1_000_000, changes_result=False)


@dataclasses.dataclass
class Machine:
    """How a plan runs here: none of it belongs to the recipe."""
    device: str = "cpu"
    threads: int = None
    workers: int = 2
    cache_megabytes: int = 1000
    weights: str = None  # folder of pretrained evaluators


@dataclasses.dataclass
class StageContext:
    """Where a stage reads and writes."""
    name: str
    options: StageOptions
    package: pathlib.Path  # read, never written
    folder: pathlib.Path  # of this stage: checkpoint, log, pictures
    caches: pathlib.Path  # outputs of frozen networks, which stages share
    data: list  # folders of shards
    held_out: pathlib.Path = None
    earlier: dict = dataclasses.field(default_factory=dict)  # folders of the stages before, by name
    packages: dict = dataclasses.field(default_factory=dict)  # other packages that the recipe names
    machine: Machine = dataclasses.field(default_factory=Machine)
    should_stop: object = lambda: False  # asked after every step
    say: object = lambda **event: None  # called with progress events
