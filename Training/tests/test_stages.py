import json
import os
import socket
import subprocess
import sys
import unittest

import numpy
import torch

from tests.folder import FIRST, TRAINING, InFolder, changed
from tests.synthetic import write_body_package, write_imagpose_package, write_package, write_pairs, write_pcdms_package

from avatar_training import safetensors
from avatar_training.graph import Graph
from avatar_training.package import Package
from avatar_training.pcdms import INPAINTING, REFINING
from avatar_training.stage import Stopped


class CompositingStageTests(InFolder):
    def setUp(self):
        super().setUp()
        write_pairs(self.folder / "data", 52, size=64, bodies=True)
        write_body_package(self.folder / "package")

    def test_pose_encoder_unet_and_decoder_learn_together_and_the_textured_body_is_measured(self):
        record = self.run_stages(("compositing", {"crop": 32, "drop": 0.5, "eightBits": True}))[0]
        self.assertEqual(changed(self.folder / "package", self.made(1, "compositing")), {"pose_encoder", "unet_source", "unet", "vae_decoder"})
        self.assertEqual({"copied", "texturedBody", "autoencoder", "steps1", "steps2", "steps4"} - set(record["figures"]), set())
        self.assertGreater(record["figures"]["texturedBodyPerson"], record["figures"]["copiedPerson"])

    def test_the_picture_comes_nearer_to_the_truth(self):
        options = {"steps": 40, "batch": 4, "learningRate": 3e-3, "single": 1, "anywhere": 0, "drop": 0, "crop": 32, "average": 0.5}
        record = self.run_stages(("compositing", options))[0]
        self.assertLess(record["lastLoss"], 0.7 * record["firstLoss"])

    def test_one_network_can_learn_alone(self):
        self.run_stages(("compositing", {"learn": ["vae_decoder"], "anywhere": 1}))
        self.assertEqual(changed(self.folder / "package", self.made(1, "compositing")), {"vae_decoder"})

    def test_a_stage_that_was_stopped_ends_with_the_same_weights(self):
        options = {"steps": 4, "saveEvery": 1, "drop": 0.3, "crop": 32}
        self.run_stages(("compositing", options))
        whole = {path.stem: path.read_bytes() for path in self.made(1, "compositing").glob("*.onnx")}
        (self.folder / "stages").rename(self.folder / "first")
        asked = iter((False, False, True))
        with self.assertRaises(Stopped):
            self.run_stages(("compositing", options), should_stop=lambda: next(asked))
        self.run_stages(("compositing", options))
        self.assertEqual({path.stem: path.read_bytes() for path in self.made(1, "compositing").glob("*.onnx")}, whole)

    def test_packages_and_shards_without_bodies_are_refused_with_the_remedy(self):
        write_package(self.folder / "other")
        (self.folder / "package").rename(self.folder / "body")
        (self.folder / "other").rename(self.folder / "package")
        with self.assertRaisesRegex(ValueError, "does not read body_coordinates.*--size body"):
            self.run_stages(("compositing", {}))
        (self.folder / "package").rename(self.folder / "other")
        (self.folder / "body").rename(self.folder / "package")
        path = next((self.folder / "data").glob("shard-*"))
        safetensors.write(path, {name: numpy.array(array) for name, array in safetensors.read(path).items() if not name.startswith("body_state")})
        with self.assertRaisesRegex(ValueError, "lack body_state.*--bodies fitted"):
            self.run_stages(("compositing", {}))


