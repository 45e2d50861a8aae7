"""The package's noise schedule, what its network predicts, and DDIM with trailing spacing: what Avatars.Diffusion runs."""

import torch


class Schedule:
    """`alphas` holds the products of (1 - beta), float64 [train_steps]; `predicts` is the package's predictionType: v_prediction, or sample,
    the clean latents."""

    def __init__(self, entry, predicts="v_prediction"):
        if predicts not in ("v_prediction", "sample"):
            raise ValueError(f"model.json: predictionType is '{predicts}'; only v_prediction and sample are trained here.")
        self._is_clean = predicts == "sample"
        if entry.get("kind") != "scaled_linear":
            raise ValueError(f"model.json: schedule.kind is '{entry.get('kind')}'; only scaled_linear is trained here.")
        steps = int(entry["trainSteps"])
        betas = torch.linspace(entry["betaStart"] ** 0.5, entry["betaEnd"] ** 0.5, steps, dtype=torch.float64) ** 2
        self.steps = steps
        self.alphas = torch.cumprod(1 - betas, 0)
        if entry.get("zeroTerminalSnr"):
            # Lin et al. 2023, arXiv:2305.08891, Algorithm 1
            roots = self.alphas.sqrt()
            self.alphas = ((roots - roots[-1]) * roots[0] / (roots[0] - roots[-1])) ** 2

    def signal_and_noise(self, t, like):
        """Square roots of alpha and 1 - alpha at the steps t [B], shaped to multiply `like` [B, ...]."""
        alpha = self.alphas[t.cpu()].to(like.device).view(-1, *[1] * (like.dim() - 1))
        return alpha.sqrt().to(like.dtype), (1 - alpha).sqrt().to(like.dtype)

    def add_noise(self, clean, noise, t):
        """Latents at step t. The last step is pure noise: that is what sampling starts from, and the schedule's own
        last step would leak a fifteenth of the picture (alpha is 0.0047 there, not 0)."""
        signal, sigma = self.signal_and_noise(t, clean)
        last = (t == self.steps - 1).view(-1, *[1] * (clean.dim() - 1)).to(clean.device)
        return torch.where(last, noise, signal * clean + sigma * noise)

    def wanted(self, noisy, clean, t):
        """The prediction from which `clean_from` gives back exactly `clean`; the usual v wherever noisy = signal x + sigma e."""
        if self._is_clean:
            return clean
        signal, sigma = self.signal_and_noise(t, noisy)
        return (signal * noisy - clean) / sigma

    def clean_from(self, noisy, predicted, t):
        if self._is_clean:
            return predicted
        signal, sigma = self.signal_and_noise(t, noisy)
        return signal * noisy - sigma * predicted

    def trailing(self, count):
        """999 and down, `count` steps."""
        return [round(self.steps - i * self.steps / count) - 1 for i in range(count)]

    def ddim(self, denoise, noise, count, stop=None):
        """Deterministic DDIM: denoise(latents, t [B]) -> prediction. The step before is t - steps / count; below 0 alpha is 1.

        `stop` ends after that many of the `count` steps, with latents that are still noisy.
        """
        latents = noise
        for step in self.trailing(count)[:stop]:
            t = torch.full((len(noise),), step, dtype=torch.long)
            clean = self.clean_from(latents, denoise(latents, t.to(noise.device)), t)
            signal, sigma = self.signal_and_noise(t, noise)
            estimate = (latents - signal * clean) / sigma
            before = step - self.steps // count
            alpha = float(self.alphas[before]) if before >= 0 else 1.0
            latents = alpha ** 0.5 * clean + (1 - alpha) ** 0.5 * estimate
        return latents


def draw_steps(count, steps, last=0.0, grid=0.0):
    """Timesteps [count]: a share `last` at the final step, a share `grid` on the 2- and 4-step grids, the others anywhere."""
    t = torch.randint(0, steps, (count,))
    kind = torch.rand(count)
    quarter = torch.tensor([round(steps - i * steps / 4) - 1 for i in (1, 2, 3)])
    t = torch.where(kind < last + grid, quarter[torch.randint(0, 3, (count,))], t)
    return torch.where(kind < last, torch.full_like(t, steps - 1), t)


def noise_like(clean, offset=0.0):
    """Noise for latents [B, C, h, w]; the share `offset` is one number for all of a channel."""
    noise = torch.randn_like(clean)
    return noise + offset * torch.randn(*clean.shape[:2], 1, 1, device=clean.device) if offset else noise
