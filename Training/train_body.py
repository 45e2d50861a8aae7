#!/usr/bin/env python3
"""Where the body is: source and pose encoder learn which point of the body a cell shows, before stage 2 builds on it.

Stage 2 goes on teaching it, but a step of this costs a quarter of one of stage 2, and pixels brought over from a wrong place help nobody.
"""

import functools
import pathlib

import torch
import torch.nn.functional as F

from avatar_training.conditions import Denoiser, signed
from avatar_training.grids import save_grid
from avatar_training.package import Package, start_from
from avatar_training.parts import part_loss
from avatar_training.shards import PairFolder, PictureStore, batches, is_held_out
from avatar_training.stage import Stage, arguments
from avatar_training.surface import at_size, body_losses, outline, outline_losses, places, surface_loss, true_way


ENCODERS = ("source_encoder", "pose_encoder")


def main():
    parser = arguments(__doc__, learning_rate=1e-3, batch=12)
    parser.add_argument("--parts", type=float, default=0.05, help="weight of finding the source's body parts")
    parser.add_argument("--brought", type=float, default=1.0, help="weight of the pixels brought over from the source")
    parser.add_argument("--way", type=float, default=0.3, help="weight of where in the source they come from")
    parser.add_argument("--points", type=float, default=0.3, help="the same for the points of hands and face alone")
    parser.add_argument("--detail", type=float, default=0.0, help="extra weight of hands and face in the pixels brought over and in where they come from, and there of the edges of what lies before something else")
    parser.add_argument("--mask", type=float, default=0.3, help="weight of the person's outline")
    parser.add_argument("--matte", type=float, default=0.3, help="weight of the outline in the source, to the pixel")
    parser.add_argument("--only-matte", action="store_true", help="train the layers that draw the matte, and leave the others of the source encoder as they are")
    parser.add_argument("--learn", nargs="+", choices=ENCODERS, help="train one encoder alone; the source encoder learns from the targets' pictures as well then")
    parser.add_argument("--start-from", help="package whose weights, as far as they fit, a fresh run begins with")
    options = parser.parse_args()
    if options.only_matte and options.learn != ["source_encoder"]:
        parser.error("--only-matte: the matte is the source encoder's. Give --learn source_encoder.")
    if options.start_from and not (pathlib.Path(options.state) / "body.pt").is_file():
        taken, known = start_from(options.package, options.start_from, Package(options.package).json["networks"])
        print(f"body: {taken} of {known} tensors from {options.start_from}", flush=True)
    learning = options.learn or ENCODERS
    stage = Stage("body", learning, options)
    size = int(stage.package.json["sourceSize"])
    pairs = PairFolder(options.data)
    if options.only_matte:
        for name, parameter in stage.graphs["source_encoder"].named_parameters():
            parameter.requires_grad_(name.startswith("matte."))
    outlines = ("source_outline", "target_outline") if options.only_matte or pairs.has("source_outline") else ()
    store = PictureStore(pairs, options.cache_megabytes)
    denoiser = Denoiser({name: stage.graphs.get(name) or stage.frozen(name) for name in ENCODERS})

    def load(indices, _=None, kinds=("source", "target", "pose")):
        return {**{kind: torch.stack([store.get(kind, index, size if kind == "source" else None) for index in indices]) for kind in kinds},
                **{name: torch.stack([places(pairs.field(name, index)) for index in indices]) for name in ("source_surface", "target_surface")},
                **{name: torch.stack([outline(pairs.field(name, index)) for index in indices]) for name in outlines},
                **{f"{name}keypoints": torch.stack([torch.from_numpy(pairs.field(f"{kind}_keypoints", index)) for index in indices]) for name, kind in (("source_", "source"), ("", "target"))}}

    def run(batch):
        seen = denoiser.look_at(batch["source"])
        return seen, denoiser.pose_alone(batch["pose"], seen)

    feed = batches(pairs, functools.partial(load, kinds=("source", "target")) if learning == ["source_encoder"] else load, options.batch, stage.seed, stage.step, options.workers)
    for _ in stage.steps():
        batch = {key: value.to(stage.device) for key, value in next(feed).items()}
        if learning == ["source_encoder"]:
            batch = as_sources(batch)
            with stage.autocast():
                seen = denoiser.look_at(batch["source"])
            losses = {"surface": surface_loss(seen["surface"], batch["source_surface"]), **outline_losses(seen, batch)}
        else:
            with stage.autocast():
                seen, pose = run(batch)
            losses = body_losses(seen, pose, batch, options.detail)
        if "part_maps" in seen:
            losses["parts"] = part_loss(seen["part_maps"], batch["source_keypoints"], size)
        stage.update(losses["surface"] + sum(getattr(options, name) * value for name, value in losses.items() if name != "surface"), losses)
        if stage.sample_is_due():
            measure(stage, pairs, load, run)
    stage.write(quality={**stage.package.json.get("quality", {}), "body": measure(stage, pairs, load, run)})


