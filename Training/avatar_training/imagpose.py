"""IMAGPose's training: canvases of four pictures of one person, some of them hidden, and figures with a grid of samples."""

import torch

from .conditions import CLIP, normalised, signed, unsigned
from .encoder import Encoder
from .schedule import Schedule
from .scores import Scores, show, spread
from .shards import SamePerson, batches

TRAINED = ("source_encoder", "patch_embedding", "pose_encoder", "unet_source", "unet")
VIEWS = 4  # 0 top left, 1 top right, 2 bottom left, 3 bottom right


def to_canvas(tiles):
    """[B, 4, C, h, w] to [B, C, 2h, 2w]."""
    batch, _, channels, height, width = tiles.shape
    return tiles.reshape(batch, 2, 2, channels, height, width).permute(0, 3, 1, 4, 2, 5).reshape(batch, channels, 2 * height, 2 * width)


def to_tiles(canvas):
    """[B, C, 2h, 2w] to [B, 4, C, h, w]."""
    batch, channels, height, width = canvas.shape
    return canvas.reshape(batch, channels, 2, height // 2, 2, width // 2).permute(0, 2, 4, 1, 3, 5).reshape(batch, VIEWS, channels, height // 2, width // 2)


class People(SamePerson):
    """Draws what a canvas shows."""

    def draw(self, index, generator, one_source):
        """Four records of one person and which of them are shown: [4], [4] of 0 and 1.

        A share `one_source` is the stream's task: one picture three times, and one hidden. The rest is as published: four
        draws with replacement that are not all the same, four bits that are not all equal.
        """
        choice = self.others(index)
        if generator.random() < one_source or len(choice) < 2:
            source = choice[int(generator.integers(len(choice)))]
            return [source] * 3 + [index], [1, 1, 1, 0]
        views = [index] * VIEWS
        while len(set(views)) == 1:
            views = [index] + [choice[int(k)] for k in generator.integers(len(choice), size=VIEWS - 1)]
        views = [views[int(k)] for k in generator.permutation(VIEWS)]
        bits = [0] * VIEWS
        while len(set(bits)) == 1:
            bits = [int(bit) for bit in generator.integers(2, size=VIEWS)]
        return views, bits


class Canvases:
    """Records become batches; batches become conditions and latents (already multiplied by latentScale)."""

    def __init__(self, stage):
        self.stage, self.device, self.settings = stage, stage.device, stage.package.json
        self.schedule = Schedule(self.settings["schedule"])
        self._encoder, self._decoder = Encoder(stage), stage.frozen("vae_decoder")
        self._size = self.settings["width"]
        shape = stage.package.input_shape("vae_encoder", "image")[2:]
        if shape != [self._size, self._size] or self.settings["height"] != self._size:
            raise ValueError(f"{stage.package.folder}: its autoencoder takes {shape[1]}x{shape[0]}, "
                             f"tiles are {self._size}x{self.settings['height']}; "
                             "only packages whose networks read square tiles can be trained here. "
                             "Build one with 'avatar model build --system imagpose --size compact'.")
        self.pairs, self._store = stage.pairs()
        self._people = People(self.pairs)
        self._latents = self._encoder.cached(self.pairs, self._store, self._size)
        self._black = self._encoder(torch.full((1, 3, self._size, self._size), -1.0, device=self.device))

    def feed(self, one_source):
        """Endless batches of drawn canvases, decoded ahead on other threads."""
        def load(indices, generator):
            drawn = [self._people.draw(index, generator, one_source) for index in indices]
            shown = [[k for k, bit in enumerate(bits) if bit] for _, bits in drawn]
            return self.load([views for views, _ in drawn], [bits for _, bits in drawn], [int(generator.choice(tiles)) for tiles in shown])
        return batches(self.pairs, load, self.stage.batch, self.stage.seed, self.stage.step, self.stage.context.machine.workers)

    def load(self, views, bits, references):
        """views [B, 4] of records, bits [B, 4], references [B]: which tile's picture the tokens are made of."""
        flat = [record for row in views for record in row]
        records = sorted(set(flat))
        return {"views": flat, "bits": torch.tensor(bits, dtype=torch.float32), "references": torch.tensor(references),
                "poses": torch.stack([self._store.get("pose", record, self._size) for record in records]),
                "pose_indices": torch.tensor([records.index(record) for record in flat]),
                "source": torch.stack([self._store.get("target", row[at], self.settings["sourceSize"]) for row, at in zip(views, references)])}

    def prepare(self, batch):
        """Adds latents: of the canvas, of what is shown of it, and of the reference, all on the device."""
        count = len(batch["bits"])
        bits, references = batch["bits"].to(self.device), batch["references"].to(self.device)
        tiles = self._latents.get(batch["views"]).to(self.device)
        tiles = tiles.reshape(count, VIEWS, *tiles.shape[1:])
        shown = bits.reshape(count, VIEWS, 1, 1, 1)
        flag = shown.expand(-1, -1, 1, *tiles.shape[3:])
        return {"clean": to_canvas(tiles), "masked": to_canvas(tiles * shown + self._black * (1 - shown)), "flag": to_canvas(flag),
                "reference": tiles[torch.arange(count, device=self.device), references],
                **{name: batch[name].to(self.device) for name in ("source", "poses", "pose_indices")}}

    def conditions(self, batch, drop=(0.0, 0.0, 0.0)):
        """(tokens, pose residual of the canvas). `drop`: chances per sample that the picture's tokens, the latents' or both become zero, as
        guidance leaves them out."""
        graphs = self.stage.graphs
        hidden = graphs["source_encoder"]({"pixel_values": normalised(batch["source"], CLIP)})["last_hidden_state"].float()
        patches = graphs["patch_embedding"]({"latents": batch["reference"]})["patch_tokens"].float()
        chance = torch.rand(len(hidden), 1, 1, device=self.device)
        picture, latent, both = drop
        hidden = hidden * ~((chance < picture) | (chance >= picture + latent) & (chance < picture + latent + both))
        patches = patches * ~((chance >= picture) & (chance < picture + latent + both))
        residual = graphs["pose_encoder"]({"pose": unsigned(batch["poses"])})["pose_residual"].float()[batch["pose_indices"]]
        return torch.cat([hidden, patches], dim=1), to_canvas(residual.reshape(-1, VIEWS, *residual.shape[1:]))

    def velocity(self, noisy, t, tokens, residual, batch):
        """v of the whole canvas at the steps t [B]."""
        keys = self.stage.graphs["unet_source"]({"encoder_hidden_states": tokens})
        sample = torch.cat([noisy, batch["flag"], batch["masked"]], dim=1)
        return self.stage.graphs["unet"]({"sample": sample, "timestep": t.float(), "pose_residual": residual, **keys})["prediction"].float()

    def decode(self, latents):
        return self._decoder({"latents": latents / self.settings["latentScale"]})["image"].float()

    @torch.no_grad()
    def measure(self, steps=(1,), count=24, grid=8):
        """PSNR over held-out records from another record of the same person, one source and one pose; draws a grid."""
        chosen = spread(self._people.held_out(), count)
        scores, columns = Scores(), None
        torch.manual_seed(1)
        with self.stage.averaged(), self.stage.autocast():
            for begin in range(0, len(chosen), 8):
                part = chosen[begin:begin + 8]
                targets = [target for target, _ in part]
                loaded = self.load([[source] * 3 + [target] for target, source in part], [[1, 1, 1, 0]] * len(part), [0] * len(part))
                batch = self.prepare(loaded)
                tokens, residual = self.conditions(batch)
                truth = signed(torch.stack([self._store.get("target", i, self._size) for i in targets])).to(self.device)
                source = signed(torch.stack([self._store.get("target", i, self._size) for _, i in part])).to(self.device)
                rows = {"copied": source, "autoencoder": self.decode(to_tiles(batch["clean"])[:, -1])}
                noise = torch.randn(batch["clean"].shape).to(self.device)
                for number in steps:
                    made = self.schedule.ddim(lambda x, t: self.velocity(x, t, tokens, residual, batch), noise, number)
                    rows[f"steps{number}"] = self.decode(to_tiles(made)[:, -1])
                scores.add(rows, truth, self.pairs, targets)
                if columns is None:
                    pose = signed(batch["poses"][batch["pose_indices"][VIEWS - 1::VIEWS]])
                    columns = [source[:grid], pose[:grid], *[rows[f"steps{number}"][:grid] for number in steps], truth[:grid]]
        figures = scores.figures()
        show(self.stage, columns, figures)
        return figures
