#!/usr/bin/env python3
"""Stage 2: source encoder, projector, pose encoder and UNet learn together to denoise; autoencoder and stage 1 are frozen."""

import pathlib

import torch

from avatar_training.diffusion import Diffusion, drop, latent_weight, trained
from avatar_training.losses import picture_loss
from avatar_training.package import Package, start_from
from avatar_training.stage import Stage, arguments

WHOLE = ("vae_encoder", "vae_decoder", "fusion_encoder", "combiner")  # frozen here, so they must have been trained


def draw_steps(count, last, grid, steps):
    """Timesteps [count]: a share `last` at the final step, a share `grid` on the 2- and 4-step grids, the others anywhere."""
    t = torch.randint(0, steps, (count,))
    kind = torch.rand(count)
    quarter = torch.tensor([round(steps - i * steps / 4) - 1 for i in (1, 2, 3)])
    t = torch.where(kind < last + grid, quarter[torch.randint(0, 3, (count,))], t)
    return torch.where(kind < last, torch.full_like(t, steps - 1), t)


def main():
    parser = arguments(__doc__, learning_rate=1e-3)
    parser.add_argument("--drop", type=float, default=0.2, help="chance per batch that a condition is zeroed; 0 when guidance is never used")
    parser.add_argument("--offset-noise", type=float, default=0.1)
    parser.add_argument("--last", type=float, default=0.0, help="share of samples at the last timestep, from pure noise")
    parser.add_argument("--grid", type=float, default=0.0, help="share of samples at the timesteps of 2- and 4-step sampling")
    parser.add_argument("--detail", type=float, default=0.0, help="extra weight of hands and face")
    parser.add_argument("--person", type=float, default=0.0, help="extra weight of the person's box")
    parser.add_argument("--parts", type=float, default=0.05, help="weight of finding the source's body parts, where the source encoder has part maps")
    parser.add_argument("--draft", type=float, default=1.0, help="weight of the pose encoder's own guess at the latents, where it makes one")
    parser.add_argument("--carry", type=float, default=0.9, help="how far true detail gives way to the source's own where its pixels, brought over, have the true colours")
    parser.add_argument("--surface", type=float, default=0.3, help="weight of knowing which point of the body a cell shows, where the encoders tell")
    parser.add_argument("--brought", type=float, default=1.0, help="weight of the pixels brought over from the source")
    parser.add_argument("--way", type=float, default=0.1, help="weight of where in the source they come from")
    parser.add_argument("--points", type=float, default=0.1, help="the same for the points of hands and face alone")
    parser.add_argument("--mask", type=float, default=0.1, help="weight of the person's outline")
    parser.add_argument("--matte", type=float, default=0.1, help="weight of the outline in the source, to the pixel, where the shards tell it")
    parser.add_argument("--decoded", type=float, default=0.0, help="weight of the decoded picture's loss")
    parser.add_argument("--decoded-samples", type=int, default=4, help="how many of the batch are decoded for it")
    parser.add_argument("--start-from", help="package whose autoencoder, stage 1, and whatever else fits, a fresh run begins with")
    options = parser.parse_args()
    if options.start_from and not (pathlib.Path(options.state) / "diffusion.pt").is_file():
        taken, known = start_from(options.package, options.start_from, (*WHOLE, *trained(Package(options.package))), whole=WHOLE)
        print(f"diffusion: {taken} of {known} tensors from {options.start_from}", flush=True)
    stage = Stage("diffusion", trained(Package(options.package)), options)
    diffusion = Diffusion(stage)
    feed = diffusion.feed()
    for _ in stage.steps():
        batch = diffusion.prepare(next(feed))
        t = draw_steps(options.batch, options.last, options.grid, diffusion.schedule.steps).to(stage.device)
        with stage.autocast():
            tokens, fusion, pose, guides, body = diffusion.conditions(batch)
            clean = batch["latents"]
            noisy = diffusion.schedule.add_noise(clean, diffusion.noise(clean, options.offset_noise), t)
            wanted = diffusion.schedule.wanted(noisy, clean, t)
            made = diffusion.denoiser.predict(noisy, t, drop(tokens, options.drop), drop(fusion, options.drop), drop(pose, options.drop))
            weight = latent_weight(batch, clean, diffusion.settings["latentFactor"], options.detail, options.person)
            squares = (made - wanted).square() * weight
            error = squares.mean()
            loss = error + sum(getattr(options, name) * value for name, value in body.items())
            if options.decoded:
                part = slice(0, options.decoded_samples)
                guess = diffusion.decode(diffusion.schedule.clean_from(noisy[part], made[part], t[part]), {name: guide[part] for name, guide in guides.items()})
                with torch.no_grad():
                    truth = diffusion.decode(clean[part])
                picture = picture_loss(guess, truth)
                loss = loss + options.decoded * picture
        figures = {"prediction": error, **body, "last": squares.detach()[t == diffusion.schedule.steps - 1].mean() if (t == diffusion.schedule.steps - 1).any() else 0}
        stage.update(loss, {**figures, "picture": picture} if options.decoded else figures)
        if stage.sample_is_due():
            diffusion.measure()
    quality = diffusion.measure((1, 2, 4))
    stage.write(quality={**stage.package.json.get("quality", {}), "stage2": {**quality, "step": stage.step}})


if __name__ == "__main__":
    main()
