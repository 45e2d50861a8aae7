"""What stage 2 and the training for few steps share: conditions, cached latents, sampling, and figures with a grid of samples."""

import collections
import dataclasses

import torch
import torch.nn.functional as F

from .cache import OutputCache
from .conditions import Decoder, Denoiser, Fusion, signed, unsigned
from .encoder import Encoder
from .losses import HAND_POINTS, cells_around, detail_weight
from .options import option
from .parts import part_loss
from .ports import COARSE_LATENTS, COARSE_PREDICTOR, MATTE, PART_MAPS, PERSON_MASK, POSE_RESIDUAL, SURFACE, WARPED_SOURCE
from .schedule import Schedule
from .scores import Scores, show, spread
from .shards import batches, fingerprint, held_out
from .surface import BodyWeights, body_losses, coordinates, unpacked_mask

TRAINED = ("source_encoder", "source_projector", "pose_encoder", "unet_source", "unet")


def trained(package):
    """The networks of stage 2 that learn; some packages have a coarse latent predictor as well."""
    return (*TRAINED, *([COARSE_PREDICTOR] if COARSE_PREDICTOR in package.json["networks"] else []))


@dataclasses.dataclass
class DiffusionWeights(BodyWeights):
    """Options of both stages that train the UNet."""
    coarse_weight: float = option(float, "weight of the coarse latents, where a network predicts them", 1.0, 0, 100)
    person_weight: float = option(float, "extra weight of the person's box in the latents", 0.0, 0, 100)
    warped_detail: float = option(float, "how much of the target's detail is replaced by the warped source's, where that has the true colours", 0.9, 0, 1)


# tokens, fusion and pose_residual are the UNet's, guides the decoder's; losses: of the encoders
Conditions = collections.namedtuple("Conditions", "tokens fusion residual guides losses")


class Diffusion:
    """Pairs become batches; batches become conditions and latents (already multiplied by latentScale)."""

    def __init__(self, stage):
        self.stage, self.device = stage, stage.device
        self.settings = stage.package.json
        self.schedule = Schedule(self.settings["schedule"], self.settings["predictionType"])
        self._encoder = Encoder(stage)
        self.denoiser = Denoiser({name: stage.network(name) for name in trained(stage.package)})
        self._decoder = Decoder(stage.network("vae_decoder"))
        self._fusion = Fusion(stage.frozen("fusion_encoder"), stage.frozen("combiner"))
        self._train = _Pairs(self, *stage.pairs())
        self._test = _Pairs(self, *stage.held_out_pairs()) if stage.context.held_out else None

    def feed(self):
        stage = self.stage
        return batches(self._train.pairs, lambda indices, _: self._train.load(indices), stage.batch, stage.seed, stage.step, stage.context.machine.workers)

    def prepare(self, batch):
        """Adds the cached latents and fusions to a loaded batch, all on the device."""
        return {**{key: value.to(self.device) for key, value in batch.items() if key != "indices"},
                "latents": self._train.latents.get(batch["indices"]).to(self.device),
                "fusion": self._train.fusions.get(batch["indices"]).to(self.device)}

    def conditions(self, batch):
        """`Conditions` of a prepared batch.

        Adds the target to the batch: `picture` in -1..1. With `warpedDetail` it and `latents` take detail of the warped source.
        """
        tokens, seen = self.denoiser.source_tokens(batch["source"])
        pose = self.denoiser.pose(batch["pose"], seen)
        batch["picture"] = signed(batch["target"])
        if self.stage.options.warped_detail and WARPED_SOURCE in pose:
            self.keep_warped_detail(batch, pose[WARPED_SOURCE].detach())
        return Conditions(tokens, batch["fusion"], pose[POSE_RESIDUAL], guides(batch, pose), self.losses(batch, seen, pose))

    @torch.no_grad()
    def keep_warped_detail(self, batch, warped):
        """Where the warped source has the true colours, its detail becomes the target: the true detail is offset by a pixel or two that cannot be predicted,
        and a network trained on it blurs. Not on hands, whose fingers differ between source and target."""
        warped, factor = warped.float(), self.settings["latentFactor"]
        difference = F.avg_pool2d(warped - batch["picture"], factor).abs().mean(1, keepdim=True)
        hands = cells_around(batch["keypoints"][:, HAND_POINTS], *difference.shape[2:], factor)
        share = self.stage.options.warped_detail * torch.exp(-(difference / 0.15).square()) * (1 - hands)
        there = self._encoder(warped)
        batch["latents"] = batch["latents"] + share * (there - batch["latents"])
        share = F.interpolate(share, scale_factor=factor, mode="bilinear", align_corners=False)
        batch["picture"] = batch["picture"] + share * (warped - batch["picture"])

    def losses(self, batch, seen, pose):
        """coarse: of the coarse latents; part: of the source's part maps; and `body_losses`. Only what the networks have."""
        options = self.stage.options
        losses = body_losses(seen, pose, batch, options.detail_weight)
        if COARSE_LATENTS in pose:
            clean = batch["latents"]
            weight = latent_weight(batch, clean, self.settings["latentFactor"], options.detail_weight, options.person_weight)
            losses["coarse"] = ((pose[COARSE_LATENTS].float() - clean).square() * weight).mean()
        if PART_MAPS in seen:
            losses["part"] = part_loss(seen[PART_MAPS], batch["source_keypoints"], self.settings["sourceSize"])
        return losses

    def decode(self, latents, guides=None):
        """Latents on the scale of the UNet to pictures in -1..1; without guides, the plain autoencoder's."""
        return self._decoder(latents / self.settings["latentScale"], guides)

    @torch.no_grad()
    def measure(self, steps=(1,), count=32, grid=8):
        """PSNR over held-out pairs of each number of steps, beside 'source copied' and the autoencoder; draws a grid."""
        data = self._test or self._train
        indices = spread(list(range(len(data.pairs))) if self._test else held_out(data.pairs), count)
        scores, columns = Scores(), None
        torch.manual_seed(1)
        with self.stage.averaged(), self.stage.autocast():
            for begin in range(0, len(indices), 16):
                part = indices[begin:begin + 16]
                batch = {key: value.to(self.device) for key, value in data.load(part).items() if key != "indices"}
                latents, fusion = data.latents.get(part).to(self.device), data.fusions.get(part).to(self.device)
                truth, source = signed(batch["target"]), signed(batch["source"])
                tokens, seen = self.denoiser.source_tokens(batch["source"])
                keys = self.denoiser.keys_and_values(tokens)
                pose = self.denoiser.pose(batch["pose"], seen)
                residual = pose[POSE_RESIDUAL]
                rows = {"copied": source, "autoencoder": self.decode(latents)}
                noise = torch.randn(latents.shape).to(self.device)
                for number in steps:
                    made = self.schedule.ddim(lambda x, t: self.denoiser.predict(x, t, keys, fusion, residual), noise, number)
                    rows[f"steps{number}"] = self.decode(made, guides(batch, pose))
                scores.add(rows, truth, data.pairs, part)
                if columns is None:
                    warped = [pose[WARPED_SOURCE][:grid].float()] if WARPED_SOURCE in pose else []
                    columns = [source[:grid], signed(batch["pose"])[:grid], *warped, *[rows[f"steps{n}"][:grid] for n in steps], truth[:grid]]
        figures = scores.figures()
        show(self.stage, columns, figures)
        return figures


