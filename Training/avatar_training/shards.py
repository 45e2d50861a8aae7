"""The pairs that `avatar dataset render` writes: shards of encoded pictures, keypoints and boxes."""

import concurrent.futures
import hashlib
import io
import json
import pathlib
import threading

import numpy
import torch
from PIL import Image

from . import safetensors

_PICTURES = ("source", "target", "pose")


class PairFolder:
    """All pairs of some folders, numbered in the order of the folders and their shards. A shard appears by renaming, so every
    `shard-*.safetensors` that is there is whole."""

    def __init__(self, *folders):
        self.folders = [pathlib.Path(folder) for folder in folders]
        self._shards, self._starts = [], [0]
        for folder in self.folders:
            paths = sorted(folder.glob("shard-*.safetensors"))
            if not paths:
                raise FileNotFoundError(f"{folder}: there are no shards. Render them with 'avatar dataset render --out {folder}'.")
            for path in paths:
                self._add(path)

    def __len__(self):
        return self._starts[-1]

    @property
    def digest(self):
        """A name for what all pairs show; other pictures have another."""
        return fingerprint(*(digest(folder) for folder in self.folders))

    def _add(self, path):
        shard = safetensors.read(path)
        missing = [name for name in ("source_offsets", "target_offsets", "pose_offsets", "target_keypoints", "character") if name not in shard]
        if missing:
            raise ValueError(f"{path}: lacks the tensors {', '.join(missing)}. Render it with 'avatar dataset render'.")
        self._shards.append(shard)
        self._starts.append(self._starts[-1] + len(shard["target_offsets"]) - 1)

    def field(self, name, index):
        """One pair's row of `character`, `person_box`, `target_keypoints` ..."""
        shard, row = self._find(index)
        if name not in shard:
            raise ValueError(f"{', '.join(map(str, self.folders))}: the shard of pair {index} lacks the tensor {name}. "
                             "Render the set again with 'avatar dataset render'.")
        return numpy.array(shard[name][row])

    def has(self, name):
        """Whether all shards have this tensor."""
        return all(name in shard for shard in self._shards)

    def encoded(self, kind, index):
        """Bytes of one picture as stored: kind is source, target or pose."""
        shard, row = self._find(index)
        begin, end = shard[f"{kind}_offsets"][row:row + 2]
        return shard[kind][begin:end].tobytes()

    def picture(self, kind, index, size=None):
        """uint8 [3, height, width], RGB; resized to `size` x `size` with PIL's bicubic filter, as the pipeline does."""
        image = Image.open(io.BytesIO(self.encoded(kind, index))).convert("RGB")
        if size and image.size != (size, size):
            image = image.resize((size, size), Image.BICUBIC)
        return torch.from_numpy(numpy.array(image)).permute(2, 0, 1)

    def _find(self, index):
        number = int(numpy.searchsorted(self._starts, index, side="right")) - 1
        return self._shards[number], index - self._starts[number]


class SamePerson:
    """Which records show the same person in the same clothes. A record is a pair's target, with its pose map. Several threads may ask at once."""

    def __init__(self, pairs):
        self._pairs, self._of, self._known, self._lock = pairs, {}, 0, threading.Lock()

    def others(self, index):
        """Records that may be trained on, of the person of `index`."""
        with self._lock:
            for record in range(self._known, len(self._pairs)):
                if not is_held_out(record):
                    self._of.setdefault(self.person(record), []).append(record)
                self._known = record + 1
            return list(self._of.get(self.person(index), ()))

    def held_out(self):
        """(record that is held out, another of the same person), for all that have one."""
        return [(index, self.others(index)[0]) for index in range(len(self._pairs)) if is_held_out(index) and self.others(index)] or [(0, 0)]

    def person(self, index):
        return int(self._pairs.field("character", index))


class PictureStore:
    """Decodes pictures, and keeps as many of them decoded as `megabytes` allows."""

    def __init__(self, pairs, megabytes=0):
        self._pairs, self._room, self._kept = pairs, megabytes << 20, {}

    def get(self, kind, index, size=None):
        key = (kind, index, size)
        if key in self._kept:
            return self._kept[key]
        picture = self._pairs.picture(kind, index, size).contiguous()
        if picture.numel() <= self._room:
            self._room -= picture.numel()
            self._kept[key] = picture
        return picture


def is_held_out(index):
    """Every fiftieth pair is never trained on: it measures (unless a folder of the test split is given)."""
    return index % 50 == 49


def held_out(pairs):
    """Indices of the pairs that are never trained on; the first pair where there is none."""
    return [index for index in range(len(pairs)) if is_held_out(index)] or [0]


def batches(pairs, load, batch, seed, start, workers=2, ahead=3, neighbours=1):
    """Endless prepared batches: `load(indices, generator)` runs on other threads while the last batch trains.

    A batch is made of runs of `neighbours` pairs: those lie beside each other in the shards and mostly show one person. Batch number n is drawn
    from `seed` and n alone, so a resumed run goes on where it was.
    """
    def prepare(number):
        generator = numpy.random.default_rng([seed, number])
        count, indices = len(pairs), []
        while len(indices) < batch:
            first = int(generator.integers(count))
            indices += [index for index in range(first, min(first + neighbours, count)) if not is_held_out(index)]
        return load(indices[:batch], generator)

    if len(pairs) < 2:
        raise ValueError(f"{', '.join(map(str, pairs.folders))}: {len(pairs)} pairs are too few to train on. Render more with 'avatar dataset render'.")
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        waiting = [pool.submit(prepare, start + n) for n in range(ahead)]
        number = start + ahead
        while True:
            ready = waiting.pop(0).result()
            waiting.append(pool.submit(prepare, number))
            number += 1
            yield ready


def digest(folder):
    """SHA-256 over the hashes of a folder's shards, in their order; as its manifest gives them, or of the files where there is none."""
    folder = pathlib.Path(folder)
    manifest = folder / "manifest.json"
    if manifest.is_file():
        known = json.loads(manifest.read_text(encoding="utf-8"))
        hashes = [shard["sha256"] for shard in known["shards"]]
    else:
        hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("shard-*.safetensors"))]
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def fingerprint(*parts):
    """A short name for what a cache depends on."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(str(part).encode())
    return digest.hexdigest()[:12]
