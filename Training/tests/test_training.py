import concurrent.futures
import contextlib
import hashlib
import math
import time
import unittest

import numpy
import onnx
import torch

from avatar_training import safetensors, surface
from avatar_training.adversarial import Adversary
from avatar_training.cache import OutputCache
from avatar_training.conditions import Decoder, signed
from avatar_training.crops import cut, cut_points, windows
from avatar_training.graph import Graph
from avatar_training.imagpose import People, to_canvas, to_tiles
from avatar_training.losses import detail_alone
from avatar_training.operations import OPERATIONS
from avatar_training.package import Package, start_from
from avatar_training.parts import SUPERVISED, part_loss, positions
from avatar_training.rounding import round_channels, round_range
from avatar_training.schedule import Schedule
from avatar_training.shards import PairFolder, PictureStore, SamePerson, batches, digest, is_held_out
from tests.folder import InFolder
from tests.synthetic import write_imagpose_package, write_package, write_pairs

SCHEDULE = {"kind": "scaled_linear", "betaStart": 0.00085, "betaEnd": 0.012, "trainSteps": 1000}


class PartTests(unittest.TestCase):
    def setUp(self):
        self.keypoints = torch.rand(2, 128, 3) * torch.tensor([64.0, 64.0, 0.0]) + torch.tensor([0.0, 0.0, 1.0])

    def maps_at(self, where):
        """Part maps [2, SUPERVISED + 3, 8, 8] with a peak in the cells of these positions."""
        maps = torch.zeros(2, SUPERVISED + 3, 8, 8)
        for picture in range(2):
            for part in range(SUPERVISED):
                x, y = (where[picture, part] / 8).long().clamp(0, 7).tolist()
                maps[picture, part, y, x] = 20.0
        return maps

    def test_the_loss_is_least_with_every_part_at_its_position(self):
        where, known = positions(self.keypoints)
        self.assertTrue(bool(known.all()))
        right = part_loss(self.maps_at(where), self.keypoints, 64)
        wrong = part_loss(self.maps_at((where + 24) % 64), self.keypoints, 64)
        self.assertLess(float(right), float(wrong))

    def test_parts_that_are_missing_or_outside_do_not_count(self):
        maps = torch.randn(2, SUPERVISED, 8, 8)
        self.keypoints[..., 2] = 0
        self.assertEqual(float(part_loss(maps, self.keypoints, 64)), 0)
        self.keypoints[..., :2] += 1000
        self.keypoints[..., 2] = 1
        self.assertEqual(float(part_loss(maps, self.keypoints, 64)), 0)


