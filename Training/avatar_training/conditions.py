"""From pictures to what the networks read: the same numbers as Avatars.Diffusion makes."""

import torch

from .ports import COARSE_PREDICTOR, WARPED_SOURCE

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
CLIP = ((0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711))


def normalised(pixels, constants):
    """uint8 [B, 3, H, W] to float32, (x / 255 - mean) / std."""
    mean, deviation = (torch.tensor(values, device=pixels.device).view(1, 3, 1, 1) for values in constants)
    return ((pixels.float() / 255 - mean) / deviation).contiguous(memory_format=torch.channels_last)


def signed(pixels):
    """uint8 to float32 in -1..1."""
    return (pixels.float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def unsigned(pixels):
    """uint8 to float32 in 0..1."""
    return (pixels.float() / 255).contiguous(memory_format=torch.channels_last)


class Fusion:
    """Stage 1's networks: embeddings of pictures and poses, and their fusion."""

    def __init__(self, encoder, combiner):
        self._encoder, self._combiner = encoder, combiner

    def embed(self, pixels):
        """uint8 [B, 3, s, s] to [B, P], not normalised."""
        return self._encoder({"pixel_values": normalised(pixels, CLIP)})["image_embeds"].float()

    def fuse(self, image, pose):
        """Two embeddings [B, P] to one of unit length."""
        return self._combiner({"image": image, "pose": pose})["fusion"].float()


class Denoiser:
    """Stage 2's networks, chained through equal names."""

    def __init__(self, graphs):
        self._graphs = graphs

    def encode_source(self, source):
        """uint8 [B, 3, S, S] to the source encoder's input and outputs."""
        pixels = normalised(source, IMAGENET)
        return {"pixel_values": pixels, **self._graphs["source_encoder"]({"pixel_values": pixels})}

    def source_tokens(self, source):
        """uint8 [B, 3, S, S] to cross-attention tokens [B, T, D], and what `encode_source` gives."""
        seen = self.encode_source(source)
        return self._graphs["source_projector"](seen)["tokens"], seen

    def encode_pose(self, pose, seen):
        """uint8 pose maps [B, 3, H, W], and what `encode_source` gave, to the pose encoder's outputs."""
        return self._graphs["pose_encoder"]({"pose": unsigned(pose), **seen})

    def pose(self, pose, seen):
        """The same inputs to the outputs of the pose encoder and the coarse latent predictor; `pose_residual` [B, C, h, w] is the UNet's.

        The predictor, where there is one, reads the warped source without gradient to the pose encoder.
        """
        known = self.encode_pose(pose, seen)
        if COARSE_PREDICTOR not in self._graphs:
            return known
        return {**known, **self._graphs[COARSE_PREDICTOR]({**known, WARPED_SOURCE: known[WARPED_SOURCE].detach()})}

    def keys_and_values(self, tokens):
        return self._graphs["unet_source"]({"encoder_hidden_states": tokens})

    def predict(self, noisy, t, tokens_or_keys, fusion, pose_residual):
        """The UNet's prediction at the steps t [B]; keys and values as a dictionary, or tokens from which they are made."""
        keys = tokens_or_keys if isinstance(tokens_or_keys, dict) else self.keys_and_values(tokens_or_keys)
        inputs = {"sample": noisy, "timestep": t.float(), "class_labels": fusion, "pose_residual": pose_residual, **keys}
        return self._graphs["unet"](inputs)["prediction"].float()


class Decoder:
    """The autoencoder's decoder. A guided one also reads the pose map, the warped source and the person's mask; zeros make it the plain one."""

    def __init__(self, graph):
        self._graph = graph
        self._guides = [name for name in graph.input_names if name != "latents"]

    def __call__(self, latents, guides=None):
        """Latents [B, C, h, w], divided by the latent scale, to pictures in -1..1."""
        seen = {name: guides[name] if guides else self._absent(name, latents) for name in self._guides}
        return self._graph({"latents": latents, **seen})["image"].float()

    def _absent(self, name, latents):
        """Zeros for a guide; cut as the latents are."""
        _, channels, *sides = self._graph.input_shapes[name]
        whole = self._graph.input_shapes["latents"][2:]
        return latents.new_zeros(len(latents), channels, *(side * here // all_of_it for side, here, all_of_it in zip(sides, latents.shape[2:], whole)))
