"""PCDMs' training: pairs of pictures of one person, the networks of the three stages, and figures with a grid of samples.

A pair is two records of one person in the same clothes; a record is a shard's target picture, with its pose map and its keypoints.
"""

import math

import torch

from .cache import OutputCache
from .conditions import CLIP, IMAGENET, normalised, signed
from .encoder import Encoder
from .package import start_from
from .schedule import Schedule
from .scores import Scores, show, spread, tell
from .shards import SamePerson, batches, fingerprint

PRIOR = ("prior",)
INPAINTING = ("source_encoder", "source_projector", "pose_encoder", "unet_source", "unet")
REFINING = ("refiner_projector", "refiner_source", "refiner")


def begin(mine, theirs):
    """Weights of FPDM's compact package for what fits: autoencoder, pose encoder and UNet; its fusion encoder is the global one.

    PCDMs' inputs are on other scales than FPDM's (CLIP's statistics instead of ImageNet's, -1..1 instead of 0..1): the first layers
    are changed so that they see what they know. The layer through which the target's embedding comes is new, and begins at zero.
    Returns how many tensors of how many were taken.
    """
    autoencoder = ("vae_encoder", "vae_decoder")
    start_from(mine, theirs, autoencoder, whole=autoencoder)
    taken, known = start_from(mine, theirs, INPAINTING)
    mine.graph("global_encoder").load_state_dict(theirs.graph("fusion_encoder").state_dict())
    (mean, deviation), (new_mean, new_deviation) = (tuple(torch.tensor(values) for values in constants) for constants in (IMAGENET, CLIP))
    with torch.no_grad():
        _see(mine.graph("source_encoder"), new_deviation / deviation, (new_mean - mean) / deviation)
        _see(mine.graph("pose_encoder"), torch.full((3,), 0.5), torch.full((3,), 0.5))
        for name, parameter in mine.graph("unet").named_parameters():
            if name.startswith("class_embedding.linear_2."):
                parameter.zero_()
    return taken, known


def _see(graph, factor, shift):
    """Lets the first layer of a picture network read x where it read factor x + shift, per colour; folded pixels have the colours as the quick
    part of the channels."""
    weights = dict(graph.named_parameters())
    stem = next(name for name, value in weights.items() if value.dim() == 4).rsplit(".", 1)[0]
    weight, bias = weights[f"{stem}.weight"], weights[f"{stem}.bias"]
    pixels = weight.shape[1] // 3
    bias += (weight * shift.repeat(pixels).view(1, -1, 1, 1)).sum(dim=(1, 2, 3))
    weight *= factor.repeat(pixels).view(1, -1, 1, 1)


class PriorSchedule:
    """squaredcos_cap_v2 over 1000 steps, and UnCLIP's ancestral sampling of clean predictions: what Avatars.Diffusion runs."""

    steps = 1000

    def __init__(self):
        def left(time):
            return math.cos((time + 0.008) / 1.008 * math.pi / 2) ** 2
        betas = torch.tensor([min(1 - left((t + 1) / self.steps) / left(t / self.steps), 0.999) for t in range(self.steps)], dtype=torch.float64)
        self.alphas = torch.cumprod(1 - betas, 0)

    def add_noise(self, clean, noise, t):
        alpha = self.alphas[t.cpu()].to(clean).unsqueeze(1)
        return alpha.sqrt() * clean + (1 - alpha).sqrt() * noise

    def sample(self, predict, noise, count, limit):
        """predict(noisy, t [B]) -> clean, clamped to `limit`; down a list of `count` steps to clean."""
        x = noise
        steps = [round((self.steps - 1) * i / (count - 1)) for i in reversed(range(count))] if count > 1 else [self.steps - 1]
        for step, before in zip(steps, [*steps[1:], -1]):
            clean = predict(x, torch.full((len(x),), step, device=x.device)).clamp(-limit, limit)
            now, then = float(self.alphas[step]), float(self.alphas[before]) if before >= 0 else 1.0
            beta = 1 - now / then
            x = then ** 0.5 * beta / (1 - now) * clean + (1 - beta) ** 0.5 * (1 - then) / (1 - now) * x
            if step > 0:
                x = x + max((1 - then) / (1 - now) * beta, 1e-20) ** 0.5 * torch.randn_like(x)
        return x