class SurfaceTests(unittest.TestCase):
    def setUp(self):
        self.stored = numpy.zeros((64, 64, 3), numpy.uint16)
        self.stored[16:48, 8:24] = (1, 32768, 65535)
        self.truth = surface.coordinates(self.stored)[None]

    def test_stored_coordinates_are_read_where_the_body_is(self):
        torch.testing.assert_close(self.truth[0, :, 20, 10], torch.tensor([-surface.REACH, 0.0, surface.REACH, 1.0]), atol=1e-4, rtol=0)
        self.assertEqual(float(self.truth[0, :, 0, 0].abs().max()), 0)

    def test_a_cell_on_the_edge_has_the_coordinates_of_the_body_in_it(self):
        small = surface.at_size(self.truth, 12, 12)  # cells of five and a third
        edge = small[0, :, 6, 1]
        self.assertTrue(0 < float(edge[3]) < 1)
        torch.testing.assert_close(edge[:3], torch.tensor([-surface.REACH, 0.0, surface.REACH]), atol=1e-4, rtol=0)

    def test_the_loss_is_least_at_the_true_coordinates_and_mask(self):
        right = surface.at_size(self.truth, 32, 32)
        right[:, 3] = right[:, 3] * 40 - 20
        self.assertLess(float(surface.surface_loss(right, self.truth)), 1e-3)
        wrong = right.clone()
        wrong[:, 0] += 0.1
        self.assertGreater(float(surface.surface_loss(wrong, self.truth)), 1)
        wrong = right.clone()
        wrong[:, :3] += 5 * (right[:, 3:] < 0)  # without a body, coordinates do not count
        self.assertLess(float(surface.surface_loss(wrong, self.truth)), 1e-3)

    def test_pixels_count_where_the_body_is_and_around_it(self):
        target = torch.randint(0, 256, (1, 3, 64, 64), dtype=torch.uint8)
        warped, body = signed(target), (self.truth[:, 3:] > 0).float()
        near = torch.nn.functional.max_pool2d(body, 5, 1, 2)
        self.assertLess(float(surface.warp_loss(warped + (1 - near), target, self.truth)), 1e-5)
        self.assertGreater(float(surface.warp_loss(warped + near * (1 - body), target, self.truth)), 1e-2)
        self.assertAlmostEqual(float(surface.warp_loss(warped + 1, target, self.truth)), 1, places=4)

    def test_pixels_count_more_where_they_weigh_more(self):
        target = torch.randint(0, 256, (1, 3, 64, 64), dtype=torch.uint8)
        body = torch.nonzero(self.truth[0, 3] > 0)[0].tolist()
        weight = torch.ones(1, 1, 64, 64)
        wrong = signed(target)
        wrong[..., body[0], body[1]] += 1
        even = float(surface.warp_loss(wrong, target, self.truth, weight))
        self.assertAlmostEqual(even, float(surface.warp_loss(wrong, target, self.truth)), places=6)
        weight[..., body[0], body[1]] = 10
        self.assertGreater(float(surface.warp_loss(wrong, target, self.truth, weight)), 3 * even)

    def test_motion_boundaries_are_where_the_flow_jumps_between_cells_that_are_shown(self):
        flow, shown = surface.grid_of(16).clone(), torch.ones(1, 1, 16, 16)
        self.assertEqual(float(surface.jumps(flow, shown, least=0.3).max()), 0)  # neighbours lie an eighth apart
        flow[:, :, 4:8, 4:8] = 0.9
        edge = surface.jumps(flow, shown, least=0.3)
        self.assertEqual([float(edge[0, 0, y, x]) for y, x in ((4, 4), (3, 5), (7, 8), (5, 5), (1, 1))], [1, 1, 1, 0, 0])
        shown[:, :, 4:8, 4:8] = 0
        self.assertEqual(float(surface.jumps(flow, shown, least=0.3).max()), 0)

    def test_keypoint_flow_counts_where_the_source_shows_the_point(self):
        flow, shown = surface.grid_of(64) + 0.1, torch.ones(1, 1, 64, 64)  # all of it lies 0.1 farther to the right and below
        target = torch.zeros(1, 128, 3)
        target[:, 20:60] = torch.cat([40 + 160 * torch.rand(1, 40, 2), torch.ones(1, 40, 1)], 2)
        source = target + torch.tensor([0.1 * 128, 0.1 * 128, 0])
        loss = lambda made, known=shown, there=source: float(surface.keypoint_flow_loss(made, flow, known, target, there, 256))
        self.assertLess(loss(flow), 1e-4)
        self.assertAlmostEqual(loss(flow + torch.tensor([2 / 32, 0]).view(1, 2, 1, 1)), 0.75, places=3)
        self.assertEqual(loss(flow + 1, known=0 * shown), 0)
        self.assertEqual(loss(flow + 1, there=source + torch.tensor([80.0, 0, 0])), 0)  # hidden in the source
        self.assertEqual(loss(flow + 1, there=source * torch.tensor([1.0, 1, 0])), 0)

    def test_the_true_flow_leads_to_equal_surface_coordinates_in_the_source(self):
        rows, columns = numpy.meshgrid(numpy.arange(64), numpy.arange(64), indexing="ij")
        body = numpy.stack([1 + columns * 900, 1 + rows * 900, numpy.full_like(rows, 30000)], 2).astype(numpy.uint16)
        target = surface.coordinates(numpy.roll(body, 4, 1))[None]  # two cells of 32 farther to the right; what comes around is on the left
        flow, shown = surface.true_flow(surface.coordinates(body)[None], target, 32)
        middles = (2 * torch.arange(32) + 1.0) / 32 - 1
        torch.testing.assert_close(flow[0, 0, 16, 4:30], middles[2:28], atol=0.02, rtol=0)
        torch.testing.assert_close(flow[0, 1, 4:28, 16], middles[4:28], atol=0.02, rtol=0)
        self.assertTrue(bool(shown.all()))
        target[:, :3, :, 40:] += 1  # coordinates that the source does not show
        self.assertEqual(float(surface.true_flow(surface.coordinates(body)[None], target, 32)[1][..., 20:].max()), 0)

    def test_without_a_body_there_is_no_flow(self):
        flow, shown = surface.true_flow(torch.zeros_like(self.truth), self.truth, 16)
        self.assertEqual((tuple(flow.shape), float(shown.max())), ((1, 2, 16, 16), 0))

    def test_the_mask_costs_the_same_wherever_the_person_ends(self):
        small, large = torch.zeros(1, 4, 64, 64), torch.zeros(1, 4, 64, 64)
        small[..., 28:36, 28:36], large[..., 8:56, 8:56] = 1, 1
        costs = [float(surface.mask_loss(10 * (2 * truth[:, 3:].roll(1, 3) - 1), truth)) for truth in (small, large)]  # a cell beside the truth
        self.assertAlmostEqual(costs[0], costs[1], delta=0.15 * costs[1])
        self.assertLess(float(surface.mask_loss(20 * (2 * large[:, 3:] - 1), large)), 1e-3)

    def test_a_stored_mask_is_a_bit_for_each_pixel(self):
        stored = numpy.array([[0b10100000, 0b01000000]] * 10, numpy.uint8)
        made = surface.unpacked_mask(stored)
        self.assertEqual(tuple(made.shape), (1, 10, 10))
        self.assertEqual(made[0, 3].tolist(), [1, 0, 1, 0, 0, 0, 0, 0, 0, 1])

    def test_the_matte_counts_every_pixel(self):
        truth = torch.zeros(1, 1, 64, 64)
        truth[..., 16:48, 24:40] = 1
        right = (2 * truth - 1) * 8
        wide, soft, far = right.clone(), right * 0, right.clone()
        wide[..., 16:48, 23] = 8
        far[..., 2:6, 2:6] = 8
        loss = lambda made, truth=truth: float(surface.matte_loss(made, truth))
        self.assertLess(loss(right), 1e-3)
        self.assertGreater(loss(wide), 0.1)  # one column beside
        self.assertAlmostEqual(loss(soft), 2 * math.log(2), places=4)
        self.assertGreater(loss(far), loss(right) + 0.01)  # far from the edge it counts as well
        self.assertAlmostEqual(loss(right, truth.repeat_interleave(2, 2).repeat_interleave(2, 3)), loss(right), places=5)  # a mask of larger pictures

    def test_a_flow_that_is_a_cell_off_costs_about_one(self):
        flow, shown = torch.zeros(1, 2, 8, 8), torch.ones(1, 1, 8, 8)
        self.assertEqual(float(surface.flow_loss(flow, flow, shown)), 0)
        off = flow + torch.tensor([2 / 32, 0]).view(1, 2, 1, 1)
        self.assertAlmostEqual(float(surface.flow_loss(off, flow, shown)), 0.75, places=5)
        self.assertEqual(float(surface.flow_loss(off, flow, 0 * shown)), 0)