def as_sources(batch):
    """Every second target in the place of its source."""
    names = (("source", "target"), ("source_surface", "target_surface"), ("source_outline", "target_outline"), ("source_keypoints", "keypoints"))
    return {name: torch.cat([batch[name][::2], batch[target][1::2]]) for name, target in names if name in batch}


@torch.no_grad()
def measure(stage, pairs, load, run, count=32, grid=8):
    """Over held-out pairs, mean distances: from the true place on the body in hundredths of its height, and of the pixels brought over from the true place in the source in
    hundredths of the picture's side (`way`); and of the person's outline, the area taken wrongly, in hundredths of the person's (`mask`; in the source, to the pixel, `matte`). Draws source, the same without the wall, brought over, truth."""
    indices = [index for index in range(len(pairs)) if is_held_out(index)]
    indices = indices[::max(1, len(indices) // count)][:count] or [0]
    errors = {"source": [], "target": [], "way": [], "mask": [], "matte": []}
    with stage.averaged(), stage.autocast():
        for begin in range(0, len(indices), 16):
            batch = {key: value.to(stage.device) for key, value in load(indices[begin:begin + 16]).items()}
            seen, pose = run(batch)
            for name, made in (("source", seen["surface"]), ("target", pose["pose_surface"])):
                truth = at_size(batch[f"{name}_surface"], *made.shape[2:])
                distance = (made.float() - truth)[:, :3].square().sum(1).sqrt()
                errors[name].append(distance[truth[:, 3] > 0.5])
            if "source_outline" in batch and "matte" in seen:
                truth = F.adaptive_avg_pool2d(batch["source_outline"], seen["matte"].shape[2:])
                errors["matte"].append((seen["matte"].float().sigmoid() - truth).abs().mean((1, 2, 3)) / truth.mean((1, 2, 3)).clamp_min(1e-3))
            if "pose_way" in pose:
                way, shown = true_way(batch["source_surface"], batch["target_surface"], pose["pose_way"].shape[3])
                there = at_size(batch["target_surface"], *pose["pose_mask"].shape[2:])[:, 3:]
                errors["mask"].append((pose["pose_mask"].float().sigmoid() - there).abs().mean((1, 2, 3)) / there.mean((1, 2, 3)).clamp_min(1e-3))
                errors["way"].append((pose["pose_way"].float() - way).square().sum(1).sqrt()[shown[:, 0] > 0] / 2)
            if begin == 0:
                columns = [signed(batch["source"])[:grid], seen["picture"][:grid].float(), pose["brought_over"][:grid].float(), signed(batch["target"])[:grid]]
    save_grid(stage.state / f"{stage.name}-{stage.step:06}.png", columns)
    figures = {**{name: round(100 * float(torch.cat(values).mean()), 2) for name, values in errors.items() if values}, "step": stage.step}
    print(f"{stage.name}: hundredths beside the truth, held-out: {figures}", flush=True)
    return figures


if __name__ == "__main__":
    main()
