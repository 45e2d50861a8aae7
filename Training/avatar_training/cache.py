"""Frozen networks answer each picture once: their outputs as float16 on disk."""

import pathlib

import numpy
import torch


class OutputCache:
    """`get(indices)` gives a network's output per index, [B, *shape] float32; `compute(missing indices)` makes what is not kept yet."""

    def __init__(self, path, shape, compute):
        self._path, self._shape, self._compute = pathlib.Path(path), tuple(shape), compute
        self._values, self._known = self._open(0)

    def get(self, indices):
        if max(indices) >= len(self._known):
            self._values, self._known = self._open(max(indices) + 1)
        missing = sorted({index for index in indices if not self._known[index]})
        if missing:
            self._values[missing] = self._compute(missing).detach().float().cpu().numpy().astype(numpy.float16)
            self._known[missing] = 1
        return torch.from_numpy(self._values[list(indices)].astype(numpy.float32))

    def _open(self, count):
        """Maps both files, grown to hold at least `count` records; a new record is all zero and unknown."""
        marks = self._path.with_suffix(".known")
        have = marks.stat().st_size if marks.exists() else 0
        count = max(count + count // 4, have, 1024) if count > have else max(have, 1024)
        record = 2 * int(numpy.prod(self._shape))
        for path, size in ((self._path, count * record), (marks, count)):
            with open(path, "ab") as file:
                file.truncate(size)
        return (numpy.memmap(self._path, numpy.float16, "r+", shape=(count, *self._shape)),
                numpy.memmap(marks, numpy.uint8, "r+", shape=(count,)))
