"""Writes perceptual_reference.json: LPIPS and Inception features of made-up pictures under made-up weights, by PyTorch alone.

    /usr/bin/python3 perceptual_reference.py > perceptual_reference.json

The published backbones cannot lie in the repository, so their formulas are checked with weights that both sides work out from the names:
SplitMix64 of the FNV-1a hash of a tensor's name. The modules below are written down from the papers' tables with torchvision's attribute names,
so a wrong name, stride, padding or epsilon on the other side gives other numbers.
"""
import json
import math

import numpy
import torch
from torch import nn
from torch.nn import functional as F


def uniform(name, count):
    """float32 in -1..1 with 24 bits, from a name."""
    state = 14695981039346656037
    for letter in name:
        state = (state ^ ord(letter)) * 1099511628211 % 2**64
    with numpy.errstate(over="ignore"):
        z = numpy.uint64(state) + numpy.uint64(0x9E3779B97F4A7C15) * numpy.arange(1, count + 1, dtype=numpy.uint64)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z ^= z >> numpy.uint64(31)
    return ((z >> numpy.uint64(40)).astype(numpy.float64) / 2**23 - 1).astype(numpy.float32)


def weight(name, shape):
    values = torch.from_numpy(uniform(name, math.prod(shape))).reshape(shape)
    if name.endswith("running_var"):
        return 1 + 0.5 * values
    if name.startswith("lin"):
        return 0.5 + 0.5 * values
    if len(shape) == 4:
        return values * numpy.float32(math.sqrt(6 / math.prod(shape[1:])))
    return 1 + 0.3 * values if name.endswith("bn.weight") else 0.1 * values


def fill(module):
    module.load_state_dict({name: weight(name, tuple(tensor.shape)) if tensor.dim() else tensor for name, tensor in module.state_dict().items()})
    return module.eval()


def picture(name, height, width):
    return torch.from_numpy(uniform(name, 2 * 3 * height * width)).reshape(2, 3, height, width)


class Alex(nn.Module):
    compared = [1, 4, 7, 9, 11]

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2), nn.Conv2d(64, 192, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
            nn.Conv2d(192, 384, 3, padding=1), nn.ReLU(), nn.Conv2d(384, 256, 3, padding=1), nn.ReLU(), nn.Conv2d(256, 256, 3, padding=1), nn.ReLU())


class Vgg(nn.Module):
    compared = [3, 8, 15, 22, 29]

    def __init__(self):
        super().__init__()
        layers, channels = [], 3
        for width in [64, 64, "pool", 128, 128, "pool", 256, 256, 256, "pool", 512, 512, 512, "pool", 512, 512, 512]:
            if width == "pool":
                layers.append(nn.MaxPool2d(2))
            else:
                layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
                channels = width
        self.features = nn.Sequential(*layers)


def lpips(backbone, a, b):
    shift, scale = torch.tensor([-0.030, -0.088, -0.188])[:, None, None], torch.tensor([0.458, 0.448, 0.450])[:, None, None]
    a, b, total, level = (a - shift) / scale, (b - shift) / scale, 0, 0
    for i, layer in enumerate(backbone.features):
        a, b = layer(a), layer(b)
        if i in backbone.compared:
            units = [x / (x.pow(2).sum(1, keepdim=True).sqrt() + 1e-10) for x in (a, b)]
            head = weight(f"lin{level}.model.1.weight", (1, a.shape[1], 1, 1))
            total = total + F.conv2d((units[0] - units[1]) ** 2, head).mean((1, 2, 3))
            level += 1
    return total


