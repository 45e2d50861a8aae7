"""safetensors files without an extra package: eight bytes of header length, a JSON header, then the tensors' bytes."""

import json
import os
import struct

import numpy

_TYPES = {"U8": numpy.uint8, "I8": numpy.int8, "I16": numpy.int16, "U16": numpy.uint16, "I32": numpy.int32, "I64": numpy.int64,
          "F16": numpy.float16, "F32": numpy.float32, "F64": numpy.float64}
_NAMES = {numpy.dtype(kind): name for name, kind in _TYPES.items()}
_LONGEST_HEADER = 100 << 20


def read(path):
    """{name: array}; the arrays are read-only views of the mapped file."""
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if not 2 <= length <= min(_LONGEST_HEADER, size - 8):
            raise ValueError(f"{path}: byte 0: the header's length is {length}, but the file has {size} bytes. Write it again.")
        try:
            header = json.loads(file.read(length))
        except ValueError as error:
            raise ValueError(f"{path}: byte 8: the header is not JSON ({error}). Write it again.") from None
    data = numpy.memmap(path, dtype=numpy.uint8, mode="r", offset=8 + length) if size > 8 + length else numpy.zeros(0, numpy.uint8)
    return {name: _view(path, name, entry, data) for name, entry in header.items() if name != "__metadata__"}


def write(path, arrays):
    """Writes {name: array} beside the file, then renames."""
    header, offset = {}, 0
    arrays = {name: numpy.ascontiguousarray(array) for name, array in arrays.items()}
    for name, array in arrays.items():
        header[name] = {"dtype": _NAMES[array.dtype], "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    beside = f"{path}.part"
    with open(beside, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for array in arrays.values():
            file.write(array.tobytes())
    os.replace(beside, path)


def _view(path, name, entry, data):
    kind, (begin, end) = entry["dtype"], entry["data_offsets"]
    if kind not in _TYPES:
        raise ValueError(f"{path}: tensor '{name}' is of type {kind}; known are {', '.join(_TYPES)}.")
    kind = numpy.dtype(_TYPES[kind])
    expected = int(numpy.prod(entry["shape"], dtype=numpy.int64)) * kind.itemsize
    if not 0 <= begin <= end <= len(data) or end - begin != expected:
        raise ValueError(f"{path}: tensor '{name}' should have {expected} bytes, but lies at {begin} to {end} of {len(data)}. "
                         "The file is cut short or damaged; write it again.")
    return data[begin:end].view(kind).reshape(entry["shape"])
