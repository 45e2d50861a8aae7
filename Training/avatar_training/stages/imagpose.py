"""IMAGPose: source encoder, patch and pose embedding and UNet learn together to predict v of a canvas of four tiles; the autoencoder is frozen."""

import dataclasses

from ..context import StageOptions
from ..imagpose import TRAINED, Canvases
from ..options import option
from ..schedule import draw_steps, noise_like
from ..stage import Stage


@dataclasses.dataclass
class Options(StageOptions):
    batch: int = option(int, "canvases in a step, of all processes together", 8, 1, 65536)
    one_source: float = option(float, "share of canvases of the stream's task: one picture three times, one tile hidden", 0.5, 0, 1)
    last: float = option(float, "share of samples at the last timestep, from pure noise", 0.0, 0, 1)
    drop: tuple = option("numbers", "chances that tokens of the picture, of the latents, of both are left out", (0.05, 0.05, 0.1), 0, 1, length=3)
    offset_noise: float = option(float, "share of noise that is one number for all of a channel", 0.05, 0, 1)
    hidden_only: bool = option(bool, "take the loss of hidden tiles alone, not of the whole canvas as published", False)


def weight_at(alphas):
    """min(SNR + 1, 5) / (SNR + 1) of alpha-bar [B]: Min-SNR (Hang et al. 2023, arXiv:2303.09556) for v, as published."""
    ratio = alphas / (1 - alphas)
    return (ratio + 1).clamp_max(5) / (ratio + 1)


def train(context, output):
    options = context.options
    stage = Stage(context, TRAINED)
    canvases = Canvases(stage)
    feed = canvases.feed(options.one_source)
    schedule = canvases.schedule
    for _ in stage.steps():
        batch = canvases.prepare(next(feed))
        clean = batch["clean"]
        t = draw_steps(len(clean), schedule.steps, options.last).to(stage.device)
        noisy = schedule.add_noise(clean, noise_like(clean, options.offset_noise), t)
        with stage.autocast():
            tokens, residual = canvases.conditions(batch, options.drop)
            made = canvases.velocity(noisy, t, tokens, residual, batch)
        squares = (made - schedule.wanted(noisy, clean, t)).square()
        hidden = 1 - batch["flag"]
        error = (squares * hidden).mean(dim=(1, 2, 3)) / hidden.mean(dim=(1, 2, 3))
        whole = error if options.hidden_only else squares.mean(dim=(1, 2, 3))
        loss = (whole * weight_at(schedule.alphas[t.cpu()]).to(whole)).mean()
        stage.update(loss, {"hidden": error.mean()})
        if stage.sample_is_due():
            canvases.measure()
    stage.write(output)
    return canvases.measure((1, 2, 4))