class Pcdms:
    """The package's networks, those that `stage` trains and the others frozen, and the records they are trained on."""

    def __init__(self, stage):
        self.stage, self.device, self.settings = stage, stage.device, stage.package.json
        self.schedule, self.prior_schedule = Schedule(self.settings["schedule"]), PriorSchedule()
        self._frozen = {}
        self._size = self.settings["width"]
        if self.settings["height"] != self._size or "canvas_encoder" in self.settings["networks"]:
            raise ValueError(f"{stage.package.folder}: only packages whose autoencoder takes square tiles are trained here. "
                             "Build one with 'avatar model build --system pcdms --size compact'.")
        self.pairs, self._store = stage.pairs()
        self._people = SamePerson(self.pairs)
        networks = self.settings["networks"]
        self._encoder = Encoder(stage)
        self._latents = self._encoder.cached(self.pairs, self._store, self._size)
        self._black = self._encoder(torch.full((1, 3, self._size, self._size), -1.0, device=self.device))
        with torch.no_grad():
            side = self.settings["fusionSize"]
            self.nothing = self.network("global_encoder")({"pixel_values": torch.zeros(1, 3, side, side, device=self.device)})["image_embeds"].float()
        mark = fingerprint("embeddings", self.pairs.digest, networks["global_encoder"]["sha256"])
        self._embeddings = OutputCache(stage.context.caches / f"embeddings-{mark}.f16", (self.nothing.shape[1],), self._embed_records)

    def network(self, name):
        if name in self.stage.graphs:
            return self.stage.graphs[name]
        if name not in self._frozen:
            self._frozen[name] = self.stage.frozen(name)
        return self._frozen[name]

    def feed(self, pictures=True):
        """Endless batches of a target and another record of the same person, decoded ahead on other threads."""
        def load(targets, generator):
            choices = [[other for other in self._people.others(target) if other != target] or [target] for target in targets]
            return self.load([choice[int(generator.integers(len(choice)))] for choice in choices], targets, pictures)
        return batches(self.pairs, load, self.stage.batch, self.stage.seed, self.stage.step, self.stage.context.machine.workers)

    def load(self, sources, targets, pictures=True):
        batch = {"sources": sources, "targets": targets}
        if pictures:
            batch["source"] = torch.stack([self._store.get("target", i, self.settings["sourceSize"]) for i in sources])
            batch["poses"] = torch.cat([torch.stack([self._store.get("pose", i, self._size) for i in side]) for side in (sources, targets)], dim=-1)
        return batch

    def latents(self, records):
        return self._latents.get(records).to(self.device)

    def embeddings(self, records):
        return self._embeddings.get(records).to(self.device)

    def coordinates(self, records):
        """[B, 36] by the package's rule: x and y of the body's 18 points."""
        rule = self.settings["prior"]["coordinates"]
        points = torch.stack([torch.from_numpy(self.pairs.field("target_keypoints", i)[:18]) for i in records])
        x = (points[..., 0] / self._size - rule["sideBorder"]) / (1 - 2 * rule["sideBorder"])
        shares = torch.stack([x, points[..., 1] / self._size], dim=-1)
        shares = 2 * shares - 1 if rule["signed"] else shares
        shares = torch.where(points[..., 2:] > 0, shares, torch.full_like(shares, rule["missing"]))
        return shares.flatten(1).float().to(self.device)

    # Stage 1

    def standardised(self, embeddings):
        prior = self.settings["prior"]
        return (embeddings - prior["mean"]) / prior["deviation"]

    def predict_embedding(self, noisy, t, source_pose, target_pose, source):
        inputs = {"noisy": noisy, "timestep": t.float(), "source_pose": source_pose, "target_pose": target_pose, "source_embeds": source}
        return self.network("prior")(inputs)["prediction"].float()

    def imagine(self, sources, targets):
        """The prior's embeddings of unseen targets, on the encoder's own scale."""
        prior, source = self.settings["prior"], self.embeddings(sources)
        poses = self.coordinates(sources), self.coordinates(targets)
        made = self.prior_schedule.sample(lambda x, t: self.predict_embedding(x, t, *poses, source), torch.randn_like(source), prior["steps"], prior["limit"])
        return made * prior["deviation"] + prior["mean"]

    # Stages 2 and 3

    def hidden(self, source, shown=None):
        """Patches of uint8 pictures; `shown` [B] of 0 and 1 blanks some."""
        pixels = normalised(source.to(self.device), CLIP)
        if shown is not None:
            pixels = pixels * shown.view(-1, 1, 1, 1)
        return self.network("source_encoder")({"pixel_values": pixels})

    def keys(self, network, tokens):
        """Keys and values of [B, T, D], made one token at a time."""
        batch, count, channels = tokens.shape
        made = self.network(network)({"encoder_hidden_states": tokens.reshape(batch * count, 1, channels)})
        return {name: value.reshape(batch, count, -1) for name, value in made.items()}

    def inpainting(self, batch, embedding, shown=None):
        """A function of (noisy canvas, t [B]) that gives v, with every condition in place."""
        tokens = self.network("source_projector")(self.hidden(batch["source"], shown))["tokens"].float()
        keys = self.keys("unet_source", torch.cat([tokens, embedding.unsqueeze(1)], dim=1))
        residual = self.network("pose_encoder")({"pose": signed(batch["poses"].to(self.device))})["pose_residual"]
        source = self.latents(batch["sources"])
        visible = torch.cat([source, self._black.expand_as(source)], dim=-1)
        mask = torch.cat([torch.ones_like(source[:, :1]), torch.zeros_like(source[:, :1])], dim=-1)

        def velocity(noisy, t):
            inputs = {"sample": torch.cat([noisy, mask, visible], dim=1), "timestep": t.float(), "class_labels": embedding, "pose_residual": residual, **keys}
            return self.network("unet")(inputs)["prediction"].float()
        return velocity

    def refining(self, hidden, coarse):
        """The same for the refiner: a tile, and the coarse picture's latents."""
        keys = self.keys("refiner_source", self.network("refiner_projector")(hidden)["tokens"].float())

        def velocity(noisy, t):
            return self.network("refiner")({"sample": torch.cat([noisy, coarse], dim=1), "timestep": t.float(), **keys})["prediction"].float()
        return velocity

    def inpaint(self, batch, embedding, steps):
        """Latents of targets, from noise."""
        like = self.latents(batch["targets"])
        noise = torch.randn(len(like), like.shape[1], like.shape[2], 2 * like.shape[3], device=self.device)
        return self.schedule.ddim(self.inpainting(batch, embedding), noise, steps)[..., like.shape[3]:]

    def decode(self, latents):
        return self.network("vae_decoder")({"latents": latents / self.settings["latentScale"]})["image"].float()

    # Figures

    @torch.no_grad()
    def measure(self, refine=False, steps=(1,), count=24, grid=8):
        """PSNR over held-out targets from another record of the same person, by the prior's own embeddings; draws a grid."""
        scores, columns = Scores(), None
        torch.manual_seed(1)
        chosen = spread(self._people.held_out(), count)
        with self.stage.averaged(), self.stage.autocast():
            for start in range(0, len(chosen), 8):
                targets, sources = (list(side) for side in zip(*chosen[start:start + 8]))
                batch = self.load(sources, targets)
                embedding, hidden = self.imagine(sources, targets), self.hidden(batch["source"])
                source, truth = (signed(torch.stack([self._store.get("target", i, self._size) for i in side])).to(self.device) for side in (sources, targets))
                rows = {"copied": source, "autoencoder": self.decode(self.latents(targets))}
                for number in steps:
                    coarse = self.inpaint(batch, embedding, number)
                    rows[f"steps{number}"] = self.decode(coarse)
                    if refine:
                        rows[f"refined{number}"] = self.decode(self.schedule.ddim(self.refining(hidden, coarse), torch.randn_like(coarse), number))
                scores.add(rows, truth, self.pairs, targets)
                if columns is None:
                    made = [rows[name][:grid] for name in rows if name not in ("copied", "autoencoder")]
                    columns = [source[:grid], signed(batch["poses"][..., self._size:])[:grid], *made, truth[:grid]]
        figures = scores.figures()
        show(self.stage, columns, figures)
        return figures

    @torch.no_grad()
    def measure_prior(self, count=128):
        """How near the prior's embeddings come to the true ones, and the source's do; cosines without the mean embedding, and R@1."""
        torch.manual_seed(1)
        with self.stage.averaged():
            targets, sources = (list(side) for side in zip(*spread(self._people.held_out(), count)))
            true, source, made = self.embeddings(targets), self.embeddings(sources), self.imagine(sources, targets)
        middle, figures = true.mean(0), {}
        for name, value in (("prior", made), ("source", source)):
            likeness = torch.nn.functional.normalize(value - middle, dim=1) @ torch.nn.functional.normalize(true - middle, dim=1).t()
            figures[f"{name}Cosine"] = round(float(likeness.diagonal().mean()), 3)
            figures[f"{name}RecallAt1"] = round(float((likeness.argmax(1) == torch.arange(len(likeness), device=self.device)).float().mean()), 3)
        figures["gallery"] = len(targets)
        tell(self.stage, figures)
        return figures

    @torch.no_grad()
    def _embed_records(self, records):
        side, made = self.settings["fusionSize"], []
        for at in range(0, len(records), 32):
            pictures = torch.stack([self._store.get("target", i, side) for i in records[at:at + 32]]).to(self.device)
            made.append(self.network("global_encoder")({"pixel_values": normalised(pictures, CLIP)})["image_embeds"].float())
        return torch.cat(made)
