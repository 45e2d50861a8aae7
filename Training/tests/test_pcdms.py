import unittest

import torch

from avatar_training.conditions import CLIP, IMAGENET, normalised, signed, unsigned
from avatar_training.package import Package
from avatar_training.pcdms import PriorSchedule, begin
from tests.folder import InFolder
from tests.synthetic import write_package, write_pcdms_package


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


class StartTests(InFolder):
    def test_encoders_see_in_new_scales_what_they_saw_in_the_old(self):
        write_pcdms_package(self.folder / "package")
        write_package(self.folder / "other")
        package, other = Package(self.folder / "package"), Package(self.folder / "other")
        begin(package, other)
        pixels = torch.randint(0, 256, (2, 3, 64, 64), dtype=torch.uint8)
        old, new = (one.graph("source_encoder") for one in (other, package))
        torch.testing.assert_close(new({"pixel_values": normalised(pixels, CLIP)})["last_hidden_state"],
                                   old({"pixel_values": normalised(pixels, IMAGENET)})["last_hidden_state"], atol=1e-4, rtol=1e-4)
        old, new = (one.graph("pose_encoder") for one in (other, package))
        old, new = (old({"pose": unsigned(pixels)})["pose_residual"], new({"pose": signed(pixels)})["pose_residual"])
        torch.testing.assert_close(new[..., 1:-1, 1:-1], old[..., 1:-1, 1:-1], atol=1e-4, rtol=1e-4)  # zeros beyond the edge mean another brightness now


if __name__ == "__main__":
    unittest.main()
