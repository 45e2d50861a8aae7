"""Source and pose encoder learn surface coordinates, flow, mask and matte before stage 2.

Stage 2 continues with the same losses, but a step here costs a quarter of one there, and stage 2 learns little from a wrong warp.
"""

import dataclasses
import functools

import torch
import torch.nn.functional as F

from ..conditions import Denoiser, signed
from ..context import StageOptions
from ..options import option
from ..parts import part_loss
from ..ports import FLOW, FOREGROUND, MATTE, PART_MAPS, PERSON_MASK, POSE_SURFACE, SURFACE, WARPED_SOURCE
from ..scores import show, spread
from ..shards import batches, held_out
from ..stage import Stage
from ..surface import BodyWeights, at_size, body_losses, coordinates, matte_losses, surface_loss, true_flow, unpacked_mask, weighted_sum

ENCODERS = ("source_encoder", "pose_encoder")


@dataclasses.dataclass
class Options(BodyWeights, StageOptions):
    batch: int = option(int, "pairs in a step, of all processes together", 12, 1, 65536)
    surface_weight: float = option(float, "weight of the surface coordinates", 1.0, 0, 100)
    flow_weight: float = option(float, "weight of the optical flow to the source", 0.3, 0, 100)
    keypoint_flow_weight: float = option(float, "the same for the points of hands and face alone", 0.3, 0, 100)
    mask_weight: float = option(float, "weight of the person's mask in the target", 0.3, 0, 100)
    matte_weight: float = option(float, "weight of the source's matte, where the shards hold masks", 0.3, 0, 100)
    detail_weight: float = option(float, "extra weight of hands and face in warp and flow, and in the flow of depth edges", 0.0, 0, 100)
    matte_only: bool = option(bool, "train the layers of the matte, and leave the others of the source encoder as they are", False)
    learn: tuple = option("texts", "train one encoder alone; the source encoder learns from the targets' pictures as well then", None, choices=ENCODERS)


def train(context, output):
    options = context.options
    learning = list(options.learn or ENCODERS)
    if options.matte_only and learning != ["source_encoder"]:
        raise ValueError(f"{context.name}: matteOnly trains layers of the source encoder. Give \"learn\": [\"source_encoder\"].")
    stage = Stage(context, learning)
    size = int(stage.package.json["sourceSize"])
    pairs, store = stage.pairs()
    if options.matte_only:
        for name, parameter in stage.graphs["source_encoder"].named_parameters():
            parameter.requires_grad_(name.startswith("matte."))
    masks = ("source_mask", "target_mask") if options.matte_only or pairs.has("source_mask") else ()
    denoiser = Denoiser({name: stage.network(name) for name in ENCODERS})

    def load(indices, _=None, kinds=("source", "target", "pose")):
        return {**{kind: torch.stack([store.get(kind, index, size if kind == "source" else None) for index in indices]) for kind in kinds},
                **{name: torch.stack([coordinates(pairs.field(name, index)) for index in indices]) for name in ("source_surface", "target_surface")},
                **{name: torch.stack([unpacked_mask(pairs.field(name, index)) for index in indices]) for name in masks},
                **{f"{name}keypoints": torch.stack([torch.from_numpy(pairs.field(f"{kind}_keypoints", index)) for index in indices])
                   for name, kind in (("source_", "source"), ("", "target"))}}

    def run(batch):
        seen = denoiser.encode_source(batch["source"])
        return seen, denoiser.encode_pose(batch["pose"], seen)

    source_alone = learning == ["source_encoder"]
    loaded = functools.partial(load, kinds=("source", "target")) if source_alone else load
    feed = batches(pairs, loaded, stage.batch, stage.seed, stage.step, context.machine.workers)
    for _ in stage.steps():
        batch = {key: value.to(stage.device) for key, value in next(feed).items()}
        if source_alone:
            batch = as_sources(batch)
            with stage.autocast():
                seen = denoiser.encode_source(batch["source"])
            losses = {"surface": surface_loss(seen[SURFACE], batch["source_surface"]), **matte_losses(seen, batch)}
        else:
            with stage.autocast():
                seen, pose = run(batch)
            losses = body_losses(seen, pose, batch, options.detail_weight)
        if PART_MAPS in seen:
            losses["part"] = part_loss(seen[PART_MAPS], batch["source_keypoints"], size)
        stage.update(weighted_sum(options, losses), losses)
        if stage.sample_is_due():
            measure(stage, pairs, load, run)
    stage.write(output)
    return measure(stage, pairs, load, run)


def as_sources(batch):
    """Every second target instead of its source."""
    names = (("source", "target"), ("source_surface", "target_surface"), ("source_mask", "target_mask"), ("source_keypoints", "keypoints"))
    return {name: torch.cat([batch[name][::2], batch[target][1::2]]) for name, target in names if name in batch}


@torch.no_grad()
def measure(stage, pairs, load, run, count=32, grid=8):
    """Mean distances over held-out pairs: `source` and `target` from the true surface coordinates, in hundredths of the body's height; `flow`
    from the ground-truth flow, in hundredths of the picture's side; `mask` and `matte`, the wrong area in the target and in the source, in hundredths of
    the person's. Draws source, source without its background, warped source, target."""
    indices = spread(held_out(pairs), count)
    errors = {"source": [], "target": [], "flow": [], "mask": [], "matte": []}
    with stage.averaged(), stage.autocast():
        for begin in range(0, len(indices), 16):
            batch = {key: value.to(stage.device) for key, value in load(indices[begin:begin + 16]).items()}
            seen, pose = run(batch)
            for name, made in (("source", seen[SURFACE]), ("target", pose[POSE_SURFACE])):
                truth = at_size(batch[f"{name}_surface"], *made.shape[2:])
                distance = (made.float() - truth)[:, :3].square().sum(1).sqrt()
                errors[name].append(distance[truth[:, 3] > 0.5])
            if "source_mask" in batch and MATTE in seen:
                truth = F.adaptive_avg_pool2d(batch["source_mask"], seen[MATTE].shape[2:])
                errors["matte"].append((seen[MATTE].float().sigmoid() - truth).abs().mean((1, 2, 3)) / truth.mean((1, 2, 3)).clamp_min(1e-3))
            if FLOW in pose:
                flow, shown = true_flow(batch["source_surface"], batch["target_surface"], pose[FLOW].shape[3])
                there = at_size(batch["target_surface"], *pose[PERSON_MASK].shape[2:])[:, 3:]
                errors["mask"].append((pose[PERSON_MASK].float().sigmoid() - there).abs().mean((1, 2, 3)) / there.mean((1, 2, 3)).clamp_min(1e-3))
                errors["flow"].append((pose[FLOW].float() - flow).square().sum(1).sqrt()[shown[:, 0] > 0] / 2)
            if begin == 0:
                pictures = signed(batch["source"]), seen[FOREGROUND].float(), pose[WARPED_SOURCE].float(), signed(batch["target"])
                columns = [picture[:grid] for picture in pictures]
    figures = {name: round(100 * float(torch.cat(values).mean()), 2) for name, values in errors.items() if values}
    show(stage, columns, figures)
    return figures