class AdversaryTests(unittest.TestCase):
    def setUp(self):
        torch.manual_seed(3)
        self.adversary = Adversary([4], learning_rate=1e-2)
        self.weight = torch.ones(6, 1, 16, 16)
        self.true = [torch.randn(6, 4, 8, 8)]
        self.made = [torch.zeros(6, 4, 8, 8, requires_grad=True)]

    def learn(self, steps, weight=None):
        return [float(self.adversary.learn(self.made, self.true, self.weight if weight is None else weight, contextlib.nullcontext())) for _ in range(steps)]

    def test_the_critic_learns_and_the_adversarial_gradient_points_to_the_true_pictures(self):
        losses = self.learn(60)
        self.assertLess(losses[-1], 0.5 * losses[0])
        self.assertLess(float(self.adversary.loss(self.true, self.weight)), float(self.adversary.loss(self.made, self.weight)))
        self.adversary.loss(self.made, self.weight).backward()
        self.assertGreater(float(self.made[0].grad.abs().sum()), 0)

    def test_one_does_not_teach_the_other(self):
        before = [p.clone() for p in self.adversary.critic.parameters()]
        self.adversary.loss(self.made, self.weight).backward()
        self.assertTrue(all(p.grad is None for p in self.adversary.critic.parameters()))
        self.made[0].grad = None
        self.learn(1)
        self.assertIsNone(self.made[0].grad)
        self.assertFalse(all(torch.equal(a, b) for a, b in zip(before, self.adversary.critic.parameters())))

    def test_what_weighs_nothing_is_not_looked_at(self):
        self.assertEqual(self.learn(1, torch.zeros_like(self.weight)), [0.0])

    def test_it_looks_at_hands_and_face_alone(self):
        points = torch.zeros(2, 128, 3)
        points[0, 30] = torch.tensor([33.0, 17.0, 1.0])  # of a hand; the second picture shows none
        points[:, 3] = torch.tensor([5.0, 5.0, 1.0])  # of the body
        weight = detail_alone(points, 64, 64)
        self.assertEqual(tuple(weight.shape), (2, 1, 64, 64))
        self.assertGreater(float(weight[0, 0, 17, 33]), 1)
        self.assertEqual([float(weight[0, 0, 5, 5]), float(weight[1].abs().sum())], [0, 0])
        self.assertAlmostEqual(float(weight[0].mean()), 1, places=5)

    def test_it_goes_on_where_it_stopped(self):
        self.learn(3)
        other = Adversary([4], learning_rate=1e-2)
        other.resume(self.adversary.state())
        self.assertEqual(float(other.loss(self.made, self.weight)), float(self.adversary.loss(self.made, self.weight)))
        self.assertEqual(float(other.learn(self.made, self.true, self.weight, contextlib.nullcontext())), self.learn(1)[0])


