import csv
import pathlib
import subprocess
import sys
import tempfile
import unittest

import torch

TRAINING = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TRAINING))

from avatar_training.conditions import CLIP, IMAGENET, normalised, signed, unsigned  # noqa: E402
from avatar_training.graph import Graph  # noqa: E402
from avatar_training.package import Package  # noqa: E402
from avatar_training.pcdms import INPAINTING, REFINING, PriorSchedule, begin  # noqa: E402
from tests.synthetic import write_package, write_pairs, write_pcdms_package  # noqa: E402


class PriorScheduleTests(unittest.TestCase):
    def test_products_equal_the_published_table(self):
        alphas = PriorSchedule().alphas
        for step, expected in ((0, 0.99995872), (500, 0.49228517), (999, 2.4287669e-09)):
            self.assertAlmostEqual(float(alphas[step]), expected, places=7)

    def test_a_perfect_prior_ends_at_the_clean_embedding_within_the_limit(self):
        clean = torch.tensor([[0.5, -2.0, 20.0]])
        for steps in (1, 4, 20):
            made = PriorSchedule().sample(lambda x, t: clean, torch.randn_like(clean), steps, limit=10)
            torch.testing.assert_close(made, clean.clamp(-10, 10), atol=1e-4, rtol=0)

    def test_a_step_is_the_published_one(self):
        """One walk of the specification's scalar model without fresh noise: x0 = 0.3 x + 0.1 + 0.0001 t, 20 steps."""
        seen, draw = [], torch.randn_like
        torch.randn_like = torch.zeros_like
        try:
            def predict(x, t):
                seen.append(float(x))
                return 0.3 * x + 0.1 + 0.0001 * t
            PriorSchedule().sample(predict, torch.ones(1, 1, dtype=torch.float64), 20, limit=10)
        finally:
            torch.randn_like = draw
        for made, expected in zip(seen[1:4], (0.041837, 0.0460302, 0.0578801)):
            self.assertAlmostEqual(made, expected, places=6)


class InFolder(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)


class StartTests(InFolder):
    def test_encoders_see_in_new_scales_what_they_saw_in_the_old(self):
        write_pcdms_package(self.folder / "package")
        write_package(self.folder / "other")
        begin(self.folder / "package", self.folder / "other")
        pixels = torch.randint(0, 256, (2, 3, 64, 64), dtype=torch.uint8)
        old, new = (Graph(self.folder / folder / "source_encoder.onnx") for folder in ("other", "package"))
        torch.testing.assert_close(new({"pixel_values": normalised(pixels, CLIP)})["last_hidden_state"],
                                   old({"pixel_values": normalised(pixels, IMAGENET)})["last_hidden_state"], atol=1e-4, rtol=1e-4)
        old, new = (Graph(self.folder / folder / "pose_encoder.onnx") for folder in ("other", "package"))
        old, new = (old({"pose": unsigned(pixels)})["pose_residual"], new({"pose": signed(pixels)})["pose_residual"])
        torch.testing.assert_close(new[..., 1:-1, 1:-1], old[..., 1:-1, 1:-1], atol=1e-4, rtol=1e-4)  # zeros beyond the edge mean another brightness now


class ScriptTests(InFolder):

    def test_every_stage_runs_two_steps_and_goes_on(self):
        write_pcdms_package(self.folder / "package")
        write_package(self.folder / "other")
        other = Graph(self.folder / "other" / "fusion_encoder.onnx")
        with torch.no_grad():
            for parameter in other.parameters():
                parameter.add_(0.125)
        other.write()
        write_pairs(self.folder / "data", 104, size=64)
        for stage, trained in (("prior", ("prior",)), ("inpainting", INPAINTING), ("refining", REFINING)):
            with self.subTest(stage):
                weights = {path.stem: path.read_bytes() for path in (self.folder / "package").glob("*.onnx")}
                for steps in (1, 2):
                    self._run(stage, steps)
                with open(self.folder / "state" / f"pcdms-{stage}.csv", encoding="utf-8") as file:
                    self.assertEqual([row["step"] for row in csv.DictReader(file)], ["1", "2"])
                changed = {name for name, content in weights.items() if (self.folder / "package" / f"{name}.onnx").read_bytes() != content}
                self.assertEqual(changed & {*INPAINTING, *REFINING, "prior"}, set(trained) | (changed & set(INPAINTING) if stage == "prior" else set()))
                self.assertEqual(bool(list((self.folder / "state").glob(f"pcdms-{stage}-*.png"))), stage != "prior")
        for name, value in other.state_dict().items():  # the other package's fusion encoder is the global one
            torch.testing.assert_close(Graph(self.folder / "package" / "global_encoder.onnx").state_dict()[name], value)
        model = Package(self.folder / "package").json
        self.assertEqual(set(model["quality"]), {"prior", "inpainting", "refining"})
        self.assertNotEqual(model["prior"]["deviation"], 0.415)

    def _run(self, stage, steps):
        command = [sys.executable, str(TRAINING / "train_pcdms.py"), "--package", "package", "--data", "data", "--state", "state", "--stage", stage,
                   "--start-from", "other", "--last", "0.5", "--steps", str(steps), "--batch", "2", "--threads", "1"]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