class FpdmStageTests(InFolder):
    def setUp(self):
        super().setUp()
        write_pairs(self.folder / "data", 52, size=64)

    def test_every_stage_trains_its_networks_and_hands_them_on(self):
        write_package(self.folder / "package")
        records = self.run_stages(("autoencoder", {"crop": 32, "anneal": True, "equalise": True}), ("fusion", {}),
                                  ("diffusion", {"last": 0.5, "decodedWeight": 1}),
                                  ("few-steps", {"decoder": True, "eightBits": True}))
        stage2 = {"source_encoder", "source_projector", "pose_encoder", "unet_source", "unet"}
        trained = [{"vae_encoder", "vae_decoder"}, {"fusion_encoder", "combiner"}, stage2, {*stage2, "vae_decoder"}]
        before = self.folder / "package"
        for number, (record, networks) in enumerate(zip(records, trained), 1):
            after = self.made(number, record["stage"])
            self.assertEqual(changed(before, after), networks)
            self.assertEqual([row["step"] for row in self.log(number, record["stage"])], ["1", "2"])
            self.assertEqual(bool(list(after.parent.glob("step-*.png"))), record["stage"] != "fusion")
            before = after
        self.assertNotEqual(Package(before).json["latentScale"], 1.0)
        self.assertEqual({"copied", "autoencoder", "steps1", "steps2", "steps4"} - set(records[-1]["figures"]), set())

    def test_encoders_that_warp_the_source_learn_the_body(self):
        write_package(self.folder / "package", flow=True)
        self.run_stages(("body", {}), ("diffusion", {}), ("few-steps", {"crop": 32}))
        for number, name, losses in ((1, "body", ()), (2, "diffusion", ("coarse",)), (3, "few-steps", ("coarse",))):
            for loss in (*losses, "surface", "matte", "warp", "flow"):
                self.assertGreater(float(self.log(number, name)[0][loss]), 0)

    def test_one_network_can_learn_alone(self):
        write_package(self.folder / "package", flow=True)
        self.run_stages(("few-steps", {"decoder": True, "learn": ["vae_decoder"], "anywhere": 1}))
        self.assertEqual(changed(self.folder / "package", self.made(1, "few-steps")), {"vae_decoder"})

    def test_the_matte_can_learn_alone(self):
        write_package(self.folder / "package", flow=True)
        self.run_stages(("body", {"learn": ["source_encoder"], "matteOnly": True}))
        before, after = (Graph(folder / "source_encoder.onnx").state_dict() for folder in (self.folder / "package", self.made(1, "body")))
        self.assertEqual({name for name, value in before.items() if not torch.equal(value, after[name])}, {"matte.out.weight", "matte.out.bias"})

    def test_without_masks_there_is_no_loss_of_the_matte_and_matteOnly_is_refused(self):
        write_package(self.folder / "package", flow=True)
        self._without("source_mask")
        self.run_stages(("few-steps", {"crop": 32}))
        self.assertNotIn("matte", self.log(1, "few-steps")[0])
        with self.assertRaisesRegex(ValueError, "lacks the tensor source_mask"):
            self.run_stages(("body", {"learn": ["source_encoder"], "matteOnly": True}))

    def test_shards_without_surface_coordinates_are_refused_by_name(self):
        write_package(self.folder / "package", flow=True)
        self._without("source_surface")
        with self.assertRaisesRegex(ValueError, "lacks the tensor source_surface"):
            self.run_stages(("diffusion", {}))

    def test_options_that_contradict_each_other_are_refused_with_the_remedy(self):
        write_package(self.folder / "package", flow=True)
        for kind, given, remedy in (("body", {"matteOnly": True}, "Give \"learn\""), ("few-steps", {"criticFrom": "body"}, "Give adversarialWeight"),
                                    ("few-steps", {"eightBits": True}, "Give \"decoder\": true"),
                                    ("few-steps", {"learn": ["vae_decoder"]}, "cannot be trained here"),
                                    ("few-steps", {"adversarialWeight": 0.1}, "Name its file in perceptual")):
            with self.subTest(given=given), self.assertRaisesRegex(ValueError, remedy):
                self.run_stages((kind, given))

    def test_a_stage_that_measures_on_a_data_set_of_its_own_says_so_in_its_figures(self):
        write_package(self.folder / "package")
        record = self.run_stages(("fusion", {"heldOut": "train"}))[0]
        self.assertEqual(record["figures"]["gallery"], 52)

    def test_two_processes_train_together(self):
        write_package(self.folder / "package")
        recipe = {"data": [{"name": "train"}], "stages": [{"name": "fusion", "kind": "fusion", **FIRST, "batch": 4},
                                                          {"name": "autoencoder", "kind": "autoencoder", **FIRST}]}
        (self.folder / "recipe.json").write_text(json.dumps(recipe))
        plan = {"recipe": "recipe.json", "package": "package", "data": {"train": "data"}, "out": "stages", "machine": {"threads": 1}}
        (self.folder / "plan.json").write_text(json.dumps(plan))
        self._together(str(TRAINING / "train.py"), "run", "plan.json")
        self.assertEqual([(row["step"], row["samples"]) for row in self.log(1, "fusion")], [("1", "4"), ("2", "8")])
        self.assertEqual(changed(self.folder / "package", self.made(1, "fusion")), {"fusion_encoder", "combiner"})
        self.assertEqual(json.loads((self.made(2, "autoencoder").parent / "stage.json").read_text())["environment"]["processes"], 2)

    def test_processes_take_the_mean_of_their_gradients(self):
        self._together("-c", """if True:
            import sys, torch
            sys.path.insert(0, sys.argv[1])
            from avatar_training import parallel
            rank, count = parallel.join()
            known, unknown = torch.nn.Parameter(torch.zeros(2, 3)), torch.nn.Parameter(torch.zeros(2))
            known.grad = torch.full((2, 3), float(rank))
            parallel.average_gradients([known, unknown])
            assert torch.equal(known.grad, torch.full((2, 3), 0.5)) and unknown.grad is None
            assert (rank in (0, 1), count, parallel.agree(7 + rank)) == (True, 2, 7)
            """, str(TRAINING))

    def _without(self, tensor):
        path = next((self.folder / "data").glob("shard-*"))
        safetensors.write(path, {name: numpy.array(array) for name, array in safetensors.read(path).items() if name != tensor})

    def _together(self, *command):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        world = {**os.environ, "WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
        several = [subprocess.Popen([sys.executable, *command], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                    env={**world, "RANK": str(rank)}) for rank in range(2)]
        said = [one.communicate(timeout=600)[0] for one in several]
        self.assertEqual([one.returncode for one in several], [0, 0], said)


class OtherSystemTests(InFolder):
    def setUp(self):
        super().setUp()
        write_pairs(self.folder / "data", 104, size=64)
        write_package(self.folder / "other")

    def change(self, name):
        """The other package's network, with weights that are not those of every synthetic package."""
        graph = Graph(self.folder / "other" / f"{name}.onnx")
        with torch.no_grad():
            for parameter in graph.parameters():
                parameter.add_(0.125)
        graph.write()
        return graph.state_dict()

    def test_imagpose_begins_with_another_autoencoder_and_trains(self):
        write_imagpose_package(self.folder / "package")
        decoder = self.change("vae_decoder")
        self.run_stages(("start-from", {"package": "other"}), ("imagpose", {"last": 0.5}), packages=("other",))
        self.assertEqual(changed(self.made(1, "start-from"), self.made(2, "imagpose")),
                         {"source_encoder", "patch_embedding", "pose_encoder", "unet_source", "unet"})
        mine = Graph(self.made(2, "imagpose") / "vae_decoder.onnx").state_dict()
        for name, value in decoder.items():
            torch.testing.assert_close(mine[name], value)
        self.assertTrue(list(self.made(2, "imagpose").parent.glob("step-*.png")))

    def test_the_three_parts_of_pcdms_train_one_after_another(self):
        write_pcdms_package(self.folder / "package")
        encoder = self.change("fusion_encoder")
        parts = [("pcdms", {"name": part, "part": part, "last": 0.5}) for part in ("prior", "inpainting", "refining")]
        records = self.run_stages(("start-from", {"package": "other"}), *parts, packages=("other",))
        before = self.made(1, "start-from")
        for number, (part, networks) in enumerate((("prior", ("prior",)), ("inpainting", INPAINTING), ("refining", REFINING)), 2):
            self.assertEqual(changed(before, self.made(number, part)), set(networks))
            before = self.made(number, part)
            self.assertEqual(bool(list(self.made(number, part).parent.glob("step-*.png"))), part != "prior")
        # The other package's fusion encoder is the global one.
        for name, value in Graph(self.made(4, "refining") / "global_encoder.onnx").state_dict().items():
            torch.testing.assert_close(encoder[name], value)
        self.assertNotEqual(Package(self.made(4, "refining")).json["prior"]["deviation"], 0.415)
        self.assertIn("refined4", records[-1]["figures"])


if __name__ == "__main__":
    unittest.main()
