"""Takes weights of another package where they fit: no training, and the beginning of a package that reuses another's parts."""

import dataclasses

from .. import pcdms
from ..options import option
from ..package import Package, start_from

AUTOENCODER = ("vae_encoder", "vae_decoder")


@dataclasses.dataclass
class Options:
    package: str = option(str, "the recipe's name for the other package")
    networks: tuple = option("texts", "networks to take from; all of the package's where they are left out", None)
    whole: tuple = option("texts", "networks that must be taken in every tensor, or the stage fails", AUTOENCODER)


def train(context, output):
    options = context.options
    mine, theirs = Package(context.package), Package(context.packages[options.package])
    if mine.json["system"] == "pcdms":
        taken, known = pcdms.begin(mine, theirs)
        names = (*AUTOENCODER, *pcdms.INPAINTING, "global_encoder")
    else:
        names = options.networks or tuple(mine.json["networks"])
        unknown = sorted({*names, *options.whole} - set(mine.json["networks"]))
        if unknown:
            raise ValueError(f"{context.name}: the package has no network {', '.join(unknown)}. It has {', '.join(mine.json['networks'])}.")
        taken, known = start_from(mine, theirs, names, options.whole)
    mine.write(output, *names, latentScale=theirs.json["latentScale"])
    return {"tensorsTaken": taken, "ofTensors": known}
