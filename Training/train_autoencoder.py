#!/usr/bin/env python3
"""Trains the autoencoder on the pictures of the shards, then sets the latent scale so that latents have unit deviation."""

import pathlib

import torch

from avatar_training.conditions import Decoder, signed
from avatar_training.crops import cut, cut_points, windows
from avatar_training.grids import save_grid
from avatar_training.losses import detail_weight, picture_loss, psnr, structure_loss
from avatar_training.perceptual import Perceptual
from avatar_training.shards import PairFolder, PictureStore, batches, is_held_out
from avatar_training.stage import Stage, arguments


def main():
    parser = arguments(__doc__, learning_rate=1e-3, batch=8)
    parser.add_argument("--divergence", type=float, default=1e-6, help="weight of the Kullback-Leibler term; 0 trains a plain autoencoder, whose latents get no noise")
    parser.add_argument("--structure", type=float, default=0.2, help="weight of 1 - SSIM")
    parser.add_argument("--crop", type=int, help="train on squares of this side around the person instead of whole pictures (to begin with)")
    parser.add_argument("--detail", type=float, default=2.0, help="extra weight where hands and face are")
    parser.add_argument("--decoder-only", action="store_true", help="leave the encoder, and so the latents, as they are")
    parser.add_argument("--perceptual", help="ONNX file of BodyPix (MobileNetV1), whose features are compared")
    parser.add_argument("--perceptual-weight", type=float, default=0.3)
    options = parser.parse_args()
    stage = Stage("decoder", ("vae_decoder",), options) if options.decoder_only else Stage("autoencoder", ("vae_encoder", "vae_decoder"), options)
    encoder = stage.graphs.get("vae_encoder") or stage.frozen("vae_encoder")
    decoder = Decoder(stage.graphs["vae_decoder"])
    perceptual = Perceptual(options.perceptual, stage.device) if options.perceptual else None
    pairs = PairFolder(options.data)
    store = PictureStore(pairs, options.cache_megabytes)

    def load(indices, generator):
        kinds = [("source", "target")[int(generator.integers(2))] for _ in indices]
        pictures = torch.stack([store.get(kind, index) for kind, index in zip(kinds, indices)])
        points = torch.stack([torch.from_numpy(pairs.field(f"{kind}_keypoints", index)) for kind, index in zip(kinds, indices)])
        if not options.crop:
            return pictures, points
        corners = windows(points, options.crop, *pictures.shape[2:], generator)
        return cut(pictures, corners, options.crop), cut_points(points, corners, options.crop)

    def run(truth, sampled):
        moments = encoder({"image": truth})["moments"].float()
        mean, log_variance = moments.chunk(2, dim=1)
        log_variance = log_variance.clamp(-30, 20)
        latents = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean) if sampled else mean
        return decoder(latents), mean, log_variance

    feed = batches(pairs, load, options.batch, stage.seed, stage.step, options.workers)
    for _ in stage.steps():
        pixels, points = next(feed)
        truth = signed(pixels.to(stage.device))
        weight = detail_weight(points.to(stage.device), *truth.shape[2:], options.detail) if options.detail else None
        with stage.autocast():
            made, mean, log_variance = run(truth, sampled=options.divergence > 0)
        error = picture_loss(made, truth, weight)
        structure = structure_loss(made, truth, weight) if options.structure else torch.zeros(())
        divergence = 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).flatten(1).sum(1).mean()
        figures = {"picture": error, "structure": structure, "divergence": divergence, "psnr": psnr(made.detach(), truth).mean()}
        loss = error + options.structure * structure + options.divergence * divergence
        if perceptual:
            with stage.autocast():
                figures["perceptual"] = perceptual.loss(made, truth)
            loss = loss + options.perceptual_weight * figures["perceptual"]
        stage.update(loss, figures)
        if stage.sample_is_due():
            measure(stage, pairs, store, run, picture=True)
    if options.anneal and not options.decoder_only:
        equalise(stage.graphs, stage.average_of, measure(stage, pairs, store, run, picture=False)[0])
    deviations, quality = measure(stage, pairs, store, run, picture=True)
    deviation = float(deviations.square().mean().sqrt())
    stage.write(**({} if options.decoder_only else {"latentScale": round(1 / deviation, 6)}))
    print(f"latents have deviation {deviation:.4f}; latentScale is {1 / deviation:.5f}; held-out PSNR {quality:.2f} dB", flush=True)


@torch.no_grad()
def measure(stage, pairs, store, run, picture, count=64):
    """Deviation of the latents and mean PSNR over held-out targets, with averaged weights; draws truth | made."""
    held_out = [index for index in range(len(pairs)) if is_held_out(index)][:count] or [0]
    made_all, truth_all, latents = [], [], []
    with stage.averaged(), stage.autocast():
        for begin in range(0, len(held_out), 8):
            truth = signed(torch.stack([store.get("target", index) for index in held_out[begin:begin + 8]]).to(stage.device))
            made, mean, _ = run(truth, sampled=False)
            made_all.append(made), truth_all.append(truth), latents.append(mean)
    made, truth, latents = torch.cat(made_all), torch.cat(truth_all), torch.cat(latents)
    quality = float(psnr(made, truth).mean())
    if picture:
        save_grid(pathlib.Path(stage.state) / f"{stage.name}-{stage.step:06}.png", [truth[:6], made[:6]])
        print(f"{stage.name} step {stage.step}: held-out PSNR {quality:.2f} dB, latents' deviation by channel "
              + " ".join(f"{float(d):.2f}" for d in latents.std(dim=(0, 2, 3))), flush=True)
    return latents.std(dim=(0, 2, 3)), quality


@torch.no_grad()
def equalise(graphs, average_of, deviations):
    """Gives every latent channel that is learnt the deviation of the loudest one, without changing a picture.

    Encoder's last and decoder's first layer are linear and lie on both sides of the latents: what one multiplies, the other divides. Channels
    that carry the cells' colours stay: they are not learnt. Otherwise a quiet channel would hardly count in stage 2.
    """
    count = len(deviations)
    fixed = 3 if graphs["vae_encoder"].has_node("cell_colours") else 0
    gain = deviations.max() / deviations.clamp_min(1e-3 * float(deviations.max()))
    gain[:fixed] = 1
    for encoder in (graphs["vae_encoder"].quant_conv, average_of("vae_encoder", "quant_conv")):
        for value in (encoder.weight, encoder.bias):
            value[:count].mul_(gain.view(-1, *[1] * (value.dim() - 1)))
        encoder.bias[count:].add_(2 * gain.log())  # logarithms of the variances
    for decoder in (graphs["vae_decoder"].post_quant_conv, average_of("vae_decoder", "post_quant_conv")):
        decoder.weight.div_(gain.view(1, -1, 1, 1))


if __name__ == "__main__":
    main()
