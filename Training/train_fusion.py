#!/usr/bin/env python3
"""Stage 1: the fusion of a source picture and a target pose learns to be the embedding of the unseen target picture.

Source-enhanced InfoNCE as FPDM trains it: anchors are targets and sources, candidates are fusions and sources, tau 0.07.
"""

import torch
import torch.nn.functional as F

from avatar_training.conditions import Fusion
from avatar_training.shards import PairFolder, PictureStore, batches, is_held_out
from avatar_training.stage import Stage, arguments

TEMPERATURE = 0.07
PULL = 1e-4  # weight of the L1 between raw source embeddings and fusions, in FPDM's code only


def contrast(target, fusion, source):
    """FPDM's loss. target, source [N, P] raw; fusion [N, P] of unit length."""
    anchors = F.normalize(torch.cat([target, source]), dim=1)
    candidates = F.normalize(torch.cat([fusion, source]), dim=1)
    likeness = anchors @ candidates.t() / TEMPERATURE
    pull = (torch.cat([source, source]) - torch.cat([fusion, source])).abs().mean()
    return F.cross_entropy(likeness, torch.arange(len(likeness), device=likeness.device)) + PULL * pull


def main():
    parser = arguments(__doc__, learning_rate=1.5e-3, batch=120)
    parser.set_defaults(weight_decay=1e-4)
    parser.add_argument("--neighbours", type=int, default=10, help="pairs in a row, of one person as they are rendered, that are drawn together: telling poses of one person apart is the hard part")
    options = parser.parse_args()
    stage = Stage("fusion", ("fusion_encoder", "combiner"), options)
    fusion = Fusion(stage.graphs["fusion_encoder"], stage.graphs["combiner"])
    size = int(stage.package.json["fusionSize"])
    pairs = PairFolder(options.data)
    store = PictureStore(pairs, options.cache_megabytes)

    def load(indices, _):
        return [torch.stack([store.get(kind, index, size) for index in indices]) for kind in ("source", "target", "pose")]

    def embed(pictures):
        source, target, pose = fusion.embed(torch.cat(pictures).to(stage.device)).chunk(3)
        return source, target, fusion.fuse(source, pose)

    feed = batches(pairs, load, options.batch, stage.seed, stage.step, options.workers, neighbours=options.neighbours)
    for _ in stage.steps():
        with stage.autocast():
            source, target, fused = embed(next(feed))
        loss = contrast(target, fused, source)
        with torch.no_grad():
            ranks = recall(fused, target)
        stage.update(loss, {"loss": loss, "recall_in_batch": ranks})
        if stage.sample_is_due():
            measure(stage, options, pairs, store, load, embed)
    quality = measure(stage, options, pairs, store, load, embed)
    stage.write(quality={**stage.package.json.get("quality", {}), "stage1": quality})


def recall(queries, gallery):
    """R@1: how often the nearest gallery row by cosine is the query's own."""
    likeness = F.normalize(queries, dim=1) @ F.normalize(gallery, dim=1).t()
    return (likeness.argmax(1) == torch.arange(len(queries), device=queries.device)).float().mean()


@torch.no_grad()
def measure(stage, options, pairs, store, load, embed, count=256):
    """R@1 of fusions, and of plain source embeddings, against held-out targets."""
    if options.held_out:
        pairs = PairFolder(options.held_out)
        store = PictureStore(pairs)
        size = int(stage.package.json["fusionSize"])
        load = lambda indices, _: [torch.stack([store.get(kind, i, size) for i in indices]) for kind in ("source", "target", "pose")]
        indices = list(range(len(pairs)))[:count]
    else:
        indices = [index for index in range(len(pairs)) if is_held_out(index)][:count] or [0]
    parts = []
    with stage.averaged(), stage.autocast():
        for begin in range(0, len(indices), 32):
            parts.append(embed(load(indices[begin:begin + 32], None)))
    source, target, fused = (torch.cat(column) for column in zip(*parts))
    quality = {"gallery": len(indices), "recallAt1": round(float(recall(fused, target)), 4),
               "recallAt1OfSource": round(float(recall(source, target)), 4), "step": stage.step}
    print(f"fusion: {quality}", flush=True)
    return quality


if __name__ == "__main__":
    main()
