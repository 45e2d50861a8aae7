import json
import os
import unittest

import torch

from avatar_training import safetensors
from avatar_training.stages.fusion import PULL, TEMPERATURE, contrast
from tests.folder import TRAINING

GOLDEN = os.environ.get("AVATAR_GOLDEN") or TRAINING.parents[1] / "shared" / "golden"


class FusionLossTests(unittest.TestCase):
    """dhlee-work/FPDM, src/fusion/models.py, combiner_fusion_info_nce_loss, with sources on both sides."""

    def setUp(self):
        path = os.path.join(GOLDEN, "manifest.json")
        if not os.path.exists(path):
            if os.environ.get("CI", "").lower() == "true":
                self.fail(f"'{path}' is missing. With CI=true nothing is skipped.")
            self.skipTest(f"There are no golden tensors: '{path}' is missing.")
        with open(path, encoding="utf-8") as file:
            self.case = next(case for case in json.load(file)["cases"] if case["name"] == "fpdm_info_nce_self")
        self.tensors = safetensors.read(os.path.join(GOLDEN, self.case["file"]))

    def test_it_equals_the_published_code(self):
        config = self.case["config"]
        self.assertEqual((config["conbiner_self_learning"], config["temperature"], config["lambda_l1"]), (True, TEMPERATURE, PULL))
        source, target, fusion = (torch.tensor(self.tensors[f"input.{name}_features"]) for name in ("source", "target", "fusion"))
        tolerance = self.case["tolerance"]["loss"]
        expected = float(self.tensors["output.loss"])
        self.assertAlmostEqual(float(contrast(target, fusion, source)), expected, delta=tolerance["atol"] + tolerance["rtol"] * abs(expected))
