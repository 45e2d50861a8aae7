"""What stage 2 and the distillation share: conditions, cached latents, sampling, and figures with a grid of samples."""

import collections

import torch
import torch.nn.functional as F

from .cache import OutputCache
from .conditions import Decoder, Denoiser, Fusion, signed, unsigned
from .grids import save_grid
from .losses import HAND_POINTS, cells_around, detail_weight, psnr
from .parts import part_loss
from .schedule import Schedule
from .shards import PairFolder, PictureStore, batches, fingerprint, is_held_out
from .surface import body_losses, outline, places

TRAINED = ("source_encoder", "source_projector", "pose_encoder", "unet_source", "unet")


def trained(package):
    """The networks of stage 2 that learn; some packages have a drafter as well."""
    return (*TRAINED, *(["drafter"] if "drafter" in package.json["networks"] else []))


# tokens, fusion and pose_residual are the UNet's, guides the decoder's; losses: what the encoders are told of the body
Conditions = collections.namedtuple("Conditions", "tokens fusion residual guides losses")


class Diffusion:
    """Pairs become batches; batches become conditions and latents (already multiplied by latentScale)."""

    def __init__(self, stage):
        self.stage, self.device = stage, stage.device
        self.settings = stage.package.json
        self.schedule = Schedule(self.settings["schedule"], self.settings["predictionType"])
        self._encoder = stage.frozen("vae_encoder")
        self.denoiser = Denoiser({name: stage.graphs.get(name) or stage.frozen(name) for name in trained(stage.package)})
        self._decoder = Decoder(stage.graphs.get("vae_decoder") or stage.frozen("vae_decoder"))
        self._fusion = Fusion(stage.frozen("fusion_encoder"), stage.frozen("combiner"))
        options = stage.options
        self.pairs = PairFolder(options.data)
        self.store = PictureStore(self.pairs, options.cache_megabytes)
        self._train = _Pairs(self, self.pairs, self.store, "train")
        if options.held_out:
            held_out = PairFolder(options.held_out)
            self._test = _Pairs(self, held_out, PictureStore(held_out), "test")

    def feed(self):
        options = self.stage.options
        return batches(self.pairs, lambda indices, _: self._train.load(indices), options.batch, self.stage.seed, self.stage.step, options.workers)

    def prepare(self, batch):
        """Adds the cached latents and fusions to a loaded batch, all on the device."""
        return {**{key: value.to(self.device) for key, value in batch.items() if key != "indices"},
                "latents": self._train.latents.get(batch["indices"]).to(self.device),
                "fusion": self._train.fusions.get(batch["indices"]).to(self.device)}

    def conditions(self, batch):
        """`Conditions` of a prepared batch.

        Adds to the batch what to aim for: `picture`, the true one in -1..1, and, with --carry, carries detail into it and into `latents`.
        """
        tokens, seen = self.denoiser.see(batch["source"])
        pose = self.denoiser.pose(batch["pose"], seen)
        batch["picture"] = signed(batch["target"])
        if self.stage.options.carry and "brought_over" in pose:
            self.carry(batch, pose["brought_over"].detach())
        return Conditions(tokens, batch["fusion"], pose["pose_residual"], guides(batch, pose), self.losses(batch, seen, pose))

    @torch.no_grad()
    def carry(self, batch, brought):
        """Where the pixels brought over have the true colours, aims for their detail: the true detail lies a pixel or two beside it, where nobody
        can know it, and who aims for that learns a blur. Not on hands: their fingers lie otherwise in the source."""
        brought, factor = brought.float(), self.settings["latentFactor"]
        difference = F.avg_pool2d(brought - batch["picture"], factor).abs().mean(1, keepdim=True)
        hands = cells_around(batch["keypoints"][:, HAND_POINTS], *difference.shape[2:], factor)
        share = self.stage.options.carry * torch.exp(-(difference / 0.15).square()) * (1 - hands)
        there = self._encoder({"image": brought})["moments"].float().chunk(2, dim=1)[0] * self.settings["latentScale"]
        batch["latents"] = batch["latents"] + share * (there - batch["latents"])
        share = F.interpolate(share, scale_factor=factor, mode="bilinear", align_corners=False)
        batch["picture"] = batch["picture"] + share * (brought - batch["picture"])

    def losses(self, batch, seen, pose):
        """draft: of the pose encoder's own guess at the latents; parts: of the source's part maps; and `body_losses`. Only what the networks have."""
        options = self.stage.options
        losses = body_losses(seen, pose, batch, options.detail)
        if "draft" in pose:
            clean = batch["latents"]
            weight = latent_weight(batch, clean, self.settings["latentFactor"], options.detail, options.person)
            losses["draft"] = ((pose["draft"].float() - clean).square() * weight).mean()
        if "part_maps" in seen:
            losses["parts"] = part_loss(seen["part_maps"], batch["source_keypoints"], self.settings["sourceSize"])
        return losses

    def noise(self, like, offset=0.0):
        noise = torch.randn_like(like)
        return noise + offset * torch.randn(*like.shape[:2], 1, 1, device=like.device) if offset else noise

    def decode(self, latents, guides=None):
        """Latents as the UNet sees them to pictures in -1..1; without guides, the plain autoencoder's."""
        return self._decoder(latents / self.settings["latentScale"], guides)

    @torch.no_grad()
    def measure(self, steps=(1,), count=32, grid=8):
        """PSNR over held-out pairs of each number of steps, beside 'source copied' and the autoencoder; draws a grid."""
        data = self._test if self.stage.options.held_out else self._train
        pairs = data.pairs
        indices = list(range(len(pairs))) if data is not self._train else [i for i in range(len(pairs)) if is_held_out(i)]
        spread = max(1, len(indices) // count)
        indices = indices[::spread][:count] or [0]
        figures, columns = {}, None
        generator_state = torch.get_rng_state()
        torch.manual_seed(1)
        with self.stage.averaged(), self.stage.autocast():
            for begin in range(0, len(indices), 16):
                part = indices[begin:begin + 16]
                batch = {key: value.to(self.device) for key, value in data.load(part).items() if key != "indices"}
                latents, fusion = data.latents.get(part).to(self.device), data.fusions.get(part).to(self.device)
                truth, source = signed(batch["target"]), signed(batch["source"])
                tokens, seen = self.denoiser.see(batch["source"])
                keys = self.denoiser.keys_and_values(tokens)
                pose = self.denoiser.pose(batch["pose"], seen)
                residual = pose["pose_residual"]
                rows = {"copied": source, "autoencoder": self.decode(latents)}
                noise = torch.randn(latents.shape).to(self.device)
                for number in steps:
                    made = self.schedule.ddim(lambda x, t: self.denoiser.predict(x, t, keys, fusion, residual), noise, number)
                    rows[f"steps{number}"] = self.decode(made, guides(batch, pose))
                for name, made in rows.items():
                    figures.setdefault(name, []).append(psnr(made, truth))
                    figures.setdefault(name + "Person", []).append(person_psnr(made, truth, data.pairs, part))
                if columns is None:
                    brought = [pose["brought_over"][:grid].float()] if "brought_over" in pose else []
                    columns = [source[:grid], signed(batch["pose"])[:grid], *brought, *[rows[f"steps{n}"][:grid] for n in steps], truth[:grid]]
        torch.set_rng_state(generator_state)
        save_grid(self.stage.state / f"{self.stage.name}-{self.stage.step:06}.png", columns)
        figures = {name: round(float(torch.cat(values).mean()), 2) for name, values in figures.items()}
        print(f"{self.stage.name} step {self.stage.step}: held-out PSNR {figures}", flush=True)
        return figures


def guides(batch, pose):
    """What a guided decoder sees besides latents; it teaches the pose encoder nothing."""
    if "brought_over" not in pose:
        return {}
    return {"pose": unsigned(batch["pose"]), **{name: pose[name].detach() for name in ("brought_over", "pose_mask") if name in pose}}


class _Pairs:
    def __init__(self, diffusion, pairs, store, split):
        self.pairs, self._store, self._settings = pairs, store, diffusion.settings
        known = diffusion.stage.package.graph("source_encoder").output_names
        self._surfaces = ("source_surface", "target_surface") if "surface" in known else ()
        self._outlines = ("source_outline",) if "matte" in known and pairs.has("source_outline") else ()
        networks = self._settings["networks"]
        context, device = diffusion.stage.autocast, diffusion.device

        @torch.no_grad()
        def encode(indices):
            made = []
            for begin in range(0, len(indices), 16):
                pictures = torch.stack([store.get("target", i) for i in indices[begin:begin + 16]])
                with context():
                    moments = diffusion._encoder({"image": signed(pictures.to(device))})["moments"]
                made.append(moments.float().chunk(2, dim=1)[0])
            return torch.cat(made) * self._settings["latentScale"]

        @torch.no_grad()
        def fuse(indices):
            size, made = self._settings["fusionSize"], []
            for begin in range(0, len(indices), 32):
                pictures = torch.stack([store.get(kind, i, size) for kind in ("source", "pose") for i in indices[begin:begin + 32]])
                with context():
                    source, pose = diffusion._fusion.embed(pictures.to(device)).chunk(2)
                    made.append(diffusion._fusion.fuse(source, pose))
            return torch.cat(made)

        factor = self._settings["latentFactor"]
        shape = (self._settings["latentChannels"], self._settings["height"] // factor, self._settings["width"] // factor)
        state = diffusion.stage.state
        mark = fingerprint(split, networks["vae_encoder"]["sha256"], self._settings["latentScale"])
        self.latents = OutputCache(state / f"latents-{mark}.f16", shape, encode)
        mark = fingerprint(split, networks["fusion_encoder"]["sha256"], networks["combiner"]["sha256"])
        with torch.no_grad():
            width = diffusion._fusion.embed(torch.zeros(1, 3, *[self._settings["fusionSize"]] * 2, dtype=torch.uint8, device=device)).shape[1]
        self.fusions = OutputCache(state / f"fusions-{mark}.f16", (width,), fuse)

    def load(self, indices):
        size = self._settings["sourceSize"]
        return {"indices": indices,
                "source": torch.stack([self._store.get("source", i, size) for i in indices]),
                "target": torch.stack([self._store.get("target", i) for i in indices]),
                "pose": torch.stack([self._store.get("pose", i) for i in indices]),
                **{name: torch.stack([torch.from_numpy(self.pairs.field(field, i)) for i in indices])
                   for name, field in (("keypoints", "target_keypoints"), ("source_keypoints", "source_keypoints"), ("box", "person_box"))},
                **{name: torch.stack([places(self.pairs.field(name, i)) for i in indices]) for name in self._surfaces},
                **{name: torch.stack([outline(self.pairs.field(name, i)) for i in indices]) for name in self._outlines}}


def person_psnr(made, truth, pairs, indices):
    """PSNR inside the target person's box, per picture; [B]."""
    values = []
    for row, index in enumerate(indices):
        x, y, width, height = (int(v) for v in pairs.field("person_box", index))
        x, y = max(x, 0), max(y, 0)
        box = (slice(row, row + 1), slice(None), slice(y, max(y + height, y + 1)), slice(x, max(x + width, x + 1)))
        values.append(psnr(made[box], truth[box]))
    return torch.cat(values)


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
