"""A test case with a folder of its own, and stages run in it."""

import csv
import pathlib
import tempfile
import unittest

from avatar_training import pipeline, recipe
from avatar_training.context import Machine

TRAINING = pathlib.Path(__file__).resolve().parents[1]
FIRST = {"data": ["train"], "batch": 2, "steps": 2}


class InFolder(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)

    def run_stages(self, *stages, packages=(), say=lambda **event: None, should_stop=lambda: False, seed=7):
        """Runs stages on `package` and `data`; each is (kind, options) and named as its kind, or by the option `name`."""
        entries = [{"name": kind, "kind": kind, **({} if kind == "start-from" else FIRST), **given} for kind, given in stages]
        names = {name: str(self.folder / name) for name in packages}
        read = recipe.stages_of({"seed": seed, "data": [{"name": "train"}], "packages": names, "stages": entries}, "test.json")
        plan = pipeline.Plan(read, self.folder / "package", {"train": str(self.folder / "data")}, self.folder / "stages", names, Machine(threads=1))
        return pipeline.run(plan, should_stop, say)

    def made(self, number, name):
        """Folder of the package that a stage made."""
        return self.folder / "stages" / f"{number:02}-{name}" / "package"

    def log(self, number, name):
        with open(self.folder / "stages" / f"{number:02}-{name}" / "log.csv", encoding="utf-8") as file:
            return list(csv.DictReader(file))


def changed(before, after):
    """Names of networks whose files differ."""
    return {path.stem for path in before.glob("*.onnx") if (after / path.name).read_bytes() != path.read_bytes()}
