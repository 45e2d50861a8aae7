"""The fields of a model package's model.json: those of Avatars.Models.ModelManifest, by the same names, each read or refused."""

import hashlib
import json
import math
import os
import re

VERSION = 2
OLD = "Write it anew with 'avatar model upgrade --in OLD --out NEW', or take the folders of Models that come with this program"
REBUILD = "Build the package again"
MOST_BYTES = 1 << 20


class _Kind:
    """A kind of value: its name in messages, and whether a value is of it."""

    def __init__(self, name, fits):
        self.name, self.fits = name, fits


def _is_number(value):
    return type(value) in (int, float) and math.isfinite(value)


TEXT = _Kind("a text", lambda value: isinstance(value, str) and bool(value.strip()))
NOTE = _Kind("a text", lambda value: isinstance(value, str))  # for people; may be empty
INTEGER = _Kind("a whole number", lambda value: type(value) is int)
NUMBER = _Kind("a number", _is_number)
NUMBERS = _Kind("an array of numbers", lambda value: isinstance(value, list) and bool(value) and all(map(_is_number, value)))
TEXTS = _Kind("an array of texts", lambda value: isinstance(value, list) and bool(value) and all(isinstance(text, str) for text in value))
FLAG = _Kind("true or false", lambda value: isinstance(value, bool))
HASH = _Kind("64 hexadecimal digits", lambda value: isinstance(value, str) and re.fullmatch("[0-9a-fA-F]{64}", value) is not None)
ANY_OBJECT = _Kind("an object", lambda value: isinstance(value, dict))  # its fields are checked elsewhere, or not at all
ANY_ARRAY = _Kind("an array", lambda value: isinstance(value, list))


class _Optional:
    def __init__(self, kind):
        self.kind = kind


SCHEDULE = {"kind": TEXT, "betaStart": NUMBER, "betaEnd": NUMBER, "trainSteps": INTEGER,
            "zeroTerminalSnr": _Optional(FLAG), "trainedBetas": _Optional(NUMBERS)}
DEFAULTS = {"sampler": TEXT, "steps": INTEGER, "guidance": NUMBER, "spacing": TEXT, "endsClean": _Optional(FLAG), "offset": _Optional(INTEGER),
            "options": _Optional(ANY_OBJECT)}
FILE = {"file": TEXT, "bytes": INTEGER, "sha256": HASH}
TRAINING = {"recipe": TEXT, "commit": TEXT, "modified": FLAG, "resolved": ANY_OBJECT, "data": ANY_ARRAY, "stages": ANY_ARRAY, "figures": ANY_OBJECT,
            "accepted": FLAG}
COMMON = {"formatVersion": INTEGER, "system": TEXT, "name": TEXT, "description": NOTE, "licence": NOTE, "provenance": NOTE,
          "width": INTEGER, "height": INTEGER, "sizes": _Optional(TEXTS), "latentChannels": INTEGER, "latentScale": NUMBER, "latentFactor": INTEGER,
          "sourceSize": INTEGER, "poseStyle": TEXT, "schedule": SCHEDULE, "predictionType": TEXT, "defaults": DEFAULTS, "networks": ANY_OBJECT,
          "quality": ANY_OBJECT, "training": _Optional(TRAINING)}
PRIOR = {"steps": INTEGER, "mean": NUMBER, "deviation": NUMBER, "limit": NUMBER, "coordinates": {"missing": NUMBER, "signed": FLAG, "sideBorder": NUMBER}}
SYSTEMS = {
    "fpdm": {"fusionSize": INTEGER},
    "imagpose": {"flcMode": TEXT},
    "pcdms": {"fusionSize": _Optional(INTEGER), "prior": _Optional(PRIOR), "refiner": _Optional({"rescale": NUMBER, "readsLatents": FLAG})},
}


def read(path):
    """The file's fields, each checked; ValueError names file, field and remedy."""
    if path.stat().st_size > MOST_BYTES:
        raise ValueError(f"'{path}' is larger than a manifest can be. {REBUILD}.")
    try:
        fields = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_refuse_constant,
                            object_pairs_hook=lambda pairs: _distinct(path, pairs))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"'{path}' is no JSON: {error}. {REBUILD}.") from None
    check(fields, path)
    return fields


