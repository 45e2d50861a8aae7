"""Perceptual distance by a network pretrained on photographs of people: it tolerates a shift of a pixel, but not blur.

The trunk of BodyPix (MobileNetV1, half width; ../shared/weights/bodypix_mobilenet_v1_050_stride8.onnx) stands where LPIPS has AlexNet, without
trained weights per channel (Zhang et al. 2018, arXiv:1801.03924, "baseline"). Needed in training only.
"""

import os

import torch

from .graph import Graph

LAYERS = tuple(f"MobilenetV1/Conv2d_{number}_pointwise/Relu6:0" for number in (1, 3, 5, 9))  # a half, a quarter, two of an eighth of the side


def evaluator(folder, file):
    """Path of a pretrained evaluator."""
    path = os.path.join(folder or "", file)
    if os.path.basename(file) != file or not folder or not os.path.isfile(path):
        raise FileNotFoundError(f"The pretrained evaluator '{file}' is not in {repr(folder) if folder else 'any folder'}. "
                                "Name the folder that holds it in AVATAR_WEIGHTS, or leave 'perceptual' out of the recipe.")
    return path


class Perceptual:
    @classmethod
    def of(cls, stage, file):
        """The evaluator of that name in the folder of pretrained evaluators; None for no name."""
        return cls(evaluator(stage.context.machine.weights, file), stage.device) if file else None

    def __init__(self, path, device="cpu"):
        self._trunk = Graph(path, LAYERS).to(device).requires_grad_(False)
        self._input, self._device = self._trunk.input_names[0], device

    def features(self, pictures):
        """[B, 3, H, W] in -1..1 to features of unit length per cell, one tensor per layer."""
        seen = self._trunk({self._input: pictures.permute(0, 2, 3, 1)})
        return [torch.nn.functional.normalize(seen[layer].float(), dim=1, eps=1e-3) for layer in LAYERS]

    def channels(self):
        """How many a cell of each layer has."""
        with torch.no_grad():
            return [layer.shape[1] for layer in self.features(torch.zeros(1, 3, 64, 64, device=self._device))]

    @staticmethod
    def distance(made, true):
        """Mean squared distance of two pictures' features, summed over the layers: 0 for equal pictures."""
        return sum((a - b).square().sum(1).mean() for a, b in zip(made, true))

    def loss(self, made, truth):
        """`distance` of two pictures; nothing is learnt about the second."""
        with torch.no_grad():
            wanted = self.features(truth)
        return self.distance(self.features(made), wanted)
