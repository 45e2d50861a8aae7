"""PCDMs, one of the three parts: the prior of the target's embedding, inpainting beside the source, refining of what was inpainted.

Autoencoder and global encoder are frozen; a stage of kind start-from takes them, and what else fits, from FPDM's compact package.
"""

import dataclasses

import torch
import torch.nn.functional as F

from ..context import StageOptions
from ..options import option
from ..pcdms import INPAINTING, PRIOR, REFINING, Pcdms
from ..schedule import draw_steps, noise_like
from ..stage import Stage

TRAINED = {"prior": PRIOR, "inpainting": INPAINTING, "refining": REFINING}


@dataclasses.dataclass
class Options(StageOptions):
    part: str = option(str, "what is trained", choices=tuple(TRAINED))
    batch: int = option(int, "pairs in a step, of all processes together", 8, 1, 65536)
    drop: float = option(float, "chance per sample that each condition is left out", 0.1, 0, 1)
    offset_noise: float = option(float, "share of noise that is one number for all of a channel", 0.1, 0, 1)
    last: float = option(float, "share of samples at the last timestep, from pure noise", 0.0, 0, 1)
    target_only: bool = option(bool, "inpainting: take the loss of the target's half alone, not of the whole canvas as published", False)
    coarse_steps: int = option(int, "refining: steps of the inpainting whose result it learns to refine", 1, 1, 1000)


def kept(count, drop, device):
    """[count]: 1, or 0 with the chance `drop`."""
    return (torch.rand(count, device=device) >= drop).float()


def prior_loss(stage, pcdms, batch, options):
    """The clean, standardised embedding; source picture and poses are left out one by one."""
    count, device = len(batch["targets"]), stage.device
    clean = pcdms.standardised(pcdms.embeddings(batch["targets"]))
    shown = kept(count, options.drop, device).unsqueeze(1)
    source = pcdms.embeddings(batch["sources"]) * shown + pcdms.nothing * (1 - shown)
    poses = [pcdms.coordinates(batch[side]) * kept(count, options.drop, device).unsqueeze(1) for side in ("sources", "targets")]
    t = draw_steps(count, pcdms.prior_schedule.steps, options.last).to(device)
    noise = torch.randn_like(clean) + options.offset_noise * torch.randn(count, 1, device=device)
    return F.mse_loss(pcdms.predict_embedding(pcdms.prior_schedule.add_noise(clean, noise, t), t, *poses, source), clean)


def inpainting_loss(stage, pcdms, batch, options):
    """v of the canvas, given the true target's embedding."""
    count, device = len(batch["targets"]), stage.device
    clean = torch.cat([pcdms.latents(batch["sources"]), pcdms.latents(batch["targets"])], dim=-1)
    t = draw_steps(count, pcdms.schedule.steps, options.last).to(device)
    noisy = pcdms.schedule.add_noise(clean, noise_like(clean, options.offset_noise), t)
    known = kept(count, options.drop, device).unsqueeze(1)
    embedding = pcdms.embeddings(batch["targets"]) * known + pcdms.nothing * (1 - known)
    with stage.autocast():
        made = pcdms.inpainting(batch, embedding, kept(count, options.drop, device) if options.drop else None)(noisy, t)
    squares = (made - pcdms.schedule.wanted(noisy, clean, t)).square()
    return squares[..., clean.shape[-1] // 2:].mean() if options.target_only else squares.mean()


def refining_loss(stage, pcdms, batch, options):
    """v of the target, given the coarse latents of the parts before; a share is trained without them, for guidance."""
    clean = pcdms.latents(batch["targets"])
    with torch.no_grad(), stage.autocast():
        coarse = pcdms.inpaint(batch, pcdms.imagine(batch["sources"], batch["targets"]), options.coarse_steps)
        hidden = pcdms.hidden(batch["source"])
    coarse = coarse * kept(len(clean), options.drop, stage.device).view(-1, 1, 1, 1)
    t = draw_steps(len(clean), pcdms.schedule.steps, options.last).to(stage.device)
    noisy = pcdms.schedule.add_noise(clean, noise_like(clean, options.offset_noise), t)
    with stage.autocast():
        made = pcdms.refining(hidden, coarse)(noisy, t)
    return F.mse_loss(made, pcdms.schedule.wanted(noisy, clean, t))


LOSSES = {"prior": prior_loss, "inpainting": inpainting_loss, "refining": refining_loss}


def train(context, output):
    options = context.options
    stage = Stage(context, TRAINED[options.part])
    pcdms = Pcdms(stage)
    is_prior, fields = options.part == "prior", {}
    if is_prior:
        known = pcdms.embeddings(list(range(min(512, len(pcdms.pairs)))))
        pcdms.settings["prior"].update(mean=round(float(known.mean()), 5), deviation=round(float(known.std()), 5))
        fields["prior"] = pcdms.settings["prior"]

    def measure(**how):
        return pcdms.measure_prior() if is_prior else pcdms.measure(refine=options.part == "refining", **how)

    feed = pcdms.feed(pictures=not is_prior)
    for _ in stage.steps():
        stage.update(LOSSES[options.part](stage, pcdms, next(feed), options), {})
        if stage.sample_is_due():
            measure()
    stage.write(output, **fields)
    return measure() if is_prior else measure(steps=(1, 4))
