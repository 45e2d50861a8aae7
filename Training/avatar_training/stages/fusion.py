"""Stage 1: the fusion of a source picture and a target pose learns to be the embedding of the unseen target picture.

Source-enhanced InfoNCE as FPDM trains it: anchors are targets and sources, candidates are fusions and sources, tau 0.07.
"""

import dataclasses

import torch
import torch.nn.functional as F

from ..conditions import Fusion
from ..context import StageOptions
from ..options import option
from ..scores import tell
from ..shards import batches, held_out
from ..stage import Stage

TEMPERATURE = 0.07
PULL = 1e-4  # weight of the L1 between raw source embeddings and fusions, in FPDM's code only


@dataclasses.dataclass
class Options(StageOptions):
    batch: int = option(int, "pairs in a step, of all processes together", 120, 2, 65536)
    learning_rate: float = option(float, "highest learning rate", 1.5e-3, 0, 1)
    weight_decay: float = option(float, "AdamW's weight decay", 1e-4, 0, 1)
    neighbours: int = option(int, "pairs in a row, of one person as they are rendered, that are drawn together", 10, 1, 1000)


def contrast(target, fusion, source):
    """FPDM's loss. target, source [N, P] raw; fusion [N, P] of unit length."""
    anchors = F.normalize(torch.cat([target, source]), dim=1)
    candidates = F.normalize(torch.cat([fusion, source]), dim=1)
    likeness = anchors @ candidates.t() / TEMPERATURE
    pull = (torch.cat([source, source]) - torch.cat([fusion, source])).abs().mean()
    return F.cross_entropy(likeness, torch.arange(len(likeness), device=likeness.device)) + PULL * pull


def train(context, output):
    options = context.options
    stage = Stage(context, ("fusion_encoder", "combiner"))
    fusion = Fusion(stage.graphs["fusion_encoder"], stage.graphs["combiner"])
    size = int(stage.package.json["fusionSize"])
    pairs, store = stage.pairs()
    other, other_store = stage.held_out_pairs()

    def load(indices, _, store=store):
        return [torch.stack([store.get(kind, index, size) for index in indices]) for kind in ("source", "target", "pose")]

    def embed(pictures):
        source, target, pose = fusion.embed(torch.cat(pictures).to(stage.device)).chunk(3)
        return source, target, fusion.fuse(source, pose)

    def measured(count=256):
        """R@1 of fusions, and of plain source embeddings, against held-out targets."""
        if other is None:
            indices, kept = held_out(pairs)[:count], store
        else:
            indices, kept = list(range(len(other)))[:count], other_store
        parts = []
        with torch.no_grad(), stage.averaged(), stage.autocast():
            for begin in range(0, len(indices), 32):
                parts.append(embed(load(indices[begin:begin + 32], None, kept)))
        source, target, fused = (torch.cat(column) for column in zip(*parts))
        quality = {"gallery": len(indices), "recallAt1": round(float(recall(fused, target)), 4), "recallAt1OfSource": round(float(recall(source, target)), 4)}
        tell(stage, quality)
        return quality

    feed = batches(pairs, load, stage.batch, stage.seed, stage.step, context.machine.workers, neighbours=options.neighbours)
    for _ in stage.steps():
        with stage.autocast():
            source, target, fused = embed(next(feed))
        loss = contrast(target, fused, source)
        with torch.no_grad():
            ranks = recall(fused, target)
        stage.update(loss, {"recall_in_batch": ranks})
        if stage.sample_is_due():
            measured()
    stage.write(output)
    return measured()


def recall(queries, gallery):
    """R@1: how often the nearest gallery row by cosine is the query's own."""
    likeness = F.normalize(queries, dim=1) @ F.normalize(gallery, dim=1).t()
    return (likeness.argmax(1) == torch.arange(len(queries), device=queries.device)).float().mean()
