#!/usr/bin/env python3
"""Few steps: continues stage 2 on the very states that 1-, 2- and 4-step sampling visits.

A number of steps and a position in it are drawn; the steps before it run with the network as it is, without gradient; the
step itself is asked for the true latents and the true picture. So each step learns to mend what the steps before it left.
Some batches are plain stage 2, true latents with the noise of any step, so that many steps go on working.
"""

import contextlib
import pathlib
import sys

import numpy
import torch
import torch.nn.functional as F

from avatar_training import checkpoint
from avatar_training.adversarial import Adversary
from avatar_training.crops import cut, cut_points, windows
from avatar_training.diffusion import Diffusion, latent_weight, trained
from avatar_training.losses import detail_alone, detail_weight, picture_loss, structure_loss
from avatar_training.package import Package
from avatar_training.perceptual import Perceptual
from avatar_training.stage import Stage, arguments


def position(single):
    """(steps, index): one step with probability `single`, else any position of 2 or 4 steps but the first."""
    if float(torch.rand(())) < single:
        return 1, 0
    count = 2 if float(torch.rand(())) < 0.5 else 4
    return count, int(torch.randint(1, count, ()))


def critic_of(folder):
    """What a run kept of its critic."""
    state = checkpoint.load(pathlib.Path(folder) / "distilled.pt")
    if state is None or "adversary" not in state.get("kept", {}):
        sys.exit(f"--critic-from: {folder} holds no checkpoint of a run with --adversarial. Name that run's --state folder, or leave the option out.")
    return state["kept"]["adversary"]


