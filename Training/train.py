#!/usr/bin/env python3
"""Checks and runs the training stages of a recipe; `avatar train` does all that comes before and after.

check RECIPE   prints the stages with every option, as JSON
run PLAN [--seconds NUMBER] [--stop-at-end-of-input]
               runs the stages of a plan, as `avatar train` writes it, and prints an event a line, as JSON; stops at a checkpoint after so many seconds,
               or when its standard input ends; the exit code is 3 then
options        prints the options of every kind of stage, as a Markdown table
"""

import argparse
import json
import os
import pathlib
import signal
import sys
import threading
import time

from avatar_training import options as typed
from avatar_training import recipe as recipes
from avatar_training.stages import KINDS, module_of

STOPPED = 3


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "check":
        path = pathlib.Path(arguments[1])
        print(json.dumps(recipes.resolved(recipes.stages_of(recipes.load(path), path))))
        return 0
    if len(arguments) >= 2 and arguments[0] == "run":
        parser = argparse.ArgumentParser("train.py run")
        parser.add_argument("plan", type=pathlib.Path)
        parser.add_argument("--seconds", type=float)
        parser.add_argument("--stop-at-end-of-input", action="store_true")
        return run(**vars(parser.parse_args(arguments[1:])))
    if arguments == ["options"]:
        document()
        return 0
    print(__doc__, file=sys.stderr)
    return 1


def run(plan, seconds, stop_at_end_of_input):
    """plan: file with {"recipe": path, "package": folder, "out": folder, "data": {name: folder}, "packages": {name: folder}, "machine": {...}}."""
    from avatar_training import pipeline
    from avatar_training.context import Machine
    from avatar_training.stage import Stopped
    given = json.loads(plan.read_text(encoding="utf-8"))
    recipe = pathlib.Path(given["recipe"])
    stages = recipes.stages_of(recipes.load(recipe), recipe)
    wanted = pipeline.Plan(stages, given["package"], given["data"], given["out"], given.get("packages", {}), Machine(**given.get("machine", {})))
    end = None if seconds is None else time.monotonic() + seconds
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    if stop_at_end_of_input:
        threading.Thread(target=_until_end_of_input, args=(stop,), daemon=True).start()
    try:
        pipeline.run(wanted, lambda: stop.is_set() or end is not None and time.monotonic() >= end, Printer(stop))
    except Stopped as stopped:
        print(json.dumps({"event": "stopped", "stage": str(stopped)}), flush=True)
        return STOPPED
    return 0


class Printer:
    """Prints events; of steps, about one a second. When the reader is gone, it requests the end."""

    def __init__(self, stop):
        self._last, self._stop = 0.0, stop

    def __call__(self, **event):
        now = time.monotonic()
        if event["event"] == "step" and event["step"] < event["steps"]:
            if now - self._last < 1:
                return
            self._last = now
        try:
            print(json.dumps(event), flush=True)
        except BrokenPipeError:
            self._stop.set()


def _until_end_of_input(stop):
    """Whoever started this holds its input open; when that ends, so does the training, at a checkpoint."""
    while os.read(0, 4096):
        pass
    stop.set()


def document():
    for kind in KINDS:
        print(f"### {kind}\n\n{module_of(kind).__doc__.splitlines()[0]}\n\n| option | takes | default | what it is |\n| --- | --- | --- | --- |")
        for name, takes, default, help in typed.described(module_of(kind).Options):
            print(f"| `{name}` | {takes} | {default} | {help} |")
        print()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (ValueError, OSError, KeyError, FloatingPointError, NotImplementedError) as error:
        print(error.args[0] if isinstance(error, KeyError) else error, file=sys.stderr)
        sys.exit(1)
