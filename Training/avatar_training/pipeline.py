"""Runs a recipe's stages in their order, each from the package of the one before.

Each stage has a folder with its checkpoint, log, pictures, the package that it made and, when it is done, `stage.json`. A stage whose inputs
(options, networks, data, evaluators) have not changed is not run again; one that was stopped goes on from its checkpoint.
"""

import contextlib
import dataclasses
import hashlib
import json
import os
import pathlib
import platform
import shutil

import torch

from . import options as typed
from . import parallel
from .context import Machine, StageContext
from .package import Package
from .perceptual import evaluator
from .shards import digest
from .stage import LOG, Stopped, losses_of
from .stages import module_of

TRAINER = 1  # counts changes of the trainer after which the same options give other weights
DONE, BEGUN, PACKAGE = "stage.json", "begun.json", "package"


@dataclasses.dataclass
class Plan:
    """A recipe's stages and where everything lies."""
    stages: list
    package: pathlib.Path  # to begin with
    data: dict  # folders of shards, by name
    out: pathlib.Path  # a folder for each stage, and one for caches
    packages: dict = dataclasses.field(default_factory=dict)
    machine: Machine = dataclasses.field(default_factory=Machine)


def run(plan, should_stop=lambda: False, say=lambda **event: None):
    """Records of all stages; the last one's package is the result. Raises `Stopped` where it was asked to stop.

    should_stop: asked after every step; say: called with events as keywords.
    """
    rank, ranks = parallel.join()
    out, package, records, earlier = pathlib.Path(plan.out), pathlib.Path(plan.package), [], {}
    digests = {name: digest(folder) for name, folder in plan.data.items()}
    for number, stage in enumerate(plan.stages):
        folder = out / f"{number + 1:02}-{stage.name}"
        key = key_of(plan, stage, package, digests, records)
        record = _read(folder / DONE)
        if record and record["key"] == key and (folder / PACKAGE / "model.json").is_file():
            say(event="skipped", stage=stage.name)
        else:
            if rank == 0:
                _begin(folder, key)
            parallel.wait()
            options = stage.options
            context = StageContext(stage.name, options, package, folder, out / "caches", [plan.data[name] for name in getattr(options, "data", ())],
                                   plan.data.get(getattr(options, "held_out", None)), dict(earlier), dict(plan.packages), plan.machine, should_stop, say)
            context.caches.mkdir(parents=True, exist_ok=True)
            if should_stop() and ranks == 1:
                raise Stopped(stage.name)
            say(event="began", stage=stage.name, number=number + 1, of=len(plan.stages))
            record = _train(stage, context, key, rank, ranks)
            parallel.wait()
        records.append(record)
        earlier[stage.name] = folder
        package = folder / PACKAGE
        say(event="done", **record)
    return records


def key_of(plan, stage, package, digests, records):
    """SHA-256 of all that decides what the stage's weights become."""
    options = typed.that_change_results(stage.options)
    inputs = {"trainer": TRAINER, "kind": stage.kind, "options": options, "package": Package(package).identity,
              "data": [digests[name] for name in options.get("data", ())]}
    if options.get("perceptual"):
        path = evaluator(plan.machine.weights, options["perceptual"])
        inputs["evaluator"] = hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()
    if options.get("criticFrom"):
        inputs["critic"] = next((record["key"] for record in records if record["stage"] == options["criticFrom"]), None)
    if stage.kind == "start-from":
        inputs["other"] = Package(plan.packages[stage.options.package]).identity
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def _begin(folder, key):
    """Clears the folder of another beginning."""
    begun = _read(folder / BEGUN)
    if begun is None or begun["key"] != key:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _write(folder / BEGUN, {"key": key})
    (folder / DONE).unlink(missing_ok=True)


def _train(stage, context, key, rank, ranks):
    output = context.folder / PACKAGE
    figures = module_of(stage.kind).train(context, output) if rank == 0 else _follow(stage, context, output)
    record = {"stage": stage.name, "kind": stage.kind, "key": key}
    if (context.folder / LOG).is_file():
        losses = losses_of(context.folder)
        fifth = max(1, len(losses) // 5)
        record.update(steps=stage.options.steps, samples=stage.options.steps * stage.options.batch,
                      firstLoss=_rounded(sum(losses[:fifth]) / fifth), lastLoss=_rounded(sum(losses[-fifth:]) / fifth))
    record["figures"] = {name: value for name, value in figures.items() if value == value}  # none of what could not be measured
    record["environment"] = {"torch": torch.__version__, "device": context.machine.device, "threads": torch.get_num_threads(), "processes": ranks,
                             "processor": platform.machine()}
    if rank == 0:
        _write(context.folder / DONE, record)
    return record


def _follow(stage, context, output):
    """What the other processes do: the same steps, and none of the measuring and writing."""
    if hasattr(stage.options, "steps"):
        with contextlib.suppress(parallel.Followed):
            module_of(stage.kind).train(context, output)
    return {}


def _rounded(value):
    return float(f"{value:.6g}")


def _read(path):
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _write(path, content):
    beside = path.with_name(path.name + ".part")
    beside.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    os.replace(beside, path)
