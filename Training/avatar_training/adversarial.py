"""A critic that learns to tell generated pictures from true ones, cell by cell, and the adversarial loss, which penalises blurred means of possible pictures.

It does not read pixels but features of BodyPix (perceptual.py), so that it starts with knowledge of people (projected GAN, Sauer et al. 2021,
arXiv:2111.01007, without its random mixing). Hinge loss (Lim and Ye 2017, arXiv:1705.02894). Needed in training only.
"""

import torch
import torch.nn.functional as F
from torch import nn

from . import parallel


class Critic(nn.Module):
    """Features of some layers, [B, C, h, w] each, to a logit per cell of each: above zero is true."""

    def __init__(self, channels, width=64):
        super().__init__()
        self.heads = nn.ModuleList(nn.Sequential(
            nn.Conv2d(count, width, 3, padding=1), nn.LeakyReLU(0.2), nn.Conv2d(width, width, 3, padding=1), nn.LeakyReLU(0.2),
            nn.Conv2d(width, 1, 1)) for count in channels)

    def forward(self, features):
        return [head(layer) for head, layer in zip(self.heads, features)]


class Adversary:
    """Critic and its optimiser. `weight`s are [B, 1, H, W] of the pictures: pixels of weight 0 do not count."""

    def __init__(self, channels, learning_rate, device="cpu"):
        self.critic = Critic(channels).to(device)
        self.optimizer = torch.optim.AdamW(self.critic.parameters(), lr=learning_rate, betas=(0.5, 0.99), weight_decay=0.0)

    def loss(self, made, weight):
        """The adversarial loss of generated pictures; no gradient to the critic."""
        self.critic.requires_grad_(False)
        return self._mean([-logits for logits in self.critic(made)], weight)

    def learn(self, made, true, weight, context):
        """One step of the critic. Returns its loss: 2 where it cannot tell them apart, 0 where it can with a margin."""
        self.critic.requires_grad_(True)
        with context:
            scored = self.critic([torch.cat(pair) for pair in zip([layer.detach() for layer in made], true)])
        made, true = zip(*(logits.float().chunk(2) for logits in scored))
        loss = self._mean([F.relu(1 + logits) for logits in made], weight) + self._mean([F.relu(1 - logits) for logits in true], weight)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        parallel.average_gradients(list(self.critic.parameters()))
        self.optimizer.step()
        return loss.detach()

    def state(self):
        return {"critic": self.critic.state_dict(), "optimizer": self.optimizer.state_dict()}

    def resume(self, state):
        self.critic.load_state_dict(state["critic"])
        self.optimizer.load_state_dict(state["optimizer"])

    @staticmethod
    def _mean(values, weight):
        return sum((value.float() * F.adaptive_avg_pool2d(weight, value.shape[2:])).mean() for value in values) / len(values)
