"""Pairs, conditions and figures of packages whose pose map is the rasterised, textured body (Toolkit/Avatars.Datasets/Bodies)."""

import torch

from .cache import OutputCache
from .conditions import Denoiser, Fusion, signed, unsigned
from .encoder import Encoder
from .ports import BACKGROUND, BODY_PICTURES, BODY_WARPED, DECODER_FEATURES, POSE_RESIDUAL
from .schedule import Schedule
from .scores import Scores, show, spread
from .shards import batches, fingerprint, held_out

LEARNT = ("pose_encoder", "unet_source", "unet", "vae_decoder")


class BodyDiffusion:
    """Pairs become batches, batches conditions and latents (already multiplied by latentScale). Tokens and fusions come from frozen networks, once a pair."""

    def __init__(self, stage):
        self.stage, self.device = stage, stage.device
        self.settings = stage.package.json
        self.schedule = Schedule(self.settings["schedule"], self.settings["predictionType"])
        self.denoiser = Denoiser({name: stage.network(name) for name in ("source_encoder", "source_projector", "unet_source", "unet")})
        self._pose_encoder, self._decoder = stage.network("pose_encoder"), stage.network("vae_decoder")
        missing = sorted({BODY_WARPED, *BODY_PICTURES} - set(self._pose_encoder.input_names))
        if missing:
            raise ValueError(f"{stage.name}: the package's pose encoder does not read {', '.join(missing)}. Build one with "
                             "'avatar model build --system fpdm --size body'.")
        self._train = _Pairs(self, *stage.pairs())
        self._test = _Pairs(self, *stage.held_out_pairs()) if stage.context.held_out else None

    def feed(self):
        stage = self.stage
        return batches(self._train.pairs, lambda indices, _: self._train.load(indices), stage.batch, stage.seed, stage.step, stage.context.machine.workers)

    def prepare(self, batch):
        """Adds the cached tokens, fusions and latents to a loaded batch, all on the device; `picture` is the target in -1..1."""
        return self._prepared(self._train, batch)

    def encode(self, batch):
        """The pose encoder's outputs for a prepared batch."""
        return self._pose_encoder({"pose": unsigned(batch["pose"]), BODY_WARPED: signed(batch[BODY_WARPED]),
                                   **{name: unsigned(batch[name]) for name in BODY_PICTURES}})

    def guides(self, batch, encoded):
        """The decoder's inputs besides the latents."""
        pictures = {BODY_WARPED: signed(batch[BODY_WARPED]), BACKGROUND: signed(batch[BACKGROUND]), BODY_PICTURES[0]: unsigned(batch[BODY_PICTURES[0]])}
        return {**pictures, **{name: encoded[name] for name in DECODER_FEATURES}}

    def decode(self, latents, guides):
        """Latents as the UNet sees them to pictures in -1..1."""
        return self._decoder({"latents": latents / self.settings["latentScale"], **guides})["image"].float()

    @torch.no_grad()
    def measure(self, steps=(1,), count=48, grid=8):
        """PSNR over held-out pairs: the source copied, the textured body alone, each number of steps, and true latents decoded; draws a grid."""
        data = self._test or self._train
        indices = spread(list(range(len(data.pairs))) if self._test else held_out(data.pairs), count)
        scores, columns = Scores(), None
        torch.manual_seed(1)
        with self.stage.averaged(), self.stage.autocast():
            for begin in range(0, len(indices), 16):
                part = indices[begin:begin + 16]
                batch = self._prepared(data, data.load(part, with_source=True))
                truth, keys = batch["picture"], self.denoiser.keys_and_values(batch["tokens"])
                encoded = self.encode(batch)
                guides = self.guides(batch, encoded)
                rows = {"copied": signed(batch["source"]), "texturedBody": guides[BODY_WARPED], "autoencoder": self.decode(batch["latents"], guides)}
                noise = torch.randn(batch["latents"].shape).to(self.device)
                for number in steps:
                    made = self.schedule.ddim(lambda x, t: self.denoiser.predict(x, t, keys, batch["fusion"], encoded[POSE_RESIDUAL]), noise, number)
                    rows[f"steps{number}"] = self.decode(made, guides)
                scores.add(rows, truth, data.pairs, part)
                if columns is None:
                    columns = [rows["copied"], signed(batch["pose"]), rows["texturedBody"], *(rows[f"steps{n}"] for n in steps), rows["autoencoder"], truth]
                    columns = [column[:grid].float() for column in columns]
        figures = scores.figures()
        show(self.stage, columns, figures)
        return figures

    def _prepared(self, data, batch):
        indices = batch["indices"]
        return {**{key: value.to(self.device) for key, value in batch.items() if key != "indices"},
                "picture": signed(batch["target"].to(self.device)), "latents": data.latents.get(indices).to(self.device),
                "fusion": data.fusions.get(indices).to(self.device), "tokens": data.tokens.get(indices).to(self.device)}


class _Pairs:
    def __init__(self, diffusion, pairs, store):
        self.pairs, self._store = pairs, store
        stage, settings, device = diffusion.stage, diffusion.settings, diffusion.device
        missing = [name for name in (BODY_WARPED, *BODY_PICTURES, BACKGROUND) if not pairs.has(name)]
        if missing:
            raise ValueError(f"{', '.join(map(str, pairs.folders))}: the shards lack {', '.join(missing)}. "
                             "Render them with 'avatar dataset render --bodies fitted'.")
        networks, caches = settings["networks"], stage.context.caches
        fusion = Fusion(stage.frozen("fusion_encoder"), stage.frozen("combiner"))

        @torch.no_grad()
        def fuse(indices):
            with stage.autocast():
                source, pose = fusion.embed(_stack(store, "source", indices, device, settings["fusionSize"])), \
                    fusion.embed(_stack(store, "pose", indices, device, settings["fusionSize"]))
                return fusion.fuse(source, pose)

        @torch.no_grad()
        def encode(indices):
            with stage.autocast():
                return diffusion.denoiser.source_tokens(_stack(store, "source", indices, device, settings["sourceSize"]))[0]

        def cache(name, function, *of):
            shape = function([0]).shape[1:]
            return OutputCache(caches / f"{name}-{fingerprint(pairs.digest, *(networks[one]['sha256'] for one in of))}.f16", shape, _by_sixteen(function))

        self.latents = Encoder(stage).cached(pairs, store)
        self.fusions = cache("fusions", fuse, "fusion_encoder", "combiner")
        self.tokens = cache("tokens", encode, "source_encoder", "source_projector")

    def load(self, indices, with_source=False):
        kinds = ("target", "pose", BODY_WARPED, *BODY_PICTURES, BACKGROUND, *(["source"] if with_source else []))
        return {"indices": indices, **{kind: torch.stack([self._store.get(kind, i) for i in indices]) for kind in kinds},
                **{name: torch.stack([torch.from_numpy(self.pairs.field(field, i)) for i in indices])
                   for name, field in (("keypoints", "target_keypoints"), ("box", "person_box"))}}


def _stack(store, kind, indices, device, size):
    return torch.stack([store.get(kind, index, size) for index in indices]).to(device)


def _by_sixteen(function):
    return lambda indices: torch.cat([function(indices[begin:begin + 16]) for begin in range(0, len(indices), 16)])
