"""An ONNX graph as a PyTorch module: how the trainer loads a network."""

import contextlib
import functools
import os

import numpy
import onnx
import torch
from onnx import TensorProto, numpy_helper
from torch import nn

from .operations import OPERATIONS
from .rounding import round_channels, round_range

_FLOATS = (TensorProto.FLOAT, TensorProto.FLOAT16)
_CONVOLUTIONS = ("Conv", "UpsampleConv")


class Graph(nn.Module):
    """Loads one `.onnx` file and runs it node by node, in file order (ONNX demands that order to be topological).

    Every floating-point initializer becomes a float32 parameter of that very name; what is not trained is a Constant node.
    A float16 initializer followed by a Cast is trained in float32 and written back as float16.

    forward takes and returns {name: tensor}; the names are those of the graph's inputs and outputs, or of the inner values in `outputs`:
    then only what leads to them is loaded, and the file is not to be written back. `frame` is (height, width) in pixels, for networks that leave
    these open; see `input_shapes`.

    `convolutions` are the names of those with weights (without `.weight`), in file order.
    """

    def __init__(self, path, outputs=None, frame=None):
        super().__init__()
        self.path = str(path)
        self._model = onnx.load(self.path)
        graph = self._model.graph
        if outputs:
            _keep_what_leads_to(graph, outputs, self.path)
        weights = {initializer.name for initializer in graph.initializer}  # old files list them among the inputs as well
        inputs = [value for value in graph.input if value.name not in weights]
        self.input_names = [value.name for value in inputs]
        self.input_shapes = {value.name: [_side(side, frame) for side in value.type.tensor_type.shape.dim] for value in inputs}
        self.output_names = list(outputs or [value.name for value in graph.output])
        self._slots = {}
        self._bindings = []  # (slot, dictionary that holds the tensor, key in it)
        for initializer in graph.initializer:
            self._add_initializer(initializer)
        self._steps, self.convolutions, self._rounded = [], [], ()
        for node in graph.node:
            self._add_node(node)
        self._free_after_last_use()

    def forward(self, inputs):
        values = [None] * len(self._slots)
        for slot, owner, key in self._bindings:
            values[slot] = owner[key]
        for name in self.input_names:
            if name not in inputs:
                raise KeyError(f"{self.path}: the input '{name}' is missing. Given: {', '.join(inputs)}.")
            values[self._slots[name]] = inputs[name]
        for run, sources, targets, dead in self._steps:
            result = run(*[None if source is None else values[source] for source in sources])
            if len(targets) == 1:
                values[targets[0]] = result[0] if isinstance(result, (tuple, list)) else result
            else:
                for target, part in zip(targets, result):
                    values[target] = part
            for slot in dead:
                values[slot] = None
        return {name: values[self._slots[name]] for name in self.output_names}

    @contextlib.contextmanager
    def rounding(self, convolutions):
        """Meanwhile these round inputs and weights to 8 bits, as `avatar model quantize` will: quantisation-aware training."""
        self._rounded = frozenset(convolutions)
        try:
            yield
        finally:
            self._rounded = ()

    def has_node(self, output):
        """Whether a node makes a value of this name."""
        return any(output in node.output for node in self._model.graph.node)

    def write(self, path=None):
        """Puts the parameters back into the file they came from (or another), in each initializer's own precision."""
        path = str(path or self.path)
        parameters = dict(self.named_parameters())
        for initializer in self._model.graph.initializer:
            if initializer.name not in parameters:
                continue
            kind = numpy.float16 if initializer.data_type == TensorProto.FLOAT16 else numpy.float32
            value = parameters[initializer.name].detach().float().cpu().contiguous().numpy().astype(kind)
            if not numpy.isfinite(value).all():
                raise ValueError(f"{path}: '{initializer.name}' is not finite in {kind.__name__}; nothing was written.")
            initializer.ClearField("float_data")
            initializer.ClearField("int32_data")
            initializer.raw_data = value.tobytes()
        beside = path + ".part"
        onnx.save(self._model, beside)
        os.replace(beside, path)

    def _slot(self, name):
        return self._slots.setdefault(name, len(self._slots))

    def _add_initializer(self, initializer):
        value = torch.from_numpy(numpy.array(numpy_helper.to_array(initializer)))
        if initializer.data_type in _FLOATS:
            owner, key = self._owner(initializer.name)
            value = value.float()
            if value.dim() == 4:
                value = value.contiguous(memory_format=torch.channels_last)
            owner.register_parameter(key, nn.Parameter(value))
            self._bindings.append((self._slot(initializer.name), owner._parameters, key))
        else:
            self._add_constant(initializer.name, value)

    def _add_constant(self, name, value):
        slot = self._slot(name)
        if value.is_floating_point():
            key = f"constant_{slot}"
            self.register_buffer(key, value.float(), persistent=False)
            self._bindings.append((slot, self._buffers, key))
        else:
            self._bindings.append((slot, {"value": value}, "value"))

    def _owner(self, name):
        """The module that holds the parameter `a.b.weight`: created on demand, so that state_dict() has ONNX's names."""
        owner = self
        *path, key = name.split(".")
        for part in path:
            if part not in owner._modules:
                owner.add_module(part, nn.Module())
            owner = owner._modules[part]
        return owner, key

    def _add_node(self, node):
        attributes = {attribute.name: _plain(onnx.helper.get_attribute_value(attribute)) for attribute in node.attribute}
        if node.op_type == "Constant":
            value = attributes.get("value", next(iter(attributes.values())))
            array = numpy_helper.to_array(value) if isinstance(value, TensorProto) else value
            self._add_constant(node.output[0], torch.from_numpy(numpy.array(array)))
            return
        if node.op_type == "Cast" and ":" in node.output[0] and self._is_parameter(node.input[0]):
            self._slots[node.output[0]] = self._slots[node.input[0]]
            return
        name = f"{node.domain}.{node.op_type}" if node.domain else node.op_type
        if name not in OPERATIONS:
            raise NotImplementedError(f"{self.path}: node '{node.name}' is a {name}, which the trainer does not know. "
                                      "Add it to Training/avatar_training/operations.py.")
        sources = []
        for source in node.input:
            if source and source not in self._slots and source not in self.input_names:
                raise ValueError(f"{self.path}: node '{node.name}' reads '{source}', which nothing before it has made.")
            sources.append(self._slot(source) if source else None)
        operation = OPERATIONS[name]
        if name == "Split" and len(node.input) < 2:
            attributes["num_outputs"] = len(node.output)
        run = functools.partial(operation, **attributes) if attributes else operation
        if node.op_type in _CONVOLUTIONS and self._is_parameter(node.input[1]):
            self.convolutions.append(node.input[1].removesuffix(".weight"))
            run = functools.partial(self._convolve, self.convolutions[-1], run)
        self._steps.append((run, sources, [self._slot(target) for target in node.output], []))

    def _convolve(self, name, run, x, weight, *bias, **attributes):
        if name in self._rounded:
            x, weight = round_range(x), round_channels(weight)
        return run(x, weight, *bias, **attributes)

    def _is_parameter(self, name):
        slot = self._slots.get(name)
        return any(bound == slot and key != "value" for bound, _, key in self._bindings)

    def _free_after_last_use(self):
        for name in self.input_names + self.output_names:
            self._slot(name)
        kept = {slot for slot, _, _ in self._bindings} | {self._slots[name] for name in self.output_names}
        seen = set()
        for _, sources, targets, dead in reversed(self._steps):
            for slot in [*sources, *targets]:
                if slot is not None and slot not in seen and slot not in kept:
                    seen.add(slot)
                    dead.append(slot)


def _side(side, frame):
    """The length of an input's side; a side that is open is a share of the frame's, as in 'height/8', or 0 where that is not known."""
    name, _, share = side.dim_param.partition("/")
    if frame is None or name not in ("height", "width"):
        return side.dim_value
    return frame[name == "width"] // int(share or 1)


def _keep_what_leads_to(graph, outputs, path):
    wanted, kept = set(outputs), []
    made = {name for node in graph.node for name in node.output}
    if not wanted <= made:
        raise ValueError(f"{path}: there is no value {', '.join(sorted(wanted - made))}. Name values that nodes of this graph make.")
    for node in reversed(graph.node):
        if wanted & set(node.output):
            wanted |= set(node.input)
            kept.append(node)
    used = [initializer for initializer in graph.initializer if initializer.name in wanted]
    read = [value for value in graph.input if value.name in wanted]
    for field, values in ((graph.node, list(reversed(kept))), (graph.initializer, used), (graph.input, read)):
        del field[:]
        field.extend(values)


def _plain(value):
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return list(value) if not isinstance(value, (int, float, str, TensorProto)) else value