class CropTests(unittest.TestCase):
    def test_pictures_latents_and_points_are_cut_alike(self):
        pictures = torch.arange(64.0).view(1, 1, 1, 64).expand(2, 1, 64, 64)
        latents = torch.nn.functional.avg_pool2d(pictures, 8)
        points = torch.tensor([[[40.0, 30.0, 1.0], [2.0, 2.0, 1.0]], [[10.0, 50.0, 1.0], [0.0, 0.0, 0.0]]])
        corners = windows(points, 32, 64, 64, numpy.random.default_rng(5), multiple=8)
        self.assertEqual(int((corners % 8).abs().max()), 0)
        small, cells, moved = cut(pictures, corners, 32), cut(latents, corners, 32, factor=8), cut_points(points, corners, 32)
        torch.testing.assert_close(small[:, 0, 0, 0], corners[:, 0].float())
        torch.testing.assert_close(torch.nn.functional.avg_pool2d(small, 8), cells)
        for before, after, (left, top) in zip(points, moved, corners.tolist()):
            for (x, y, seen), (new_x, new_y, new_seen) in zip(before.tolist(), after.tolist()):
                self.assertEqual((new_x, new_y), (x - left, y - top))
                self.assertEqual(new_seen, seen * (0 <= x - left < 32 and 0 <= y - top < 32))

    def test_half_of_the_squares_lie_around_the_body_and_a_third_around_hands(self):
        def where(points):
            corners = windows([points] * 400, 32, 256, 256, numpy.random.default_rng(5)).float() + 16
            return tuple(((corners - torch.tensor([place, place])).norm(dim=1) < 40).float().mean() for place in (60.0, 200.0))

        points = torch.zeros(128, 3)
        points[:18] = torch.tensor([60.0, 60.0, 1.0])
        self.assertEqual(tuple(map(float, where(points))), (1.0, 0.0))  # no hand is seen
        points[18:60] = torch.tensor([200.0, 200.0, 1.0])
        body, hands = where(points)
        self.assertAlmostEqual(float(body), 0.5 + 0.2 * 18 / 60, delta=0.08)
        self.assertAlmostEqual(float(hands), 0.3 + 0.2 * 42 / 60, delta=0.08)
        self.assertAlmostEqual(float(body + hands), 1, places=5)