def check(fields, path):
    """Refuses what Avatars.Models.ModelManifest refuses for a field's name, absence or kind; limits of numbers are checked there alone."""
    if not isinstance(fields, dict):
        raise ValueError(f"'{path}' is {_short(fields)}, not an object. {REBUILD}.")
    _value(fields, "formatVersion", INTEGER, "", path)
    version = fields["formatVersion"]
    if version != VERSION:
        what = f"an old package, whose networks have other names; this program reads version {VERSION}. {OLD}" if version < VERSION else \
            f"this program reads version {VERSION}. Update Avatar, or build the package again"
        raise _wrong(path, "formatVersion", f"is {version}: {what}")
    _value(fields, "system", TEXT, "", path)
    if fields["system"] not in SYSTEMS:
        raise _wrong(path, "system", f"is '{fields['system']}'. Known: {', '.join(SYSTEMS)}. Update Avatar, or build the package again")
    _object(fields, {**COMMON, **SYSTEMS[fields["system"]]}, "", path)
    if ("trainedBetas" in fields["schedule"]) != (fields["schedule"]["kind"] == "trained"):
        raise _wrong(path, "schedule.trainedBetas", f"goes with the kind 'trained', and that kind with it. {REBUILD}")
    for name, entry in fields["networks"].items():
        place = f"networks.{name}"
        _value(fields["networks"], name, {**FILE, "data": _Optional(FILE)}, "networks", path)
        _file(entry, f"{name}.onnx", place, path)
        if "data" in entry:
            _file(entry["data"], f"{name}.onnx.data", place + ".data", path)


def text(fields):
    """As Avatars.Models.ModelManifest writes it, but for the escapes of letters beyond ASCII."""
    return json.dumps(fields, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def entry_of(content, file):
    """The entry of a network's file with these bytes."""
    return {"file": file, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _object(fields, known, place, path):
    for name, kind in known.items():
        if name in fields:
            _value(fields, name, kind.kind if isinstance(kind, _Optional) else kind, place, path)
        elif not isinstance(kind, _Optional):
            raise _wrong(path, _at(place, name), f"is missing. {REBUILD}")
    for name in fields:
        if name not in known:
            raise _wrong(path, _at(place, name), "is not a field that this program knows. Take it out, write it right, or update Avatar")


def _value(fields, name, kind, place, path):
    if name not in fields:
        raise _wrong(path, _at(place, name), f"is missing. {REBUILD}")
    value = fields[name]
    if not (kind if isinstance(kind, _Kind) else ANY_OBJECT).fits(value):
        raise _wrong(path, _at(place, name), f"is {_short(value)}, not {(kind if isinstance(kind, _Kind) else ANY_OBJECT).name}. {REBUILD}")
    if not isinstance(kind, _Kind):
        _object(value, kind, _at(place, name), path)


def _file(entry, wanted, place, path):
    file = entry["file"]
    if file != wanted or os.path.basename(file) != file or "\\" in file or ":" in file:
        raise _wrong(path, place + ".file", f"is '{file}', not '{wanted}', a file of the package's own folder. {REBUILD}")


def _refuse_constant(name):
    raise json.JSONDecodeError(f"{name} is no number of JSON", name, 0)


def _distinct(path, pairs):
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _wrong(path, twice, f"stands twice. {REBUILD}")
    for name, value in pairs:
        if any("\ud800" <= letter <= "\udfff" for item in (name, value) if isinstance(item, str) for letter in item):
            raise ValueError(f"'{path}': a text holds half of a surrogate pair (\\ud800 to \\udfff). {REBUILD}.")
    return fields


def _at(place, name):
    return f"{place}.{name}" if place else name


def _short(value):
    text_of = json.dumps(value)
    return text_of if len(text_of) <= 40 else text_of[:37] + "..."


def _wrong(path, place, what):
    return ValueError(f"'{path}', field '{place}' {what}.")
