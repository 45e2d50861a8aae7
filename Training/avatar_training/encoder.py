"""The frozen autoencoder's first half, and its answers kept on disk."""

import torch

from .cache import OutputCache
from .conditions import signed
from .shards import fingerprint


class Encoder:
    """Pictures to the mean of their latents, multiplied by latentScale."""

    def __init__(self, stage):
        self._stage, self._settings, self._graph = stage, stage.package.json, stage.frozen("vae_encoder")

    @torch.no_grad()
    def __call__(self, pictures):
        """[B, 3, H, W] in -1..1 to [B, C, h, w] float32."""
        with self._stage.autocast():
            moments = self._graph({"image": pictures})["moments"]
        return moments.float().chunk(2, dim=1)[0] * self._settings["latentScale"]

    def cached(self, pairs, store, size=None):
        """`OutputCache` of the pairs' targets, resized to `size` if they are of another."""
        factor = self._settings["latentFactor"]
        shape = (self._settings["latentChannels"], self._settings["height"] // factor, self._settings["width"] // factor)
        mark = fingerprint(pairs.digest, size, self._settings["networks"]["vae_encoder"]["sha256"], self._settings["latentScale"])

        def compute(indices):
            parts = [torch.stack([store.get("target", index, size) for index in indices[begin:begin + 16]]) for begin in range(0, len(indices), 16)]
            return torch.cat([self(signed(part.to(self._stage.device))) for part in parts])

        return OutputCache(self._stage.context.caches / f"latents-{mark}.f16", shape, compute)
