"""Picture losses. Pictures are [B, 3, H, W] in -1..1; `weight` is [B, 1, H, W], mean about 1."""

import torch
import torch.nn.functional as F

DETAIL_POINTS = slice(18, 128)  # both hands and the face of the layout Avatar128
HAND_POINTS = slice(18, 60)


def gradients(x):
    return x[..., :, 1:] - x[..., :, :-1], x[..., 1:, :] - x[..., :-1, :]


def brightness_and_colour(x):
    """[B, 3, H, W] RGB to luma and the two colour differences of BT.601, the differences three times as heavy.

    Red, green and blue rise and fall together, so a loss on them is nearly one on brightness, and a young network paints grey.
    """
    rows = [[0.299, 0.587, 0.114], [-0.507, -0.993, 1.5], [1.5, -1.257, -0.243]]
    return F.conv2d(x, torch.tensor(rows, dtype=x.dtype, device=x.device).view(3, 3, 1, 1))


def picture_loss(made, truth, weight=None, scales=3):
    """L1 and L1 of the gradients over a pyramid, halving each time: colours first, edges kept."""
    total = 0.0
    made, truth = brightness_and_colour(made), brightness_and_colour(truth)
    for scale in range(scales):
        if scale:
            made, truth = F.avg_pool2d(made, 2), F.avg_pool2d(truth, 2)
            weight = None if weight is None else F.avg_pool2d(weight, 2)
        level = weighted((made - truth).abs(), weight)
        for made_edge, true_edge in zip(gradients(made), gradients(truth)):
            here = None if weight is None else weight[..., :made_edge.shape[-2], :made_edge.shape[-1]]
            level = level + weighted((made_edge - true_edge).abs(), here)
        total = total + level
    return total / scales


def structure_loss(made, truth, weight=None, window=7):
    """1 - SSIM over square windows, constants for a range of 2; it rewards texture that L1 washes out."""
    def mean(x):
        return F.avg_pool2d(x, window, stride=2)
    mean_a, mean_b = mean(made), mean(truth)
    variance_a, variance_b = mean(made * made) - mean_a ** 2, mean(truth * truth) - mean_b ** 2
    covariance = mean(made * truth) - mean_a * mean_b
    first, second = (0.01 * 2) ** 2, (0.03 * 2) ** 2
    ssim = (2 * mean_a * mean_b + first) * (2 * covariance + second) / \
        ((mean_a ** 2 + mean_b ** 2 + first) * (variance_a + variance_b + second))
    return weighted(1 - ssim, None if weight is None else mean(weight))


def weighted(value, weight):
    return value.mean() if weight is None else (value * weight).mean()


def detail_weight(keypoints, height, width, gain, cell=8):
    """Heavier where hands and face are: [B, 1, height, width], mean 1 per picture; keypoints [B, 128, 3] in pixels.

    Each visible point of the hands and the face adds to the cells around it; cells that have any weigh 1 + gain.
    """
    weight = 1 + gain * cells_around(keypoints[:, DETAIL_POINTS], height // cell, width // cell, cell)
    weight = weight / weight.mean(dim=(2, 3), keepdim=True)
    return F.interpolate(weight, size=(height, width), mode="nearest")


def detail_alone(keypoints, height, width, cell=8, least=0.1):
    """The same where nothing else counts: 0 beside hands and face; mean 1 per picture, or less where they fill less than the share `least`."""
    weight = cells_around(keypoints[:, DETAIL_POINTS], height // cell, width // cell, cell)
    weight = weight / weight.mean(dim=(2, 3), keepdim=True).clamp_min(least)
    return F.interpolate(weight, size=(height, width), mode="nearest")


def cells_around(points, rows, columns, cell):
    """1 in the cells that hold a visible point, and in those beside them: [B, 1, rows, columns]; points [B, N, 3] in pixels."""
    x = (points[..., 0] / cell).long().clamp(0, columns - 1)
    y = (points[..., 1] / cell).long().clamp(0, rows - 1)
    grid = torch.zeros(len(points), rows * columns, device=points.device)
    grid.scatter_add_(1, y * columns + x, (points[..., 2] > 0).float())
    return F.max_pool2d((grid > 0).float().view(-1, 1, rows, columns), 3, stride=1, padding=1)


def psnr(made, truth):
    """Per picture, in dB, of the 8-bit pictures' range; [B]."""
    error = ((made.clamp(-1, 1) - truth) / 2).square().flatten(1).mean(1)
    return -10 * torch.log10(error.clamp_min(1e-10))
