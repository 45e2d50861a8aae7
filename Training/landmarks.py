"""Trains the network that corrects the metric landmarks of a picture (Plugin/Avatars.Diffusion/Sources/LandmarkRefinement.cs).

    ./avatar dataset landmarks --assets DIR --photographs DIR --count 1000 --out out/landmarks.bin
    python3 Training/landmarks.py out/landmarks.bin Plugin/Avatars.Diffusion/Sources/landmark-refinement.bin

Samples: float32, for each person 33 x (x, y, z) pixels, 33 x (x, y, z) metres, 33 visibilities and the truth, 33 x (x, y, z) metres of a person 1.7 m
tall, y up, z towards the camera. The last tenth of the samples, other people, is held out: its errors are printed. Needs NumPy alone; about a minute.
"""

import argparse

import numpy as np

JOINTS, LIMBS = 33, [11, 12, 13, 14, 15, 16, 25, 26, 27, 28]
MIRROR = [0, 4, 5, 6, 1, 2, 3] + [i + 1 if i % 2 else i - 1 for i in range(7, JOINTS)]
HIDDEN = 192
CLIP = 0.25  # metres: a larger error counts no more


def read(path):
    rows = np.fromfile(path, np.float32).reshape(-1, 10 * JOINTS)
    pixels, metres, visibility, truth = np.split(rows, [3 * JOINTS, 6 * JOINTS, 7 * JOINTS], axis=1)
    return pixels.reshape(-1, JOINTS, 3), metres.reshape(-1, JOINTS, 3), visibility, truth.reshape(-1, JOINTS, 3)


def mirrored(pixels, metres, visibility, truth):
    sides = np.array([-1, 1, 1], np.float32)
    return pixels[:, MIRROR] * sides, metres[:, MIRROR] * sides, visibility[:, MIRROR], truth[:, MIRROR] * sides


def features(pixels, metres, visibility):
    """As LandmarkRefinement.Features."""
    flip = np.array([1, -1, -1], np.float32)
    flat = (pixels - pixels[:, 23:25].mean(1, keepdims=True)) * flip
    deep = (metres - metres[:, 23:25].mean(1, keepdims=True)) * flip
    weight = visibility[:, :, None] + 0.05
    scale = (weight * flat * deep)[:, :, :2].sum((1, 2)) / (weight * flat**2)[:, :, :2].sum((1, 2))
    flat = flat * scale[:, None, None]
    count = len(flat)
    return np.concatenate([flat[:, :, :2].reshape(count, -1), deep.reshape(count, -1), 0.3 * flat[:, :, 2], 0.3 * (visibility - 0.5)], 1)


class Network:
    """Two hidden layers, trained by Adam; an exponential mean of the weights is what is kept."""

    def __init__(self, random, sizes):
        self.random = random
        self.parameters = [(random.standard_normal((a, b)) * np.sqrt(2 / a)).astype(np.float32) for a, b in zip(sizes, sizes[1:])]
        self.parameters[-1] *= 0.05
        self.layers = len(self.parameters)
        self.parameters += [np.zeros(size, np.float32) for size in sizes[1:]]
        self.mean = [p.copy() for p in self.parameters]
        self.first = [np.zeros_like(p) for p in self.parameters]
        self.second = [np.zeros_like(p) for p in self.parameters]
        self.steps = 0

    def run(self, values, parameters, kept=None, dropout=0.0):
        for layer in range(self.layers):
            if kept is not None:
                kept.append(values)
            values = values @ parameters[layer] + parameters[self.layers + layer]
            if layer < self.layers - 1:
                values = np.maximum(values, 0)
                if dropout:
                    values *= (self.random.random(values.shape, dtype=np.float32) > dropout) / (1 - dropout)
        return values

    def step(self, values, slope_of, rate, dropout, decay):
        kept = []
        slope = slope_of(self.run(values, self.parameters, kept, dropout))
        slopes = [None] * len(self.parameters)
        for layer in reversed(range(self.layers)):
            slopes[layer], slopes[self.layers + layer] = kept[layer].T @ slope, slope.sum(0)
            if layer:
                slope = (slope @ self.parameters[layer].T) * (kept[layer] > 0) / (1 - dropout)
        self.steps += 1
        for k, (p, g) in enumerate(zip(self.parameters, slopes)):
            self.first[k] += 0.1 * (g - self.first[k])
            self.second[k] += 0.001 * (g * g - self.second[k])
            change = self.first[k] / (1 - 0.9**self.steps) / (np.sqrt(self.second[k] / (1 - 0.999**self.steps)) + 1e-8)
            p -= rate * (change + (decay * p if k < self.layers else 0))
            self.mean[k] += (0.003 if self.steps > 200 else 1) * (p - self.mean[k])


