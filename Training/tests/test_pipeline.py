import hashlib
import json
import pathlib
import signal
import subprocess
import sys
import time
import unittest

from tests.folder import FIRST, TRAINING, InFolder
from tests.synthetic import write_package, write_pairs

from avatar_training.stage import Stopped, losses_of

STAGES = (("autoencoder", {"crop": 32, "steps": 12, "saveEvery": 4, "divergence": 1e-6, "anneal": True}),
          ("few-steps", {"steps": 8, "saveEvery": 3, "crop": 32, "decoder": True}))


def hashes(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.onnx"))}


class PipelineTests(InFolder):
    def setUp(self):
        super().setUp()
        write_package(self.folder / "package", flow=True)
        write_pairs(self.folder / "data", 52, size=64)
        self.events = []

    def result(self):
        return hashes(self.made(2, "few-steps")), losses_of(self.made(2, "few-steps").parent), losses_of(self.made(1, "autoencoder").parent)

    def uninterrupted(self):
        self.run_stages(*STAGES)
        whole = self.result()
        (self.folder / "stages").rename(self.folder / "whole")
        return whole

    def plan(self, *more):
        recipe = {"seed": 7, "data": [{"name": "train"}], "stages": [{"name": kind, "kind": kind, **FIRST, **given} for kind, given in STAGES]}
        (self.folder / "recipe.json").write_text(json.dumps(recipe))
        plan = {"recipe": "recipe.json", "package": "package", "data": {"train": "data"}, "out": "stages", "machine": {"threads": 1}}
        (self.folder / "plan.json").write_text(json.dumps(plan))
        return [sys.executable, str(TRAINING / "train.py"), "run", "plan.json", *more]

    def test_killed_at_any_place_it_ends_with_the_same_weights(self):
        whole, command = self.uninterrupted(), self.plan()
        for awaited in ("01-autoencoder/checkpoint.pt", "02-few-steps/checkpoint.pt"):
            with subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL) as running:
                while not (self.folder / "stages" / awaited).exists() and running.poll() is None:
                    time.sleep(0.005)
                running.send_signal(signal.SIGKILL)
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL)
        self.assertEqual(self.result(), whole)

    def test_stopped_after_every_step_it_ends_with_the_same_weights(self):
        whole, stops = self.uninterrupted(), 0
        while stops < 100:
            asked = iter((False, True))  # before a stage, and after its first step
            try:
                self.run_stages(*STAGES, should_stop=lambda: next(asked, True), say=self.heard)
                break
            except Stopped:
                stops += 1
        self.assertGreaterEqual(stops, 16)
        self.assertEqual(self.result(), whole)
        self.assertIn({"event": "resumed", "stage": "autoencoder", "step": 1}, self.events)

    def test_a_budget_stops_at_a_checkpoint_with_an_exit_code_of_its_own(self):
        done = subprocess.run(self.plan("--seconds", "0"), cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertEqual(json.loads(done.stdout.splitlines()[-1]), {"event": "stopped", "stage": "autoencoder"})
        self.assertFalse((self.folder / "stages" / "01-autoencoder" / "package").exists())

    def test_asked_to_end_it_stops_at_a_checkpoint(self):
        for ask in (lambda running: running.send_signal(signal.SIGTERM), lambda running: running.stdin.close()):
            command = self.plan("--stop-at-end-of-input")
            with subprocess.Popen(command, cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
                heard = [json.loads(running.stdout.readline())["event"]]
                ask(running)
                heard += [json.loads(line)["event"] for line in running.stdout]
                self.assertEqual((running.wait(), heard[-1]), (3, "stopped"))

    def test_what_has_not_changed_is_not_trained_again(self):
        self.run_stages(*STAGES)
        self.run_stages(*STAGES, say=self.heard)
        self.assertEqual(self.kinds("skipped"), ["autoencoder", "few-steps"])
        (kind, given), last = STAGES
        self.run_stages((kind, {**given, "saveEvery": 5}), last, say=self.heard)  # changes no weight
        self.assertEqual(self.kinds("began"), [])
        self.run_stages(STAGES[0], (last[0], {**last[1], "single": 0.5}), say=self.heard)
        self.assertEqual((self.kinds("skipped"), self.kinds("began")), (["autoencoder"], ["few-steps"]))

    def test_what_depends_on_what_has_changed_is_trained_again(self):
        self.run_stages(*STAGES)
        (kind, given), last = STAGES
        self.run_stages((kind, {**given, "seed": 8}), last, say=self.heard)
        self.assertEqual(self.kinds("began"), ["autoencoder", "few-steps"])
        write_pairs(self.folder / "data", 52, size=64, seed=1)
        self.run_stages((kind, {**given, "seed": 8}), last, say=self.heard)
        self.assertEqual(self.kinds("began"), ["autoencoder", "few-steps"])

    def test_a_record_says_what_was_done(self):
        first, _ = self.run_stages(*STAGES)
        self.assertEqual((first["steps"], first["samples"], first["environment"]["processes"]), (12, 24, 1))
        losses = losses_of(self.made(1, "autoencoder").parent)
        self.assertAlmostEqual(first["lastLoss"], sum(losses[-2:]) / 2, places=4)
        self.assertEqual(json.loads((self.made(1, "autoencoder").parent / "stage.json").read_text()), first)

    def test_the_package_to_begin_with_is_left_as_it_is(self):
        before = {path.name: path.read_bytes() for path in pathlib.Path(self.folder / "package").iterdir()}
        self.run_stages(*STAGES)
        self.assertEqual({path.name: path.read_bytes() for path in pathlib.Path(self.folder / "package").iterdir()}, before)

    def heard(self, **event):
        self.events.append(event)

    def kinds(self, event):
        """Stages of the events of one kind, since the last call for `began`."""
        found = [one["stage"] for one in self.events if one["event"] == event]
        if event == "began":
            self.events.clear()
        return found


if __name__ == "__main__":
    unittest.main()
