"""One training stage: its networks, optimiser, moving average, log, checkpoint, and the clock of this slice."""

import argparse
import csv
import math
import pathlib
import sys
import time
import types

import torch

from . import checkpoint, parallel
from .package import Package


def arguments(description, learning_rate, batch=16):
    """The options that all stages share."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--package", required=True, help="working model package; its weights are read, and written back at the end")
    parser.add_argument("--data", required=True, help="folder of training shards")
    parser.add_argument("--held-out", help="folder of shards to measure on (default: every fiftieth training pair)")
    parser.add_argument("--state", required=True, help="folder for checkpoints, logs, caches and sample pictures")
    parser.add_argument("--minutes", type=float, default=8, help="length of this slice; run again to go on")
    parser.add_argument("--steps", type=int, help="stop at this step of the whole run, if it comes first")
    parser.add_argument("--batch", type=int, default=batch)
    parser.add_argument("--learning-rate", type=float, default=learning_rate)
    parser.add_argument("--warm-up", type=int, default=100, help="steps until the full learning rate")
    parser.add_argument("--anneal", action="store_true", help="let the learning rate fall to zero over this slice (the last one)")
    parser.add_argument("--weight-decay", type=float, default=0.0)
    parser.add_argument("--average", type=float, default=0.995, help="decay of the moving average of the weights")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", choices=("bf16", "fp32"), default="bf16")
    parser.add_argument("--cache-megabytes", type=int, default=1000, help="memory for decoded pictures")
    parser.add_argument("--workers", type=int, default=2, help="threads that decode pictures")
    parser.add_argument("--threads", type=int, help="threads of PyTorch on the CPU")
    parser.add_argument("--sample-every", type=float, default=3, help="minutes between sample pictures")
    parser.add_argument("--save-every", type=float, default=4, help="minutes between checkpoints")
    parser.add_argument("--seed", type=int, default=7)
    return parser


class Stage:
    """Trains `names` of the package. Use: `for step in stage.steps(): loss = ...; stage.update(loss, {...})`.

    Several processes may train it together (parallel.py); the first one measures, saves and writes.
    """

    def __init__(self, name, names, options, rates=None):
        """rates: {network: share of the learning rate}, 1 where it is not named."""
        if options.threads:
            torch.set_num_threads(options.threads)
        torch.manual_seed(options.seed)
        self.rank, self.ranks = parallel.join()
        self.name, self.names, self.options = name, list(names), options
        self.device = torch.device(options.device)
        self.state = pathlib.Path(options.state)
        self.state.mkdir(parents=True, exist_ok=True)
        self.package = Package(options.package)
        self.graphs = {key: self.package.graph(key).to(self.device) for key in self.names}
        self.parameters = [p for graph in self.graphs.values() for p in graph.parameters()]
        self.average = [p.detach().clone() for p in self.parameters]
        groups = [{"params": list(graph.parameters()), "share": (rates or {}).get(key, 1.0)} for key, graph in self.graphs.items()]
        self.optimizer = torch.optim.AdamW(groups, lr=options.learning_rate, weight_decay=options.weight_decay, foreach=True,
                                           betas=(0.9, 0.99))
        self.step, self.minutes_before, self.samples = 0, 0.0, 0
        self._kept, self._found = {}, {}
        self._began, self._now, self._sampled, self._saved = time.monotonic(), 0.0, 0.0, 0.0
        self._resume()

    @property
    def minutes(self):
        """Minutes of this slice until its last step, the same in all processes."""
        return self._now

    @property
    def seed(self):
        """Of this process's batches."""
        return self.options.seed + self.rank

    def frozen(self, name):
        """A network of the package that this stage only uses."""
        return self.package.graph(name).to(self.device).requires_grad_(False)

    def keep(self, name, part):
        """Something that learns along and is no network of the package: `state()` goes into the checkpoint, `resume(state)` takes it back."""
        self._kept[name] = part
        if name in self._found:
            part.resume(self._found[name])

    def autocast(self):
        return torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.options.precision == "bf16")

    def steps(self):
        """Counts until the slice's minutes or the run's steps are over; saves now and then, and at the end. Only the first process comes back from it."""
        self._began, self._now = time.monotonic(), 0.0
        while self.minutes < self.options.minutes and (self.options.steps is None or self.step < self.options.steps):
            yield self.step
            if self.minutes - self._saved > self.options.save_every:
                self._saved = self.minutes
                self.save()
            self._now = parallel.agree((time.monotonic() - self._began) / 60, self.device)
        self.save()
        if self.rank > 0:
            sys.exit()

    def sample_is_due(self):
        """True now and then: time to draw a grid."""
        if self.rank > 0 or self.step > 1 and self.minutes - self._sampled < self.options.sample_every:
            return False
        self._sampled = self.minutes
        return True

    def update(self, loss, figures):
        """One optimiser step on `loss`, and a line of the log: figures is {name: number or tensor}."""
        if not torch.isfinite(loss):
            raise FloatingPointError(f"{self.name}: the loss is not finite at step {self.step}; go back to the last checkpoint with a smaller --learning-rate.")
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        parallel.average_gradients(self.parameters)
        norm = torch.nn.utils.clip_grad_norm_([p for p in self.parameters if p.grad is not None], 1.0)
        rate = self._learning_rate()
        for group in self.optimizer.param_groups:
            group["lr"] = rate * group["share"]
        self.optimizer.step()
        self.step += 1
        self.samples += self.options.batch * self.ranks
        decay = min(self.options.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_mul_(self.average, decay)
            torch._foreach_add_(self.average, self.parameters, alpha=1 - decay)
        self._log({"gradient": norm, "rate": rate, **figures})

    def averaged(self):
        """A context in which the networks hold the moving average of their weights."""
        return _Swapped(self.parameters, self.average)

    def average_of(self, name, layer):
        """The moving averages of a layer's parameters, as `.weight` and `.bias`."""
        places = {id(parameter): average for parameter, average in zip(self.parameters, self.average)}
        module = self.graphs[name].get_submodule(layer)
        return types.SimpleNamespace(**{key: places[id(parameter)] for key, parameter in module.named_parameters()})

    def save(self):
        if self.rank > 0:
            return
        checkpoint.save(self.state / f"{self.name}.pt", {
            "step": self.step, "samples": self.samples, "minutes": self.minutes_before + self.minutes,
            "graphs": {key: graph.state_dict() for key, graph in self.graphs.items()},
            "average": self.average, "optimizer": self.optimizer.state_dict(), "random": torch.get_rng_state(),
            "kept": {key: part.state() for key, part in self._kept.items()},
        })

    def write(self, **fields):
        """Puts the averaged weights into the package."""
        with self.averaged():
            self.package.write(*self.names, **fields)

    def _resume(self):
        state = checkpoint.load(self.state / f"{self.name}.pt")
        if state is None:
            return
        for key, graph in self.graphs.items():
            graph.load_state_dict(state["graphs"][key])
        for mine, saved in zip(self.average, state["average"]):
            mine.copy_(saved)
        self.optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
        self._found = state.get("kept", {})
        self.step, self.samples, self.minutes_before = state["step"], state["samples"], state["minutes"]
        print(f"{self.name}: goes on at step {self.step} after {self.minutes_before:.1f} minutes", flush=True)

    def _learning_rate(self):
        factor = min(1.0, (self.step + 1) / max(1, self.options.warm_up))
        if self.options.anneal:
            factor *= 0.5 + 0.5 * math.cos(math.pi * min(1.0, self.minutes / self.options.minutes))
        return self.options.learning_rate * factor

    def _log(self, figures):
        if self.rank > 0:
            return
        path = self.state / f"{self.name}.csv"
        row = {"step": self.step, "samples": self.samples, "minutes": f"{self.minutes_before + self.minutes:.3f}",
               **{key: f"{float(value):.6g}" for key, value in figures.items()}}
        new = not path.exists()
        with open(path, "a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, row.keys())
            if new:
                writer.writeheader()
            writer.writerow(row)
        if self.step % 20 == 0 or self.step < 4:
            print(f"{self.name} " + "  ".join(f"{key} {value}" for key, value in row.items()), flush=True)


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
