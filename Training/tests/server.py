"""One process for many tests of another language: PyTorch starts once.

A line of standard input is a request, a line of standard output its answer, both JSON:
    {"graph": file, "inputs": file, "outputs": file}   runs a graph on a safetensors file of inputs; with "eight_bits": true, its convolutions rounded
    {"script": file, "arguments": [text]}              runs a program
    {"test": name}                                     runs unit tests
The answer is {} or {"error": text}.
"""

import io
import json
import os
import runpy
import sys
import traceback
import unittest

import torch

from avatar_training import safetensors
from avatar_training.graph import Graph


def run_graph(graph, inputs, outputs, eight_bits=False):
    network = Graph(graph)
    given = {name: torch.from_numpy(array.copy()) for name, array in safetensors.read(inputs).items()}
    with torch.no_grad(), network.rounding(network.convolutions if eight_bits else ()):
        made = network(given)
    safetensors.write(outputs, {name: value.float().numpy() for name, value in made.items()})


def run_tests(name):
    text = io.StringIO()
    result = unittest.TextTestRunner(text).run(unittest.defaultTestLoader.loadTestsFromName(name))
    if result.testsRun == 0 or not result.wasSuccessful():
        raise AssertionError(text.getvalue())


def run_script(script, arguments):
    before, sys.argv = sys.argv, [script, *arguments]
    try:
        runpy.run_path(script, run_name="__main__")
    finally:
        sys.argv = before


def answer_to(request):
    if "test" in request:
        run_tests(request["test"])
    elif "script" in request:
        run_script(**request)
    else:
        run_graph(**request)


def main():
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what tests print is no answer
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer_to(request)
            answer = {}
        except Exception:
            answer = {"error": traceback.format_exc()}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
