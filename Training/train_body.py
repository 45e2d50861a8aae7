#!/usr/bin/env python3
"""Where the body is: source and pose encoder learn which point of the body a cell shows, before stage 2 builds on it.

Stage 2 goes on teaching it, but a step of this costs a quarter of one of stage 2, and pixels brought over from a wrong place help nobody.
"""

import torch

from avatar_training.conditions import Denoiser, signed
from avatar_training.grids import save_grid
from avatar_training.parts import part_loss
from avatar_training.shards import PairFolder, PictureStore, batches, is_held_out
from avatar_training.stage import Stage, arguments
from avatar_training.surface import at_size, brought_loss, places, surface_loss


def main():
    parser = arguments(__doc__, learning_rate=1e-3, batch=12)
    parser.add_argument("--parts", type=float, default=0.05, help="weight of finding the source's body parts")
    parser.add_argument("--brought", type=float, default=1.0, help="weight of the pixels brought over from the source")
    options = parser.parse_args()
    stage = Stage("body", ("source_encoder", "pose_encoder"), options)
    size = int(stage.package.json["sourceSize"])
    pairs = PairFolder(options.data)
    store = PictureStore(pairs, options.cache_megabytes)
    denoiser = Denoiser(stage.graphs, None)

    def load(indices, _=None):
        return {**{kind: torch.stack([store.get(kind, index, size if kind == "source" else None) for index in indices]) for kind in ("source", "target", "pose")},
                **{name: torch.stack([places(pairs.field(name, index)) for index in indices]) for name in ("source_surface", "target_surface")},
                "keypoints": torch.stack([torch.from_numpy(pairs.field("source_keypoints", index)) for index in indices])}

    def run(batch):
        seen = denoiser.look_at(batch["source"])
        return seen, denoiser.pose_alone(batch["pose"], seen)

    feed = batches(pairs, load, options.batch, stage.seed, stage.step, options.workers)
    for _ in stage.steps():
        batch = {key: value.to(stage.device) for key, value in next(feed).items()}
        with stage.autocast():
            seen, pose = run(batch)
        source = surface_loss(seen["surface"], batch["source_surface"])
        target = surface_loss(pose["pose_surface"], batch["target_surface"])
        brought = brought_loss(pose["brought_over"], batch["target"], batch["target_surface"])
        parts = part_loss(seen["part_maps"], batch["keypoints"], size) if "part_maps" in seen else torch.zeros(())
        stage.update(source + target + options.brought * brought + options.parts * parts, {"source": source, "target": target, "brought": brought, "parts": parts})
        if stage.sample_is_due():
            measure(stage, pairs, load, run)
    stage.write(quality={**stage.package.json.get("quality", {}), "body": measure(stage, pairs, load, run)})


@torch.no_grad()
def measure(stage, pairs, load, run, count=32, grid=8):
    """Mean distance from the true place on the body, in hundredths of the body's height, over held-out pairs; draws source, brought over, truth."""
    indices = [index for index in range(len(pairs)) if is_held_out(index)]
    indices = indices[::max(1, len(indices) // count)][:count] or [0]
    errors = {"source": [], "target": []}
    with stage.averaged(), stage.autocast():
        for begin in range(0, len(indices), 16):
            batch = {key: value.to(stage.device) for key, value in load(indices[begin:begin + 16]).items()}
            seen, pose = run(batch)
            for name, made in (("source", seen["surface"]), ("target", pose["pose_surface"])):
                truth = at_size(batch[f"{name}_surface"], *made.shape[2:])
                distance = (made.float() - truth)[:, :3].square().sum(1).sqrt()
                errors[name].append(distance[truth[:, 3] > 0.5])
            if begin == 0:
                columns = [signed(batch["source"])[:grid], pose["brought_over"][:grid].float(), signed(batch["target"])[:grid]]
    save_grid(stage.state / f"{stage.name}-{stage.step:06}.png", columns)
    figures = {**{name: round(100 * float(torch.cat(values).mean()), 2) for name, values in errors.items()}, "step": stage.step}
    print(f"{stage.name}: hundredths of the body's height beside the truth, held-out: {figures}", flush=True)
    return figures


if __name__ == "__main__":
    main()
