"""Few steps: continues stage 2 on the very states that 1-, 2- and 4-step sampling visits.

A number of steps and a position in it are drawn; the steps before it run with the network as it is, without gradient; the
step itself is asked for the true latents and the true picture. So each step learns to correct the error that the steps before it left.
Some batches are plain stage 2, true latents with the noise of any step, so that many steps go on working.
"""

import contextlib
import dataclasses

import torch
import torch.nn.functional as F

from .. import checkpoint
from ..adversarial import Adversary
from ..context import StageOptions
from ..crops import cut, cut_points, windows
from ..diffusion import TRAINED, Diffusion, DiffusionWeights, latent_weight, trained
from ..losses import detail_alone, detail_weight, picture_loss, structure_loss
from ..options import option
from ..package import Package
from ..perceptual import Perceptual
from ..ports import COARSE_PREDICTOR
from ..schedule import noise_like
from ..stage import CHECKPOINT, Stage
from ..surface import weighted_sum


@dataclasses.dataclass
class Options(DiffusionWeights, StageOptions):
    learning_rate: float = option(float, "highest learning rate", 3e-4, 0, 1)
    detail_weight: float = option(float, "extra weight of hands and face", 1.0, 0, 100)
    single: float = option(float, "share of batches that train the single step from pure noise", 0.6, 0, 1)
    anywhere: float = option(float, "share of batches whose samples are true latents with the noise of any step", 0.1, 0, 1)
    decoded_weight: float = option(float, "weight of the decoded picture's loss", 1.0, 0, 100)
    structure_weight: float = option(float, "weight of 1 - SSIM of the decoded picture", 0.1, 0, 100)
    decoded_samples: int = option(int, "how many of the batch are decoded", 6, 1, 65536)
    crop: int = option(int, "side of squares around the person that are decoded; whole pictures where it is left out", None, 16, 4096)
    perceptual: str = option(str, "file of BodyPix (MobileNetV1) in the folder of pretrained evaluators, whose features are compared", None)
    perceptual_weight: float = option(float, "weight of that comparison", 0.5, 0, 100)
    adversarial_weight: float = option(
        float, "weight of an adversarial critic of those features on hands and faces, trained along; with 0 only the critic learns", None, 0, 100)
    critic_from: str = option(str, "name of an earlier stage whose critic is continued", None)
    critic_rate: float = option(float, "the critic's learning rate", 1e-3, 0, 1)
    decoder: bool = option(bool, "train the decoder too, on generated and (one sample, without guides) on true latents", False)
    decoder_rate: float = option(float, "the decoder's learning rate, as a share of that of the others", 0.3, 0, 10)
    eight_bits: bool = option(bool, "the decoder learns with its inner convolutions rounded to 8 bits, to be ready for quantisation", False)
    learn: tuple = option("texts", "train these networks alone and leave the others as they are", None, choices=(*TRAINED, COARSE_PREDICTOR, "vae_decoder"))


def position(single):
    """(steps, index): one step with probability `single`, else any position of 2 or 4 steps but the first."""
    if float(torch.rand(())) < single:
        return 1, 0
    count = 2 if float(torch.rand(())) < 0.5 else 4
    return count, int(torch.randint(1, count, ()))


def critic_of(context):
    """What an earlier stage kept of its critic."""
    name = context.options.critic_from
    state = checkpoint.load(context.earlier[name] / CHECKPOINT) if name in context.earlier else None
    if state is None or "adversary" not in state["kept"]:
        raise ValueError(f"{context.name}.criticFrom: '{name}' is no earlier stage with adversarialWeight. Name one, or leave criticFrom out.")
    return state["kept"]["adversary"]


def learning(context):
    """Names of the networks that learn.

    ValueError: options contradict each other or the package.
    """
    options = context.options
    known = (*trained(Package(context.package)), *(["vae_decoder"] if options.decoder else []))
    if not set(options.learn or ()) <= set(known):
        raise ValueError(f"{context.name}.learn: {', '.join(sorted(set(options.learn) - set(known)))} cannot be trained here; these can: {', '.join(known)}.")
    if options.adversarial_weight is not None and not options.perceptual:
        raise ValueError(f"{context.name}.adversarialWeight: the critic reads features of BodyPix. Name its file in perceptual.")
    if options.critic_from and options.adversarial_weight is None:
        raise ValueError(f"{context.name}.criticFrom: there is no critic. Give adversarialWeight.")
    if options.eight_bits and "vae_decoder" not in (options.learn or known):
        raise ValueError(f"{context.name}.eightBits: the decoder does not learn. Give \"decoder\": true, and vae_decoder to learn.")
    return options.learn or known