class GraphTests(InFolder):
    def test_parameters_have_the_names_of_the_initializers(self):
        write_package(self.folder)
        initializers = onnx.load(str(self.folder / "unet.onnx")).graph.initializer
        names = {initializer.name for initializer in initializers if initializer.data_type == onnx.TensorProto.FLOAT}
        self.assertEqual(set(Graph(self.folder / "unet.onnx").state_dict()), names)

    def test_writing_back_changes_the_weights_and_nothing_else(self):
        for half in (False, True):
            write_package(self.folder, half=half)
            path = self.folder / "vae_decoder.onnx"
            before = onnx.load(str(path))
            graph = Graph(path)
            with torch.no_grad():
                for parameter in graph.parameters():
                    parameter.add_(0.25)
            graph.write()
            after = onnx.load(str(path))
            self.assertEqual(*([(i.name, i.data_type, list(i.dims)) for i in model.graph.initializer] for model in (before, after)))
            self.assertEqual(before.graph.node, after.graph.node)
            latents = torch.randn(2, 4, 8, 8)
            again = Graph(path)({"latents": latents})["image"]
            wanted = graph({"latents": latents})["image"]
            self.assertLess(float((again - wanted).abs().max() / wanted.abs().max()), 2e-3 if half else 1e-6)  # float16 has 11 bits

    def test_a_graph_cut_at_an_inner_value_keeps_what_leads_to_it(self):
        write_package(self.folder)
        path = self.folder / "unet.onnx"
        whole = onnx.load(str(path))
        inner = next(node for node in whole.graph.node if node.op_type == "Conv").output[0]
        cut = Graph(path, [inner])
        self.assertEqual((cut.input_names, set(cut.state_dict())), (["sample"], {"conv_in.weight", "conv_in.bias"}))
        sample = torch.randn(1, 4, 8, 8)
        torch.testing.assert_close(cut({"sample": sample})[inner], torch.nn.functional.conv2d(sample, cut.conv_in.weight, cut.conv_in.bias, padding=1))
        with self.assertRaisesRegex(ValueError, "unet.onnx: there is no value nothing"):
            Graph(path, ["nothing"])

    def test_a_guided_decoder_without_guides_sees_black_and_grey(self):
        write_package(self.folder, flow=True)
        graph = Graph(self.folder / "vae_decoder.onnx")
        with torch.no_grad():
            graph.decoder.guide.weight.fill_(0.1)
        latents, zeros = torch.randn(2, 4, 4, 4), torch.zeros(2, 3, 32, 32)
        decoder = Decoder(graph)
        torch.testing.assert_close(decoder(latents), decoder(latents, {"pose": zeros, "warped_source": zeros}))
        self.assertGreater(float((decoder(latents) - decoder(latents, {"pose": zeros + 1, "warped_source": zeros})).abs().max()), 0.01)

    def test_rounded_convolutions_see_256_levels_and_pass_gradients_on(self):
        write_package(self.folder)
        graph = Graph(self.folder / "vae_decoder.onnx")
        x = 3 * torch.randn(1, 4, 16, 16)
        step = float(x.amax() - x.amin()) / 255
        rounded = round_range(x)
        self.assertLessEqual(float((rounded - x).abs().max()), step / 2 + 1e-5)
        self.assertLess(len(rounded.unique()), 258)
        weight = torch.randn(8, 4, 3, 3, requires_grad=True)
        for channel, true in zip(round_channels(weight).detach(), weight.detach()):
            self.assertLessEqual(len(channel.unique()), 129)  # -64 to 64
            plain = true.abs().max() / 64
            self.assertLessEqual(float((channel - true).square().sum()), float(((true / plain).round() * plain - true).square().sum()) + 1e-9)
        round_channels(weight).sum().backward()
        self.assertEqual(float((weight.grad - 1).abs().max()), 0)
        latents = torch.randn(2, 4, 8, 8)
        exact = graph({"latents": latents})["image"]
        with graph.rounding(graph.convolutions):
            difference = float((graph({"latents": latents})["image"] - exact).abs().max() / exact.abs().max())
        self.assertTrue(1e-5 < difference < 0.1, difference)
        torch.testing.assert_close(graph({"latents": latents})["image"], exact)  # as it was

    def test_padding_by_name_puts_the_odd_zero_behind(self):
        x, weight = torch.arange(16.0).reshape(1, 1, 4, 4), torch.ones(1, 1, 3, 3)
        same = OPERATIONS["Conv"](x, weight, strides=[2, 2], auto_pad="SAME_UPPER")
        torch.testing.assert_close(same, torch.nn.functional.conv2d(torch.nn.functional.pad(x, (0, 1, 0, 1)), weight, stride=2))

    def test_an_unknown_operation_is_named(self):
        write_package(self.folder)
        model = onnx.load(str(self.folder / "combiner.onnx"))
        model.graph.node[0].op_type = "Conjure"
        onnx.save(model, str(self.folder / "combiner.onnx"))
        with self.assertRaisesRegex(NotImplementedError, "combiner.onnx.*Conjure"):
            Graph(self.folder / "combiner.onnx")