def main():
    parser = arguments(__doc__, learning_rate=3e-4)
    parser.add_argument("--single", type=float, default=0.6, help="share of batches that train the single step from pure noise")
    parser.add_argument("--anywhere", type=float, default=0.1, help="share of batches whose samples are true latents with the noise of any step")
    parser.add_argument("--detail", type=float, default=1.0, help="extra weight of hands and face")
    parser.add_argument("--person", type=float, default=0.0, help="extra weight of the person's box")
    parser.add_argument("--parts", type=float, default=0.05, help="weight of finding the source's body parts, where the source encoder has part maps")
    parser.add_argument("--draft", type=float, default=1.0, help="weight of the pose encoder's own guess at the latents, where it makes one")
    parser.add_argument("--carry", type=float, default=0.9, help="how far true detail gives way to the source's own where its pixels, brought over, have the true colours")
    parser.add_argument("--surface", type=float, default=0.3, help="weight of knowing which point of the body a cell shows, where the encoders tell")
    parser.add_argument("--brought", type=float, default=1.0, help="weight of the pixels brought over from the source")
    parser.add_argument("--decoded", type=float, default=1.0, help="weight of the decoded picture's loss")
    parser.add_argument("--structure", type=float, default=0.1, help="weight of 1 - SSIM of the decoded picture")
    parser.add_argument("--way", type=float, default=0.1, help="weight of where in the source they come from")
    parser.add_argument("--points", type=float, default=0.1, help="the same for the points of hands and face alone")
    parser.add_argument("--mask", type=float, default=0.1, help="weight of the person's outline")
    parser.add_argument("--matte", type=float, default=0.1, help="weight of the outline in the source, to the pixel, where the shards tell it")
    parser.add_argument("--decoded-samples", type=int, default=6)
    parser.add_argument("--crop", type=int, help="decode squares of this side around the person instead of whole pictures")
    parser.add_argument("--perceptual", help="ONNX file of BodyPix (MobileNetV1), whose features of the decoded picture are compared")
    parser.add_argument("--perceptual-weight", type=float, default=0.5)
    parser.add_argument("--adversarial", type=float, help="weight of hands and faces being taken for true ones by a critic of the same features, which learns along; 0 lets it learn alone")
    parser.add_argument("--critic-from", metavar="STATE", help="folder of an earlier run whose critic goes on, in a fresh one")
    parser.add_argument("--critic-rate", type=float, default=1e-3, help="the critic's learning rate")
    parser.add_argument("--decoder", action="store_true", help="train the decoder too, on generated and (one sample, without guides) on true latents")
    parser.add_argument("--decoder-rate", type=float, default=0.3, help="its learning rate, as a share of that of the others")
    parser.add_argument("--eight-bits", action="store_true", help="the decoder learns with convolutions rounded to 8 bits, all but the first and the last, to be ready for avatar model quantize")
    parser.add_argument("--learn", nargs="+", metavar="NETWORK", help="train these networks alone and leave the others as they are")
    options = parser.parse_args()
    learning = (*trained(Package(options.package)), *(["vae_decoder"] if options.decoder else []))
    if not set(options.learn or ()) <= set(learning):
        parser.error(f"--learn: {', '.join(sorted(set(options.learn) - set(learning)))} cannot be trained here; these can: {', '.join(learning)}.")
    if options.adversarial is not None and not options.perceptual:
        parser.error("--adversarial: the critic looks at what BodyPix sees. Name its file with --perceptual.")
    if options.critic_from and options.adversarial is None:
        parser.error("--critic-from: there is no critic. Give --adversarial.")
    if options.eight_bits and "vae_decoder" not in (options.learn or learning):
        parser.error("--eight-bits: the decoder does not learn. Give --decoder, and vae_decoder to --learn.")
    stage = Stage("distilled", options.learn or learning, options, {"vae_decoder": options.decoder_rate})
    diffusion = Diffusion(stage)
    decoder = stage.graphs.get("vae_decoder")
    schedule, factor = diffusion.schedule, diffusion.settings["latentFactor"]
    perceptual = Perceptual(options.perceptual, stage.device) if options.perceptual else None
    adversary = None
    if options.adversarial is not None:
        adversary = Adversary(perceptual.channels(), options.critic_rate, stage.device)
        if options.critic_from and not stage.step:
            adversary.resume(critic_of(options.critic_from))
        stage.keep("adversary", adversary)
    feed = diffusion.feed()
    generator = numpy.random.default_rng([options.seed, stage.step])
    for _ in stage.steps():
        batch = diffusion.prepare(next(feed))
        count, index = (0, 0) if float(torch.rand(())) < options.anywhere else position(options.single)
        with stage.autocast():
            tokens, fusion, pose, guides, body = diffusion.conditions(batch)
            clean = batch["latents"]
            keys = diffusion.denoiser.keys_and_values(tokens)
            noisy = diffusion.noise(clean)
            if index:
                with torch.no_grad():
                    noisy = schedule.ddim(lambda x, t: diffusion.denoiser.predict(x, t, keys, fusion, pose), noisy, count, stop=index)
            if count:
                t = torch.full((len(clean),), schedule.trailing(count)[index], device=stage.device)
            else:
                t = torch.randint(0, schedule.steps, (len(clean),)).to(stage.device)
                noisy = schedule.add_noise(clean, noisy, t)
            guess = schedule.clean_from(noisy, diffusion.denoiser.predict(noisy, t, keys, fusion, pose), t)
            weight = latent_weight(batch, clean, factor, options.detail, options.person)
            error = (F.smooth_l1_loss(guess, clean, reduction="none", beta=0.3) * weight).mean()
            part = list(range(min(options.decoded_samples, len(clean))))
            seen = {"guess": guess[part], "picture": batch["picture"][part], **{name: guide[part] for name, guide in guides.items()}}
            points = batch["keypoints"][part]
            if options.decoder:  # the first sample's true latents as well, without guides
                seen = {name: torch.cat([value, clean[:1] if name == "guess" else value[:1] * (name == "picture")]) for name, value in seen.items()}
                points = torch.cat([points, points[:1]])
            if options.crop:
                corners = windows(points, options.crop, *batch["picture"].shape[2:], generator, multiple=factor)
                side = seen["picture"].shape[3]
                seen = {name: cut(value, corners, options.crop, side // value.shape[3]) for name, value in seen.items()}
                points = cut_points(points, corners, options.crop)
            latents, truth = seen.pop("guess"), seen.pop("picture")
            with decoder.rounding(decoder.convolutions[1:-1]) if options.eight_bits else contextlib.nullcontext():
                made = diffusion.decode(latents, seen)
        weight = detail_weight(points, *truth.shape[2:], options.detail)
        picture = picture_loss(made, truth, weight)
        structure = structure_loss(made, truth, weight)
        loss = error + options.decoded * picture + options.structure * structure + sum(getattr(options, name) * value for name, value in body.items())
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
            loss = loss + options.adversarial * figures["adversarial"]
        stage.update(loss, figures)
        if stage.sample_is_due():
            diffusion.measure()
    quality = diffusion.measure((1, 2, 4))
    stage.write(quality={**stage.package.json.get("quality", {}), "distilled": {**quality, "step": stage.step}})


if __name__ == "__main__":
    main()
