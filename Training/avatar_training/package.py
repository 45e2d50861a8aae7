"""A model package: model.json and the graphs beside it."""

import copy
import os
import pathlib
import shutil

import torch

from . import manifest
from .graph import Graph


def start_from(mine, theirs, names, whole=()):
    """Copies weights of another package's networks where name and shape are equal; returns how many tensors of how many.

    A layer that reads more channels here begins with those of the other, and with zeros for the channels that are new. The networks in
    `whole` must be the other's in every tensor (but those that are zeros still, and do nothing): half an autoencoder is none.
    """
    taken, known = 0, 0
    with torch.no_grad():
        for name in names:
            lacking = name not in theirs.json["networks"] and name not in whole
            given = {} if lacking else dict(theirs.graph(name).named_parameters())
            if name in whole and not _is_whole(mine.graph(name), given):
                raise ValueError(f"{theirs.folder}: its {name} has another structure than that of {mine.folder}. "
                                 "Begin with a package whose network has the same form, or leave the stage out.")
            for key, parameter in mine.graph(name).named_parameters():
                known += 1
                taken += key in given and _take(parameter, given[key])
    return taken, known


def _is_whole(graph, given):
    return all(given[key].shape == parameter.shape if key in given else not parameter.any() for key, parameter in graph.named_parameters())


def _take(parameter, given):
    """Copies what fits; whether anything did."""
    wanted, there = list(parameter.shape), list(given.shape)
    if wanted == there:
        parameter.copy_(given)
        return True
    if len(wanted) != len(there) or len(there) < 2 or wanted[1] < there[1] or wanted[:1] + wanted[2:] != there[:1] + there[2:]:
        return False
    parameter.zero_()
    parameter[:, :there[1]].copy_(given)
    return True


class Package:
    """A folder written by `avatar model build`. Graphs are loaded when first asked for and written back by `write`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        path = self.folder / "model.json"
        if not path.is_file():
            raise FileNotFoundError(f"{path} is missing. Make a package with 'avatar model build --system fpdm --size compact --out {folder}'.")
        self.json = manifest.read(path)
        self._graphs = {}

    def graph(self, name):
        if name not in self._graphs:
            entry = self.json["networks"].get(name)
            if entry is None:
                raise KeyError(f"{self.folder / 'model.json'}: there is no network '{name}'. It has {', '.join(self.json['networks'])}.")
            self._graphs[name] = Graph(self.folder / entry["file"], frame=(self.json["height"], self.json["width"]))
        return self._graphs[name]

    def input_shape(self, network, name):
        """Sides of one input, as the file has them; the batch is a name there, and 0 here."""
        return self.graph(network).input_shapes[name]

    @property
    def identity(self):
        """What training starts from: all of model.json that says what the networks are and compute."""
        return {name: value for name, value in self.json.items() if name not in ("quality", "training", "provenance", "description")}

    def write(self, folder, *names, **fields):
        """Writes a package into a new folder, which appears when it is complete: the named graphs with the weights that they hold now, the other
        files as they are, and model.json with sizes and hashes, and `fields`."""
        folder = pathlib.Path(folder)
        beside = folder.with_name(folder.name + ".part")
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        described = {**copy.deepcopy(self.json), **fields}
        for name, entry in described["networks"].items():
            if name in names:
                self.graph(name).write(beside / entry["file"])
                described["networks"][name] = manifest.entry_of((beside / entry["file"]).read_bytes(), entry["file"])
                continue
            for file in [entry["file"], *([entry["data"]["file"]] if entry.get("data") else [])]:
                _copy(self.folder / file, beside / file)
        manifest.check(described, folder / "model.json")
        (beside / "model.json").write_text(manifest.text(described), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(beside, folder)


def _copy(path, other):
    """As a hard link where the file system has them: files of a package are never changed in place."""
    try:
        os.link(path, other)
    except OSError:
        shutil.copyfile(path, other)