class ScheduleTests(unittest.TestCase):
    def test_products_equal_the_published_table(self):
        alphas = Schedule(SCHEDULE).alphas
        for step, expected in ((0, 0.99915), (1, 0.99829603), (51, 0.95052432), (500, 0.27633268), (951, 0.0081550046), (999, 0.0046600985)):
            self.assertAlmostEqual(float(alphas[step]), expected, places=8)

    def test_the_wanted_velocity_leads_back_to_the_clean_latents(self):
        schedule = Schedule(SCHEDULE)
        clean, noise, t = torch.randn(4, 2, 3, 3), torch.randn(4, 2, 3, 3), torch.tensor([0, 249, 700, 999])
        noisy = schedule.add_noise(clean, noise, t)
        torch.testing.assert_close(schedule.clean_from(noisy, schedule.wanted(noisy, clean, t), t), clean, atol=1e-4, rtol=0)
        signal, sigma = schedule.signal_and_noise(t, clean)
        usual = signal * noise - sigma * clean
        torch.testing.assert_close(schedule.wanted(noisy, clean, t)[1:3], usual[1:3], atol=1e-4, rtol=0)
        torch.testing.assert_close(noisy[3], noise[3])

    def test_a_zero_terminal_schedule_has_the_published_values_and_ends_without_signal(self):
        schedule = Schedule({**SCHEDULE, "zeroTerminalSnr": True})
        for step, expected in ((0, 0.99915), (500, 0.24101878), (999, 0.0)):
            self.assertAlmostEqual(float(schedule.alphas[step]), expected, places=7)
        clean, noise, t = torch.randn(2, 2, 3, 3), torch.randn(2, 2, 3, 3), torch.tensor([999, 300])
        noisy = schedule.add_noise(clean, noise, t)
        torch.testing.assert_close(noisy[0], noise[0])
        torch.testing.assert_close(schedule.wanted(noisy, clean, t)[0], -clean[0])
        torch.testing.assert_close(schedule.clean_from(noisy, schedule.wanted(noisy, clean, t), t), clean, atol=1e-5, rtol=0)

    def test_a_perfect_denoiser_ends_at_the_clean_latents(self):
        clean = torch.randn(2, 4, 4, 4)
        for predicts in ("v_prediction", "sample"):
            schedule = Schedule(SCHEDULE, predicts)
            for count in (1, 2, 4):
                made = schedule.ddim(lambda x, t: schedule.wanted(x, clean, t), torch.randn_like(clean), count)
                torch.testing.assert_close(made, clean, atol=1e-3, rtol=0)
        self.assertEqual(schedule.trailing(4), [999, 749, 499, 249])

    def test_an_unknown_prediction_is_refused(self):
        with self.assertRaisesRegex(ValueError, "predictionType is 'epsilon'"):
            Schedule(SCHEDULE, "epsilon")