def guides(batch, pose):
    """The guided decoder's inputs besides the latents, without gradient to the pose encoder."""
    if WARPED_SOURCE not in pose:
        return {}
    return {"pose": unsigned(batch["pose"]), **{name: pose[name].detach() for name in (WARPED_SOURCE, PERSON_MASK) if name in pose}}


class _Pairs:
    def __init__(self, diffusion, pairs, store):
        self.pairs, self._store, self._settings = pairs, store, diffusion.settings
        known = diffusion.stage.package.graph("source_encoder").output_names
        self._surfaces = ("source_surface", "target_surface") if SURFACE in known else ()
        self._masks = ("source_mask",) if MATTE in known and pairs.has("source_mask") else ()
        networks = self._settings["networks"]
        context, device = diffusion.stage.autocast, diffusion.device

        @torch.no_grad()
        def fuse(indices):
            size, made = self._settings["fusionSize"], []
            for begin in range(0, len(indices), 32):
                pictures = torch.stack([store.get(kind, i, size) for kind in ("source", "pose") for i in indices[begin:begin + 32]])
                with context():
                    source, pose = diffusion._fusion.embed(pictures.to(device)).chunk(2)
                    made.append(diffusion._fusion.fuse(source, pose))
            return torch.cat(made)

        caches = diffusion.stage.context.caches
        self.latents = diffusion._encoder.cached(pairs, store)
        mark = fingerprint(pairs.digest, networks["fusion_encoder"]["sha256"], networks["combiner"]["sha256"])
        with torch.no_grad():
            width = diffusion._fusion.embed(torch.zeros(1, 3, *[self._settings["fusionSize"]] * 2, dtype=torch.uint8, device=device)).shape[1]
        self.fusions = OutputCache(caches / f"fusions-{mark}.f16", (width,), fuse)

    def load(self, indices):
        size = self._settings["sourceSize"]
        return {"indices": indices,
                "source": torch.stack([self._store.get("source", i, size) for i in indices]),
                "target": torch.stack([self._store.get("target", i) for i in indices]),
                "pose": torch.stack([self._store.get("pose", i) for i in indices]),
                **{name: torch.stack([torch.from_numpy(self.pairs.field(field, i)) for i in indices])
                   for name, field in (("keypoints", "target_keypoints"), ("source_keypoints", "source_keypoints"), ("box", "person_box"))},
                **{name: torch.stack([coordinates(self.pairs.field(name, i)) for i in indices]) for name in self._surfaces},
                **{name: torch.stack([unpacked_mask(self.pairs.field(name, i)) for i in indices]) for name in self._masks}}


def drop(value, probability):
    """The condition, or zeros for the whole batch: drawn once per batch, as FPDM trains."""
    return torch.zeros_like(value) if probability and float(torch.rand(())) < probability else value


def latent_weight(batch, latents, factor, detail, person=0.0):
    """Weights in latent cells, mean 1 per picture: the person's box weighs 1 + person, hands and face 1 + detail times as much again."""
    height, width = latents.shape[2:]
    weight = F.avg_pool2d(detail_weight(batch["keypoints"], height * factor, width * factor, detail), factor)
    if person:
        weight = weight * (1 + person * box_mask(batch["box"] / factor, height, width))
    return weight / weight.mean(dim=(2, 3), keepdim=True)


def box_mask(boxes, height, width):
    """1 in the cells whose middle is in the box (x, y, width, height): [B, 1, height, width] from [B, 4]."""
    left, top, wide, high = (boxes[:, i, None, None, None] for i in range(4))
    x = torch.arange(width, device=boxes.device)[None, None, None, :] + 0.5
    y = torch.arange(height, device=boxes.device)[None, None, :, None] + 0.5
    return ((x >= left) & (x < left + wide) & (y >= top) & (y < top + high)).float()