def train(context, output):
    options = context.options
    stage = Stage(context, learning(context), {"vae_decoder": options.decoder_rate})
    diffusion = Diffusion(stage)
    decoder = stage.graphs.get("vae_decoder")
    schedule = diffusion.schedule
    perceptual = Perceptual.of(stage, options.perceptual)
    adversary = None
    if options.adversarial_weight is not None:
        adversary = Adversary(perceptual.channels(), options.critic_rate, stage.device)
        if options.critic_from and not stage.step:
            adversary.resume(critic_of(context))
        stage.keep("adversary", adversary)
    feed = diffusion.feed()
    for _ in stage.steps():
        batch = diffusion.prepare(next(feed))
        count, index = (0, 0) if float(torch.rand(())) < options.anywhere else position(options.single)
        with stage.autocast():
            tokens, fusion, pose, guides, body = diffusion.conditions(batch)
            clean = batch["latents"]
            keys = diffusion.denoiser.keys_and_values(tokens)
            noisy = noise_like(clean)
            if index:
                with torch.no_grad():
                    noisy = schedule.ddim(lambda x, t: diffusion.denoiser.predict(x, t, keys, fusion, pose), noisy, count, stop=index)
            if count:
                t = torch.full((len(clean),), schedule.trailing(count)[index], device=stage.device)
            else:
                t = torch.randint(0, schedule.steps, (len(clean),)).to(stage.device)
                noisy = schedule.add_noise(clean, noisy, t)
            guess = schedule.clean_from(noisy, diffusion.denoiser.predict(noisy, t, keys, fusion, pose), t)
            weight = latent_weight(batch, clean, diffusion.settings["latentFactor"], options.detail_weight, options.person_weight)
            error = (F.smooth_l1_loss(guess, clean, reduction="none", beta=0.3) * weight).mean()
            latents, seen, truth, points = decoded_part(diffusion, batch, guess, guides, stage.generator())
            with decoder.rounding(decoder.convolutions[1:-1]) if options.eight_bits else contextlib.nullcontext():
                made = diffusion.decode(latents, seen)
        weight = detail_weight(points, *truth.shape[2:], options.detail_weight)
        picture = picture_loss(made, truth, weight)
        structure = structure_loss(made, truth, weight)
        loss = error + options.decoded_weight * picture + options.structure_weight * structure + weighted_sum(options, body)
        figures = {"latents": error, **body, "picture": picture, "structure": structure, "of": count, "index": index}
        if perceptual:
            with stage.autocast():
                features = perceptual.features(made)
                with torch.no_grad():
                    wanted = perceptual.features(truth)
                figures["perceptual"] = perceptual.distance(features, wanted)
            loss = loss + options.perceptual_weight * figures["perceptual"]
        if adversary:
            where = detail_alone(points, *truth.shape[2:])
            figures["critic"] = adversary.learn(features, wanted, where, stage.autocast())
            with stage.autocast():
                figures["adversarial"] = adversary.loss(features, where)
            loss = loss + options.adversarial_weight * figures["adversarial"]
        stage.update(loss, figures)
        if stage.sample_is_due():
            diffusion.measure()
    stage.write(output)
    return diffusion.measure((1, 2, 4))


def decoded_part(diffusion, batch, guess, guides, generator):
    """What is decoded of a batch: latents, guides, the true pictures and their keypoints; cut to squares where the options say so.

    Where the decoder learns, the first sample's true latents come as well, without guides, so that it stays an autoencoder's.
    """
    options, factor = diffusion.stage.options, diffusion.settings["latentFactor"]
    part = list(range(min(options.decoded_samples, len(guess))))
    seen = {"guess": guess[part], "truth": batch["picture"][part], **{name: guide[part] for name, guide in guides.items()}}
    points = batch["keypoints"][part]
    if options.decoder:
        plain = {"guess": batch["latents"][:1], "truth": batch["picture"][:1]}
        seen = {name: torch.cat([value, plain[name] if name in plain else torch.zeros_like(value[:1])]) for name, value in seen.items()}
        points = torch.cat([points, points[:1]])
    if options.crop:
        side = seen["truth"].shape[3]
        corners = windows(points, options.crop, *batch["picture"].shape[2:], generator, multiple=factor)
        seen = {name: cut(value, corners, options.crop, side // value.shape[3]) for name, value in seen.items()}
        points = cut_points(points, corners, options.crop)
    return seen.pop("guess"), seen, seen.pop("truth"), points
