#!/usr/bin/env python3
"""IMAGPose: source encoder, patch and pose embedding and UNet learn together to predict v of a canvas of four tiles; the autoencoder is frozen."""

import pathlib

import torch

from avatar_training.imagpose import TRAINED, Canvases
from avatar_training.package import start_from
from avatar_training.stage import Stage, arguments

NAME = "imagpose"


def weight_at(alphas):
    """min(SNR + 1, 5) / (SNR + 1) of alpha-bar [B]: Min-SNR (Hang et al. 2023, arXiv:2303.09556) for v, as published."""
    ratio = alphas / (1 - alphas)
    return (ratio + 1).clamp_max(5) / (ratio + 1)


def main():
    parser = arguments(__doc__, learning_rate=1e-3, batch=8)
    parser.add_argument("--start-from", help="package whose autoencoder, and whatever else fits, a fresh run begins with")
    parser.add_argument("--one-source", type=float, default=0.5, help="share of canvases of the stream's task: one picture three times, one tile hidden")
    parser.add_argument("--last", type=float, default=0.0, help="share of samples at the last timestep, from pure noise")
    parser.add_argument("--drop", type=float, nargs=3, default=(0.05, 0.05, 0.1), metavar=("PICTURE", "LATENT", "BOTH"), help="chances that tokens are left out")
    parser.add_argument("--offset-noise", type=float, default=0.05)
    parser.add_argument("--hidden-only", action="store_true", help="take the loss of hidden tiles alone, not of the whole canvas as published")
    options = parser.parse_args()
    if options.start_from and not (pathlib.Path(options.state) / f"{NAME}.pt").is_file():
        taken, known = start_from(options.package, options.start_from, ("vae_encoder", "vae_decoder", "source_encoder", "pose_encoder", "unet_source", "unet"), whole=("vae_encoder", "vae_decoder"))
        print(f"{NAME}: {taken} of {known} tensors from {options.start_from}", flush=True)
    stage = Stage(NAME, TRAINED, options)
    canvases = Canvases(stage)
    feed = canvases.feed(options.one_source)
    schedule = canvases.schedule
    for _ in stage.steps():
        batch = canvases.prepare(next(feed))
        clean = batch["clean"]
        t = torch.randint(0, schedule.steps, (len(clean),))
        t = torch.where(torch.rand(len(clean)) < options.last, torch.full_like(t, schedule.steps - 1), t).to(stage.device)
        noise = torch.randn_like(clean) + options.offset_noise * torch.randn(*clean.shape[:2], 1, 1, device=stage.device)
        noisy = schedule.add_noise(clean, noise, t)
        with stage.autocast():
            tokens, residual = canvases.conditions(batch, options.drop)
            made = canvases.velocity(noisy, t, tokens, residual, batch)
        squares = (made - schedule.wanted(noisy, clean, t)).square()
        hidden = 1 - batch["flag"]
        error = (squares * hidden).mean(dim=(1, 2, 3)) / hidden.mean(dim=(1, 2, 3))
        whole = error if options.hidden_only else squares.mean(dim=(1, 2, 3))
        loss = (whole * weight_at(schedule.alphas[t.cpu()]).to(whole)).mean()
        stage.update(loss, {"loss": loss, "hidden": error.mean()})
        if stage.sample_is_due():
            canvases.measure()
    quality = canvases.measure((1, 2, 4))
    stage.write(quality={**stage.package.json.get("quality", {}), NAME: {**quality, "step": stage.step}})


if __name__ == "__main__":
    main()
