#!/usr/bin/env python3
"""Runs one ONNX graph in PyTorch: inputs and outputs are safetensors files whose tensors are named as the graph names them."""

import argparse

import torch

from avatar_training import safetensors
from avatar_training.graph import Graph


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graph", required=True)
    parser.add_argument("--inputs", required=True)
    parser.add_argument("--outputs", required=True)
    options = parser.parse_args()
    inputs = {name: torch.from_numpy(array.copy()) for name, array in safetensors.read(options.inputs).items()}
    with torch.no_grad():
        outputs = Graph(options.graph)(inputs)
    safetensors.write(options.outputs, {name: value.float().numpy() for name, value in outputs.items()})


if __name__ == "__main__":
    main()
