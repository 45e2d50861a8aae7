"""Packages whose pose map is the textured body: pose encoder, UNet and compositing decoder learn together, on the states that few-step sampling visits.

As in `few-steps`, a number of steps and a position in it are drawn, and the steps before run without gradient. Conditions are left out now and then, so that
guidance works. Source tokens and fusion embeddings come from frozen networks.
"""

import contextlib
import dataclasses

import torch
import torch.nn.functional as F

from ..body_conditions import LEARNT, BodyDiffusion
from ..context import StageOptions
from ..crops import cut, cut_points, windows
from ..diffusion import latent_weight
from ..losses import detail_weight, picture_loss, structure_loss
from ..options import option
from ..perceptual import Perceptual
from ..ports import COARSE_LATENTS, POSE_RESIDUAL
from ..schedule import noise_like
from ..stage import Stage
from .few_steps import position


@dataclasses.dataclass
class Options(StageOptions):
    learning_rate: float = option(float, "highest learning rate", 1e-3, 0, 1)
    detail_weight: float = option(float, "extra weight of hands and face", 1.0, 0, 100)
    person_weight: float = option(float, "extra weight of the person's box in the latents", 1.0, 0, 100)
    single: float = option(float, "share of batches that train the single step from pure noise", 0.7, 0, 1)
    anywhere: float = option(float, "share of batches whose samples are true latents with the noise of any step", 0.05, 0, 1)
    drop: float = option(float, "probability of leaving out tokens, fusion or pose residual, each for itself, for a sample", 0.05, 0, 1)
    latent_weight: float = option(float, "weight of the predicted latents' loss", 0.3, 0, 100)
    coarse_weight: float = option(float, "weight of the coarse latents' loss", 0.2, 0, 100)
    structure_weight: float = option(float, "weight of 1 - SSIM of the decoded picture", 0.3, 0, 100)
    crop: int = option(int, "side of squares around the person that are decoded; whole pictures where it is left out", None, 16, 4096)
    perceptual: str = option(str, "file of BodyPix (MobileNetV1) in the folder of pretrained evaluators, whose features are compared", None)
    perceptual_weight: float = option(float, "weight of that comparison", 0.3, 0, 100)
    eight_bits: bool = option(bool, "the decoder learns with its inner convolutions rounded to 8 bits, to be ready for quantisation", False)
    decoder_rate: float = option(float, "the decoder's learning rate, as a share of that of the others", 1.0, 0, 10)
    unet_rate: float = option(float, "the UNet's, as a share of that of the others", 0.5, 0, 10)
    learn: tuple = option("texts", "train these networks alone and leave the others as they are", None, choices=LEARNT)


def train(context, output):
    options = context.options
    stage = Stage(context, options.learn or LEARNT,
                  {"vae_decoder": options.decoder_rate, "unet": options.unet_rate, "unet_source": options.unet_rate})
    diffusion = BodyDiffusion(stage)
    decoder = stage.network("vae_decoder")
    schedule, factor = diffusion.schedule, diffusion.settings["latentFactor"]
    perceptual = Perceptual.of(stage, options.perceptual)
    feed = diffusion.feed()
    for _ in stage.steps():
        batch = diffusion.prepare(next(feed))
        count, index = (0, 0) if float(torch.rand(())) < options.anywhere else position(options.single)
        with stage.autocast():
            encoded = diffusion.encode(batch)
            clean = batch["latents"]
            tokens, fusion, residual = (left_out(value, options.drop) for value in (batch["tokens"], batch["fusion"], encoded[POSE_RESIDUAL]))
            keys = diffusion.denoiser.keys_and_values(tokens)
            noisy = noise_like(clean)
            if index:
                with torch.no_grad():
                    noisy = schedule.ddim(lambda x, t: diffusion.denoiser.predict(x, t, keys, fusion, residual), noisy, count, stop=index)
            if count:
                t = torch.full((len(clean),), schedule.trailing(count)[index], device=stage.device)
            else:
                t = torch.randint(0, schedule.steps, (len(clean),)).to(stage.device)
                noisy = schedule.add_noise(clean, noisy, t)
            guess = schedule.clean_from(noisy, diffusion.denoiser.predict(noisy, t, keys, fusion, residual), t)
            weight = latent_weight(batch, clean, factor, options.detail_weight, options.person_weight)
            error = (F.smooth_l1_loss(guess, clean, reduction="none", beta=0.3) * weight).mean()
            coarse = ((encoded[COARSE_LATENTS].float() - clean).square() * weight).mean()
            latents, guides, truth, points = cropped(batch, guess, diffusion.guides(batch, encoded), options.crop, factor, stage.generator())
            with decoder.rounding(decoder.convolutions[1:-1]) if options.eight_bits else contextlib.nullcontext():
                made = diffusion.decode(latents, guides)
        weight = detail_weight(points, *truth.shape[2:], options.detail_weight)
        picture = picture_loss(made, truth, weight)
        structure = structure_loss(made, truth, weight)
        loss = picture + options.structure_weight * structure + options.latent_weight * error + options.coarse_weight * coarse
        figures = {"latents": error, "coarse": coarse, "picture": picture, "structure": structure, "of": count, "index": index}
        if perceptual:
            with stage.autocast():
                figures["perceptual"] = perceptual.loss(made, truth)
            loss = loss + options.perceptual_weight * figures["perceptual"]
        stage.update(loss, figures)
        if stage.sample_is_due():
            diffusion.measure()
    stage.write(output)
    return diffusion.measure((1, 2, 4))


def left_out(value, probability):
    """The condition [B, ...], zeros in some samples: drawn for each sample."""
    if not probability:
        return value
    kept = (torch.rand(len(value)) >= probability).to(value.device, value.dtype)
    return value * kept.view(-1, *[1] * (value.dim() - 1))


def cropped(batch, latents, guides, side, factor, generator):
    """Latents, guides, true pictures and their keypoints, cut to squares around the person; whole where `side` is None."""
    truth, points = batch["picture"], batch["keypoints"]
    if not side:
        return latents, guides, truth, points
    width = truth.shape[3]
    corners = windows(points, side, *truth.shape[2:], generator, multiple=factor)
    seen = {name: cut(value, corners, side, width // value.shape[3]) for name, value in {"latents": latents, "truth": truth, **guides}.items()}
    return seen.pop("latents"), {name: seen[name] for name in guides}, seen.pop("truth"), cut_points(points, corners, side)