def report(name, found, visibility, truth):
    error = np.abs(found - truth) * (visibility > 0.5)[:, :, None]
    share = np.maximum(1, (visibility > 0.5).sum(0))
    each = 100 * error.sum(0) / share[:, None]
    print(f"{name}: {each[LIMBS, :2].mean():.2f} cm an axis in the plane, {each[LIMBS, 2].mean():.2f} cm in depth; wrists {each[15:17, 2].mean():.2f}, "
          f"ankles {each[27:29, 2].mean():.2f}", flush=True)


def write(path, mean, deviation, network):
    weights, biases = network.mean[: network.layers], network.mean[network.layers:]
    with open(path, "wb") as file:
        file.write(np.array([len(weights), len(mean), *map(len, biases)], "<u2").tobytes())
        file.write(mean.astype("<f4").tobytes() + deviation.astype("<f4").tobytes())
        for w, b in zip(weights, biases):
            step = np.float32(np.abs(w).max() / 32767)
            file.write(np.array(step, "<f4").tobytes() + np.round(w / step).astype("<i2").tobytes() + b.astype("<f4").tobytes())


def main():
    options = argparse.ArgumentParser(description="Trains the correction of metric landmarks.")
    options.add_argument("samples")
    options.add_argument("output")
    options.add_argument("--steps", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    random = np.random.default_rng(options.seed)
    samples = read(options.samples)
    last = len(samples[0]) * 9 // 10
    held = [part[last:] for part in samples]
    samples = [part[:last] for part in samples]
    samples = [np.concatenate(parts) for parts in zip(samples, mirrored(*samples))]
    inputs, truth, visibility = features(*samples[:3]), samples[3].reshape(len(samples[3]), -1), samples[2]
    mean, deviation = inputs.mean(0), inputs.std(0) + 0.05
    metres = inputs[:, 2 * JOINTS:5 * JOINTS]
    inputs = ((inputs - mean) / deviation).astype(np.float32)
    importance = np.full((JOINTS, 3), 0.5)
    importance[11:17] = importance[23:29] = 1
    importance[:, 2] *= 1.5
    weights = np.repeat(np.clip(visibility, 0.15, 1), 3, axis=1) * importance.reshape(-1)
    network = Network(random, [inputs.shape[1], HIDDEN, HIDDEN, 3 * JOINTS])
    print(f"{len(inputs)} samples with their mirror images, {len(held[0])} held out", flush=True)
    seen = features(*held[:3])
    guess = seen[:, 2 * JOINTS:5 * JOINTS]
    report("MediaPipe", guess.reshape(-1, JOINTS, 3), held[2], held[3])
    for step in range(options.steps):
        batch = random.integers(0, len(inputs), 256)
        noise = 0.15 * random.standard_normal((256, inputs.shape[1])).astype(np.float32)

        def slope_of(change):
            error = np.clip(change + metres[batch] - truth[batch], -CLIP, CLIP)
            return (error * weights[batch] / len(batch)).astype(np.float32)

        rate = 1e-3 * min(1, step / 200) * 0.5 * (1 + np.cos(np.pi * step / options.steps))
        network.step(inputs[batch] + noise, slope_of, rate, dropout=0.2, decay=0.01)
        if (step + 1) % max(1, options.steps // 4) == 0:
            change = network.run(((seen - mean) / deviation).astype(np.float32), network.mean)
            report(f"step {step + 1}", (guess + change).reshape(-1, JOINTS, 3), held[2], held[3])
    write(options.output, mean, deviation, network)


if __name__ == "__main__":
    main()
