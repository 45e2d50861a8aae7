"""A model package: model.json and the graphs beside it."""

import hashlib
import json
import os
import pathlib

import torch

from .graph import Graph


def start_from(folder, other, names, whole=()):
    """Copies weights of another package's networks where name and shape are equal; returns how many tensors of how many.

    A layer that reads more channels here begins with those of the other, and with zeros for the channels that are new. The networks in
    `whole` must be the other's in every tensor (but those that are zeros still, and do nothing): half an autoencoder is none.
    """
    mine, theirs, taken, known = Package(folder), Package(other), 0, 0
    with torch.no_grad():
        for name in names:
            lacking = name not in theirs.json["networks"] and name not in whole
            given = {} if lacking else dict(theirs.graph(name).named_parameters())
            if name in whole and any(key not in given and bool(parameter.any()) or key in given and given[key].shape != parameter.shape for key, parameter in mine.graph(name).named_parameters()):
                raise ValueError(f"{other}: its {name} is made in another way than that of {folder}. Begin with a package whose autoencoder has the same form, or train one with train_autoencoder.py.")
            for key, parameter in mine.graph(name).named_parameters():
                known += 1
                if key not in given or given[key].dim() != parameter.dim():
                    continue
                wanted, there = list(parameter.shape), list(given[key].shape)
                if wanted != there and (len(there) < 2 or wanted[1] < there[1] or wanted[:1] + wanted[2:] != there[:1] + there[2:]):
                    continue
                if wanted != there:
                    parameter.zero_()
                    parameter[:, :there[1]].copy_(given[key])
                else:
                    parameter.copy_(given[key])
                taken += 1
    mine.write(*names, latentScale=theirs.json["latentScale"])
    return taken, known


class Package:
    """A folder written by `avatar model build`. Graphs are loaded when first asked for and written back by `write`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        path = self.folder / "model.json"
        if not path.is_file():
            raise FileNotFoundError(f"{path} is missing. Make a package with 'avatar model build --system fpdm --size compact --out {folder}'.")
        self.json = json.loads(path.read_text(encoding="utf-8"))
        self._graphs = {}

    def graph(self, name):
        if name not in self._graphs:
            entry = self.json["networks"].get(name)
            if entry is None:
                raise KeyError(f"{self.folder / 'model.json'}: there is no network '{name}'. It has {', '.join(self.json['networks'])}.")
            file = entry["file"]
            if os.path.basename(file) != file:
                raise ValueError(f"{self.folder / 'model.json'}: networks.{name}.file '{file}' leads out of the folder.")
            self._graphs[name] = Graph(self.folder / file)
        return self._graphs[name]

    def input_shape(self, network, name):
        """Sides of one input, as the file has them; the batch is a name there, and 0 here."""
        return self.graph(network).input_shapes[name]

    def write(self, *names, **fields):
        """Writes the named graphs' weights back, then model.json with their sizes and hashes, and `fields`."""
        for name in names:
            path = self.folder / self.json["networks"][name]["file"]
            self.graph(name).write()
            content = path.read_bytes()
            self.json["networks"][name].update(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        self.json.update(fields)
        beside = self.folder / "model.json.part"
        beside.write_text(json.dumps(self.json, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        os.replace(beside, self.folder / "model.json")