class Unit(nn.Module):
    def __init__(self, channels, width, kernel, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2d(channels, width, kernel, stride, padding, bias=False)
        self.bn = nn.BatchNorm2d(width, eps=0.001)

    def forward(self, x):
        return F.relu(self.bn(self.conv(x)))


class Block(nn.Module):
    """Units by name, and the ways that are joined: a>b is a chain from the input; pool and max pool."""

    def __init__(self, channels, units, ways):
        super().__init__()
        self.ways, widths = ways, {}
        for name, (width, kernel, *rest) in units.items():
            before = next((way.split(">")[way.split(">").index(name) - 1] for way in ways if name in way.split(">") and way.split(">").index(name) > 0), None)
            setattr(self, name, Unit(widths.get(before, channels), width, kernel, *rest))
            widths[name] = width

    def forward(self, x):
        return torch.cat([self.follow(x, way) for way in self.ways], 1)

    def follow(self, x, path):
        for name in path.split(">"):
            x = F.avg_pool2d(x, 3, 1, 1) if name == "pool" else F.max_pool2d(x, 3, 2) if name == "max" else getattr(self, name)(x)
        return x


def a(channels, pooled):
    return Block(channels, {"branch1x1": (64, 1), "branch5x5_1": (48, 1), "branch5x5_2": (64, 5, 1, 2), "branch3x3dbl_1": (64, 1),
                            "branch3x3dbl_2": (96, 3, 1, 1), "branch3x3dbl_3": (96, 3, 1, 1), "branch_pool": (pooled, 1)},
                 ["branch1x1", "branch5x5_1>branch5x5_2", "branch3x3dbl_1>branch3x3dbl_2>branch3x3dbl_3", "pool>branch_pool"])


def c(narrow):
    across, down = ((1, 7), 1, (0, 3)), ((7, 1), 1, (3, 0))
    return Block(768, {"branch1x1": (192, 1), "branch7x7_1": (narrow, 1), "branch7x7_2": (narrow, *across), "branch7x7_3": (192, *down),
                       "branch7x7dbl_1": (narrow, 1), "branch7x7dbl_2": (narrow, *down), "branch7x7dbl_3": (narrow, *across),
                       "branch7x7dbl_4": (narrow, *down), "branch7x7dbl_5": (192, *across), "branch_pool": (192, 1)},
                 ["branch1x1", "branch7x7_1>branch7x7_2>branch7x7_3",
                  "branch7x7dbl_1>branch7x7dbl_2>branch7x7dbl_3>branch7x7dbl_4>branch7x7dbl_5", "pool>branch_pool"])


def e(channels):
    across, down = ((1, 3), 1, (0, 1)), ((3, 1), 1, (1, 0))
    return Block(channels, {"branch1x1": (320, 1), "branch3x3_1": (384, 1), "branch3x3_2a": (384, *across), "branch3x3_2b": (384, *down),
                            "branch3x3dbl_1": (448, 1), "branch3x3dbl_2": (384, 3, 1, 1), "branch3x3dbl_3a": (384, *across),
                            "branch3x3dbl_3b": (384, *down), "branch_pool": (192, 1)},
                 ["branch1x1", "branch3x3_1>branch3x3_2a", "branch3x3_1>branch3x3_2b", "branch3x3dbl_1>branch3x3dbl_2>branch3x3dbl_3a",
                  "branch3x3dbl_1>branch3x3dbl_2>branch3x3dbl_3b", "pool>branch_pool"])


class Inception(nn.Module):
    def __init__(self):
        super().__init__()
        self.Conv2d_1a_3x3, self.Conv2d_2a_3x3, self.Conv2d_2b_3x3 = Unit(3, 32, 3, 2), Unit(32, 32, 3), Unit(32, 64, 3, padding=1)
        self.Conv2d_3b_1x1, self.Conv2d_4a_3x3 = Unit(64, 80, 1), Unit(80, 192, 3)
        self.Mixed_5b, self.Mixed_5c, self.Mixed_5d = a(192, 32), a(256, 64), a(288, 64)
        self.Mixed_6a = Block(288, {"branch3x3": (384, 3, 2), "branch3x3dbl_1": (64, 1), "branch3x3dbl_2": (96, 3, 1, 1), "branch3x3dbl_3": (96, 3, 2)},
                              ["branch3x3", "branch3x3dbl_1>branch3x3dbl_2>branch3x3dbl_3", "max"])
        self.Mixed_6b, self.Mixed_6c, self.Mixed_6d, self.Mixed_6e = c(128), c(160), c(160), c(192)
        self.Mixed_7a = Block(768, {"branch3x3_1": (192, 1), "branch3x3_2": (320, 3, 2), "branch7x7x3_1": (192, 1), "branch7x7x3_2": (192, (1, 7), 1, (0, 3)),
                                    "branch7x7x3_3": (192, (7, 1), 1, (3, 0)), "branch7x7x3_4": (192, 3, 2)},
                              ["branch3x3_1>branch3x3_2", "branch7x7x3_1>branch7x7x3_2>branch7x7x3_3>branch7x7x3_4", "max"])
        self.Mixed_7b, self.Mixed_7c = e(1280), e(2048)

    def forward(self, x):
        x = F.interpolate(x, (299, 299), mode="bilinear", align_corners=False)
        statistics = enumerate([(0.485, 0.229), (0.456, 0.224), (0.406, 0.225)])
        x = torch.stack([x[:, i] * (deviation / 0.5) + (mean - 0.5) / 0.5 for i, (mean, deviation) in statistics], 1)
        x = self.Conv2d_2b_3x3(self.Conv2d_2a_3x3(self.Conv2d_1a_3x3(x)))
        x = F.max_pool2d(self.Conv2d_4a_3x3(self.Conv2d_3b_1x1(F.max_pool2d(x, 3, 2))), 3, 2)
        for name in "5b 5c 5d 6a 6b 6c 6d 6e 7a 7b 7c".split():
            x = getattr(self, "Mixed_" + name)(x)
        return x.mean((2, 3))


with torch.no_grad():
    height, width = 72, 80
    truth, made = picture("truth", height, width), picture("picture", height, width)
    features = fill(Inception())(0.5 + 0.5 * made)
    print(json.dumps({
        "height": height, "width": width,
        "lpips-alex": lpips(fill(Alex()), truth, made).tolist(),
        "lpips-vgg": lpips(fill(Vgg()), truth, made).tolist(),
        "fid": {"every": 64, "features": features[:, ::64].tolist(), "norm": features.norm(dim=1).tolist()},
    }, indent=1))
