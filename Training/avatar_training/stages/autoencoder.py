"""Trains the autoencoder on the pictures of the shards, then sets the latent scale so that latents have unit deviation."""

import dataclasses

import torch

from ..conditions import Decoder, signed
from ..context import StageOptions
from ..crops import cut, cut_points, windows
from ..losses import detail_weight, picture_loss, psnr, structure_loss
from ..options import option
from ..perceptual import Perceptual
from ..scores import show
from ..shards import batches, held_out
from ..stage import Stage


@dataclasses.dataclass
class Options(StageOptions):
    divergence: float = option(float, "weight of the Kullback-Leibler term; with 0 latents get no noise", 0.0, 0, 1)
    structure_weight: float = option(float, "weight of 1 - SSIM", 0.2, 0, 100)
    detail_weight: float = option(float, "extra weight of hands and face", 2.0, 0, 100)
    crop: int = option(int, "side of squares around the person to train on; whole pictures where it is left out", None, 16, 4096)
    decoder_only: bool = option(bool, "leave the encoder, and so the latents, as they are", False)
    equalise: bool = option(bool, "at the end give all learnt channels of the latents the deviation of the loudest, without changing a picture", False)
    perceptual: str = option(str, "file of BodyPix (MobileNetV1) in the folder of pretrained evaluators, whose features are compared", None)
    perceptual_weight: float = option(float, "weight of that comparison", 0.3, 0, 100)


def train(context, output):
    options = context.options
    stage = Stage(context, ("vae_decoder",) if options.decoder_only else ("vae_encoder", "vae_decoder"))
    encoder, decoder = stage.network("vae_encoder"), Decoder(stage.graphs["vae_decoder"])
    perceptual = Perceptual.of(stage, options.perceptual)
    pairs, store = stage.pairs()

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

    feed = batches(pairs, load, stage.batch, stage.seed, stage.step, context.machine.workers)
    for _ in stage.steps():
        pixels, points = next(feed)
        truth = signed(pixels.to(stage.device))
        weight = detail_weight(points.to(stage.device), *truth.shape[2:], options.detail_weight) if options.detail_weight else None
        with stage.autocast():
            made, mean, log_variance = run(truth, sampled=options.divergence > 0)
        error = picture_loss(made, truth, weight)
        structure = structure_loss(made, truth, weight) if options.structure_weight else torch.zeros(())
        divergence = 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).flatten(1).sum(1).mean()
        figures = {"picture": error, "structure": structure, "divergence": divergence, "psnr": psnr(made.detach(), truth).mean()}
        loss = error + options.structure_weight * structure + options.divergence * divergence
        if perceptual:
            with stage.autocast():
                figures["perceptual"] = perceptual.loss(made, truth)
            loss = loss + options.perceptual_weight * figures["perceptual"]
        stage.update(loss, figures)
        if stage.sample_is_due():
            measure(stage, pairs, store, run)
    if options.equalise and not options.decoder_only:
        equalise(stage.graphs, stage.average_of, measure(stage, pairs, store, run)[0])
    deviations, quality = measure(stage, pairs, store, run)
    if options.decoder_only:
        stage.write(output)
    else:
        stage.write(output, latentScale=round(1 / float(deviations.square().mean().sqrt()), 6))
    return {"psnr": quality}


@torch.no_grad()
def measure(stage, pairs, store, run, count=64):
    """Deviation of the latents and mean PSNR over held-out targets, with averaged weights; draws truth | made."""
    other, kept = stage.held_out_pairs()
    if other is None:
        indices, kept = held_out(pairs)[:count], store
    else:
        indices = list(range(min(count, len(other))))
    made_all, truth_all, latents = [], [], []
    with stage.averaged(), stage.autocast():
        for begin in range(0, len(indices), 8):
            truth = signed(torch.stack([kept.get("target", index) for index in indices[begin:begin + 8]]).to(stage.device))
            made, mean, _ = run(truth, sampled=False)
            made_all.append(made), truth_all.append(truth), latents.append(mean)
    made, truth, latents = torch.cat(made_all), torch.cat(truth_all), torch.cat(latents)
    deviations, quality = latents.std(dim=(0, 2, 3)), round(float(psnr(made, truth).mean()), 2)
    show(stage, [truth[:6], made[:6]], {"psnr": quality, "deviations": [round(float(d), 2) for d in deviations]})
    return deviations, quality


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
