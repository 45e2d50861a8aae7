"""One training stage: its networks, optimiser, moving average, log and checkpoint.

Length and learning rate are functions of the step alone, and so is every random number, so that a stage that was stopped
at any place ends with the same weights as one that was not.
"""

import csv
import math
import os
import pathlib
import time
import types

import numpy
import torch

from . import checkpoint, parallel
from .package import Package
from .shards import PairFolder, PictureStore

CHECKPOINT, LOG = "checkpoint.pt", "log.csv"


class Stopped(Exception):
    """The stage was asked to stop; its checkpoint is written."""


class Stage:
    """Trains `networks` of the package. Use: `for step in stage.steps(): loss = ...; stage.update(loss, {...})`.

    Several processes may train it together (parallel.py); the first one measures, saves and writes.
    """

    def __init__(self, context, networks, rates=None):
        """rates: {network: share of the learning rate}, 1 where it is not named."""
        options, machine = context.options, context.machine
        if machine.threads:
            torch.set_num_threads(machine.threads)
        self.rank, self.ranks = parallel.join()
        if options.batch % self.ranks:
            raise ValueError(f"{context.name}: a batch of {options.batch} cannot be shared by {self.ranks} processes. "
                             "Choose a number of processes that divides it.")
        self.context, self.name, self.options, self.names = context, context.name, options, list(networks)
        self.batch = options.batch // self.ranks  # of this process
        self.device = torch.device(machine.device)
        self.folder = pathlib.Path(context.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.package = Package(context.package)
        self.graphs = {key: self.package.graph(key).to(self.device) for key in self.names}
        self.parameters = [p for graph in self.graphs.values() for p in graph.parameters()]
        self.average = [p.detach().clone() for p in self.parameters]
        groups = [{"params": list(graph.parameters()), "share": (rates or {}).get(key, 1.0)} for key, graph in self.graphs.items()]
        self.optimizer = torch.optim.AdamW(groups, lr=options.learning_rate, weight_decay=options.weight_decay, foreach=True, betas=(0.9, 0.99))
        self.step, self.samples, self.resumed_at = 0, 0, 0
        self._kept, self._found = {}, {}
        self._resume()
        self._began = time.monotonic()

    @property
    def seed(self):
        """Of this process's batches."""
        return self.options.seed + self.rank

    def generator(self):
        """NumPy's, for this step."""
        return numpy.random.default_rng([self.seed, self.step])

    def pairs(self):
        """The pairs to train on, and a store of their decoded pictures."""
        pairs = PairFolder(*self.context.data)
        return pairs, PictureStore(pairs, self.context.machine.cache_megabytes)

    def held_out_pairs(self):
        """The recipe's held-out data set and a store; (None, None) where every fiftieth training pair is held out."""
        if self.context.held_out is None:
            return None, None
        pairs = PairFolder(self.context.held_out)
        return pairs, PictureStore(pairs)

    def frozen(self, name):
        """A network of the package that this stage only uses."""
        return self.package.graph(name).to(self.device).requires_grad_(False)

    def network(self, name):
        """The one that learns, or the frozen one."""
        return self.graphs[name] if name in self.graphs else self.frozen(name)

    def keep(self, name, part):
        """Something that learns along and is no network of the package: `state()` goes into the checkpoint, `resume(state)` takes it back."""
        self._kept[name] = part
        if name in self._found:
            part.resume(self._found[name])

    def autocast(self):
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.options.precision == "bf16")

    def steps(self):
        """Counts to the stage's end; saves now and then, and at the end. Raises `Stopped` when it is asked to stop before. Only the first
        process comes back from it."""
        while self.step < self.options.steps:
            state = numpy.random.SeedSequence([self.options.seed, self.rank, self.step]).generate_state(1, numpy.uint64)
            torch.manual_seed(int(state[0]) >> 1)
            yield self.step
            stop = self.step < self.options.steps and parallel.agree(float(self.context.should_stop()), self.device) > 0
            if stop or self.step % self.options.save_every == 0 or self.step == self.options.steps:
                self.save()
            if stop:
                raise Stopped(self.name)
        if self.rank > 0:
            raise parallel.Followed

    def sample_is_due(self):
        """Whether to draw a grid after this step."""
        return self.rank == 0 and self.step < self.options.steps and (self.step == 1 or self.step % self.options.sample_every == 0)

    def picture(self):
        """Path of the grid of this step."""
        return self.folder / f"step-{self.step:07}.png"

    def update(self, loss, figures):
        """One optimiser step on `loss`, and a line of the log: figures is {name: number or tensor}."""
        if not torch.isfinite(loss):
            raise FloatingPointError(f"{self.name}: the loss is not finite at step {self.step}. Choose a smaller learningRate for this stage in the recipe.")
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        parallel.average_gradients(self.parameters)
        norm = torch.nn.utils.clip_grad_norm_([p for p in self.parameters if p.grad is not None], 1.0)
        rate = self._learning_rate()
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["share"]
        self.optimizer.step()
        self.step += 1
        self.samples += self.options.batch
        decay = min(self.options.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_mul_(self.average, decay)
            torch._foreach_add_(self.average, self.parameters, alpha=1 - decay)
        self._log({"loss": loss, "gradient": norm, "rate": rate, **figures})

    def averaged(self):
        """A context in which the networks hold the moving average of their weights."""
        return _Swapped(self.parameters, self.average)

    def average_of(self, name, layer):
        """The moving averages of a layer's parameters, as `.weight` and `.bias`."""
        averages = {id(parameter): average for parameter, average in zip(self.parameters, self.average)}
        module = self.graphs[name].get_submodule(layer)
        return types.SimpleNamespace(**{key: averages[id(parameter)] for key, parameter in module.named_parameters()})

    def save(self):
        if self.rank > 0:
            return
        checkpoint.save(self.folder / CHECKPOINT, {
            "step": self.step, "samples": self.samples,
            "graphs": {key: graph.state_dict() for key, graph in self.graphs.items()},
            "average": self.average, "optimizer": self.optimizer.state_dict(),
            "kept": {key: part.state() for key, part in self._kept.items()},
        })

    def write(self, folder, **fields):
        """Writes the package with the averaged weights into a new folder."""
        with self.averaged():
            self.package.write(folder, *self.names, **fields)

    def _resume(self):
        state = checkpoint.load(self.folder / CHECKPOINT)
        if state is None:
            (self.folder / LOG).unlink(missing_ok=True)
            return
        for key, graph in self.graphs.items():
            graph.load_state_dict(state["graphs"][key])
        for mine, saved in zip(self.average, state["average"]):
            mine.copy_(saved)
        self.optimizer.load_state_dict(state["optimizer"])
        self._found = state["kept"]
        self.step, self.samples, self.resumed_at = state["step"], state["samples"], state["step"]
        if self.rank == 0:
            _cut_log(self.folder / LOG, self.step)
        self.context.say(event="resumed", stage=self.name, step=self.step)

    def _learning_rate(self):
        factor = min(1.0, (self.step + 1) / max(1, self.options.warm_up))
        if self.options.anneal:
            factor *= 0.5 + 0.5 * math.cos(math.pi * self.step / self.options.steps)
        return self.options.learning_rate * factor

    def _log(self, figures):
        if self.rank > 0:
            return
        row = {"step": self.step, "samples": self.samples, **{key: f"{float(value):.6g}" for key, value in figures.items()}}
        path = self.folder / LOG
        new = not path.exists()
        with open(path, "a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row.keys())
            if new:
                writer.writeheader()
            writer.writerow(row)
        done = self.step - self.resumed_at
        self.context.say(event="step", stage=self.name, step=self.step, steps=self.options.steps, loss=float(row["loss"]),
                         secondsLeft=round((time.monotonic() - self._began) / done * (self.options.steps - self.step), 1))


def losses_of(folder):
    """Every step's loss, from the log of a stage's folder."""
    with open(pathlib.Path(folder) / LOG, encoding="utf-8", newline="") as file:
        return [float(row["loss"]) for row in csv.DictReader(file)]


def _cut_log(path, steps):
    """Leaves the lines of the first `steps` steps: those after the checkpoint are run again."""
    if not path.is_file():
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)[:1 + steps]
    beside = path.with_name(path.name + ".part")
    beside.write_text("".join(lines), encoding="utf-8")
    os.replace(beside, path)


class _Swapped:
    def __init__(self, parameters, average):
        self._parameters, self._average = parameters, average

    def __enter__(self):
        self._swap()

    def __exit__(self, *_):
        self._swap()

    @torch.no_grad()
    def _swap(self):
        for mine, average in zip(self._parameters, self._average):
            held = mine.detach().clone()
            mine.copy_(average)
            average.copy_(held)