class DataTests(InFolder):
    def test_pairs_of_several_folders_are_numbered_in_their_order(self):
        write_pairs(self.folder / "a", 3, size=32)
        write_pairs(self.folder / "b", 2, size=32, seed=1)
        write_pairs(self.folder / "b", 2, size=32, seed=1, shard=1)
        pairs = PairFolder(self.folder / "a", self.folder / "b")
        self.assertEqual(len(pairs), 7)
        self.assertEqual(pairs.encoded("target", 3), PairFolder(self.folder / "b").encoded("target", 0))
        self.assertEqual((pairs.picture("target", 6, 16).shape, pairs.field("target_keypoints", 3).shape), ((3, 16, 16), (128, 3)))

    def test_a_folder_without_shards_is_refused_with_the_remedy(self):
        with self.assertRaisesRegex(FileNotFoundError, "no shards. Render them with 'avatar dataset render"):
            PairFolder(self.folder)

    def test_the_digest_says_what_the_shards_hold(self):
        write_pairs(self.folder / "a", 3, size=32)
        write_pairs(self.folder / "b", 3, size=32)
        write_pairs(self.folder / "c", 3, size=32, seed=1)
        a, b, c = (digest(self.folder / name) for name in "abc")
        self.assertEqual(a, b)
        self.assertNotEqual(a, c)

    def test_held_out_pairs_are_never_in_a_batch(self):
        write_pairs(self.folder, 60, size=16)
        feed = batches(PairFolder(self.folder), lambda indices, _: indices, 16, seed=1, start=0)
        drawn = {index for _ in range(40) for index in next(feed)}
        self.assertFalse([index for index in drawn if is_held_out(index)])
        self.assertGreater(len(drawn), 50)

    def test_neighbours_come_in_runs(self):
        write_pairs(self.folder, 60, size=16)
        feed = batches(PairFolder(self.folder), lambda indices, _: indices, 12, seed=1, start=0, neighbours=4)
        runs = [next(feed) for _ in range(20)]
        self.assertTrue(all(len(run) == 12 for run in runs))
        steps = [b - a for run in runs for a, b in zip(run, run[1:])]
        self.assertGreater(steps.count(1), len(steps) / 2)

    def test_threads_that_ask_at_once_know_the_same_people(self):
        write_pairs(self.folder, 104, size=16)
        pairs = PairFolder(self.folder)
        field = pairs.field
        pairs.field = lambda name, index: (time.sleep(1e-4), field(name, index))[1]  # another thread comes in between
        people = SamePerson(pairs)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            known = list(pool.map(people.others, range(104)))
        everybody = {record for others in known for record in others}
        self.assertEqual(everybody, {record for record in range(104) if not is_held_out(record)})
        self.assertTrue(all(len(set(others)) == len(others) for others in known))

    def test_a_store_keeps_what_fits(self):
        write_pairs(self.folder, 2, size=32)
        store = PictureStore(PairFolder(self.folder), megabytes=1)
        self.assertIs(store.get("source", 0), store.get("source", 0))

    def test_a_cut_shard_is_refused_with_its_name(self):
        write_pairs(self.folder, 2, size=32)
        path = self.folder / "shard-00000.safetensors"
        path.write_bytes(path.read_bytes()[:-100])
        with self.assertRaisesRegex(ValueError, "shard-00000.safetensors: tensor"):
            PairFolder(self.folder)

    def test_safetensors_come_back_as_written(self):
        arrays = {"a": numpy.arange(6, dtype=numpy.float32).reshape(2, 3), "b": numpy.array([1, 2], numpy.int64)}
        safetensors.write(self.folder / "x.safetensors", arrays)
        again = safetensors.read(self.folder / "x.safetensors")
        for name, array in arrays.items():
            numpy.testing.assert_array_equal(again[name], array)

    def test_a_cache_computes_each_output_once(self):
        asked = []
        def compute(indices):
            asked.extend(indices)
            return torch.tensor([[float(index)] for index in indices])
        cache = OutputCache(self.folder / "x.f16", (1,), compute)
        cache.get([3, 1, 3])
        again = OutputCache(self.folder / "x.f16", (1,), compute).get([1, 3, 2000])
        self.assertEqual(asked, [1, 3, 2000])
        self.assertEqual(again.flatten().tolist(), [1, 3, 2000])


