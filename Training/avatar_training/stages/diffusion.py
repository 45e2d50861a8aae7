"""Stage 2: source encoder, projector, pose encoder and UNet learn together to denoise; autoencoder and stage 1 are frozen."""

import dataclasses

import torch

from ..context import StageOptions
from ..diffusion import Diffusion, DiffusionWeights, drop, latent_weight, trained
from ..losses import picture_loss
from ..options import option
from ..package import Package
from ..schedule import draw_steps, noise_like
from ..stage import Stage
from ..surface import weighted_sum


@dataclasses.dataclass
class Options(DiffusionWeights, StageOptions):
    drop: float = option(float, "chance per batch that a condition is zeroed; 0 when guidance is never used", 0.2, 0, 1)
    offset_noise: float = option(float, "share of noise that is one number for all of a channel", 0.1, 0, 1)
    last: float = option(float, "share of samples at the last timestep, from pure noise", 0.0, 0, 1)
    grid: float = option(float, "share of samples at the timesteps of 2- and 4-step sampling", 0.0, 0, 1)
    decoded_weight: float = option(float, "weight of the decoded picture's loss", 0.0, 0, 100)
    decoded_samples: int = option(int, "how many of the batch are decoded for it", 4, 1, 65536)


def train(context, output):
    options = context.options
    stage = Stage(context, trained(Package(context.package)))
    diffusion = Diffusion(stage)
    feed = diffusion.feed()
    for _ in stage.steps():
        batch = diffusion.prepare(next(feed))
        t = draw_steps(stage.batch, diffusion.schedule.steps, options.last, options.grid).to(stage.device)
        with stage.autocast():
            tokens, fusion, pose, guides, body = diffusion.conditions(batch)
            clean = batch["latents"]
            noisy = diffusion.schedule.add_noise(clean, noise_like(clean, options.offset_noise), t)
            wanted = diffusion.schedule.wanted(noisy, clean, t)
            made = diffusion.denoiser.predict(noisy, t, drop(tokens, options.drop), drop(fusion, options.drop), drop(pose, options.drop))
            weight = latent_weight(batch, clean, diffusion.settings["latentFactor"], options.detail_weight, options.person_weight)
            squares = (made - wanted).square() * weight
            error = squares.mean()
            loss = error + weighted_sum(options, body)
            if options.decoded_weight:
                part = slice(0, options.decoded_samples)
                guess = diffusion.schedule.clean_from(noisy[part], made[part], t[part])
                guess = diffusion.decode(guess, {name: guide[part] for name, guide in guides.items()})
                with torch.no_grad():
                    truth = diffusion.decode(clean[part])
                picture = picture_loss(guess, truth)
                loss = loss + options.decoded_weight * picture
        last = t == diffusion.schedule.steps - 1
        figures = {"prediction": error, **body, "last": squares.detach()[last].mean() if last.any() else 0}
        stage.update(loss, {**figures, "picture": picture} if options.decoded_weight else figures)
        if stage.sample_is_due():
            diffusion.measure()
    stage.write(output)
    return diffusion.measure((1, 2, 4))