class StartTests(InFolder):
    def test_equal_weights_are_taken_and_new_channels_begin_at_zero(self):
        write_imagpose_package(self.folder / "package")
        write_package(self.folder / "other")
        other = Graph(self.folder / "other" / "unet.onnx")
        with torch.no_grad():
            for parameter in other.parameters():
                parameter.add_(0.125)
        other.write()
        known = sum(1 for _ in Graph(self.folder / "package" / "unet.onnx").parameters())
        package = Package(self.folder / "package")
        self.assertEqual(start_from(package, Package(self.folder / "other"), ("unet",)), (known, known))
        mine, theirs = package.graph("unet").state_dict(), other.state_dict()
        for name, value in mine.items():
            if name == "conv_in.weight":
                torch.testing.assert_close(value[:, :4], theirs[name])
                self.assertEqual(float(value[:, 4:].abs().max()), 0)
            else:
                torch.testing.assert_close(value, theirs[name])

    def test_a_guided_decoder_and_a_plain_one_begin_with_each_other(self):
        for mine, theirs in ((True, False), (False, True)):
            with self.subTest(guided=mine):
                folders = self.folder / f"package{mine}", self.folder / f"other{mine}"
                write_package(folders[0], flow=mine)
                write_package(folders[1], flow=theirs)
                package, other = map(Package, folders)
                taken, known = start_from(package, other, ("vae_decoder",), whole=("vae_decoder",))
                self.assertEqual(known - taken, int(mine))
                latents = torch.randn(1, 4, 4, 4)
                torch.testing.assert_close(*(Decoder(one.graph("vae_decoder"))(latents) for one in (package, other)))

    def test_half_an_autoencoder_is_refused(self):
        write_imagpose_package(self.folder / "package")
        write_package(self.folder / "other")
        (self.folder / "other" / "vae_decoder.onnx").write_bytes((self.folder / "other" / "vae_encoder.onnx").read_bytes())
        with self.assertRaisesRegex(ValueError, "vae_decoder has another structure"):
            start_from(Package(self.folder / "package"), Package(self.folder / "other"), ("unet", "vae_decoder"), whole=("vae_decoder",))

    def test_a_package_is_written_whole_into_a_new_folder(self):
        write_package(self.folder / "package")
        package = Package(self.folder / "package")
        before = {path.name: path.read_bytes() for path in (self.folder / "package").iterdir()}
        with torch.no_grad():
            package.graph("unet").conv_in.weight.add_(1)
        package.write(self.folder / "new", "unet", latentScale=0.5)
        written = Package(self.folder / "new").json
        self.assertEqual(written["latentScale"], 0.5)
        for name, entry in written["networks"].items():
            content = (self.folder / "new" / entry["file"]).read_bytes()
            self.assertEqual((entry["sha256"], content == before[entry["file"]]), (hashlib.sha256(content).hexdigest(), name != "unet"))
        self.assertEqual({path.name: path.read_bytes() for path in (self.folder / "package").iterdir()}, before)


class CanvasTests(InFolder):
    def test_tiles_lie_row_by_row_on_the_canvas_and_come_back(self):
        tiles = torch.arange(4.0).reshape(1, 4, 1, 1, 1).expand(2, 4, 3, 2, 5)
        canvas = to_canvas(tiles)
        self.assertEqual(canvas.shape, (2, 3, 4, 10))
        self.assertEqual([float(canvas[0, 0, y, x]) for y in (0, 2) for x in (0, 5)], [0, 1, 2, 3])
        torch.testing.assert_close(to_tiles(canvas), tiles)

    def test_a_canvas_shows_one_person_and_hides_some_tile(self):
        write_pairs(self.folder, 120, size=16)
        pairs = PairFolder(self.folder)
        people, generator = People(pairs), numpy.random.default_rng(3)
        self.assertFalse([k for index in range(120) for k in people.others(index) if is_held_out(k)])
        for index in range(40):
            for share in (0.0, 1.0):
                views, bits = people.draw(index, generator, share)
                self.assertEqual({people.person(view) for view in views}, {people.person(index)})
                self.assertIn(sum(bits), (1, 2, 3))
                if share:
                    self.assertEqual((views[0], views[1], views[3], bits), (views[1], views[2], index, [1, 1, 1, 0]))
                else:
                    self.assertGreater(len(set(views)), 1)
                    self.assertIn(index, views)


if __name__ == "__main__":
    unittest.main()
