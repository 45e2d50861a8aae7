"""Typed options: what a stage of a recipe may say, checked before anything runs.

A kind of stage declares its options as a dataclass whose fields are made by `option`. In JSON they have camel-case names.
"""

import dataclasses
import json
import math
import re

_KINDS = {int: "a whole number", float: "a number", bool: "true or false", str: "a text", "texts": "a list of texts", "numbers": "a list of numbers"}
_ABSENT = object()


class RecipeError(ValueError):
    """A recipe that cannot be run; the message names file, field and remedy."""


def option(kind, help, default=_ABSENT, least=None, most=None, choices=None, length=None, changes_result=True):
    """A dataclass field. Without `default` it must be given; a default of None means that it may be left out.

    least, most: limits of a number, or of each number of a list; choices: the only texts allowed; length: of a list;
    changes_result: False where another value gives the same weights.
    """
    metadata = {"kind": kind, "help": help, "least": least, "most": most, "choices": choices, "length": length, "changes_result": changes_result}
    return dataclasses.field(kw_only=True, default=dataclasses.MISSING if default is _ABSENT else default, metadata=metadata)


def json_name(name):
    """learning_rate to learningRate."""
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


def read(kind, given, place):
    """An instance of the dataclass `kind` from a dictionary as JSON holds it.

    place: file and field, for messages, for example "fpdm.json: stages[2]".
    """
    fields = {json_name(field.name): field for field in dataclasses.fields(kind)}
    for name in given:
        if name not in fields:
            raise RecipeError(f"{place}.{name}: there is no such option. Remove it; known are {', '.join(sorted(fields))}.")
    values = {}
    for name, field in fields.items():
        if name in given:
            values[field.name] = _checked(given[name], field, f"{place}.{name}")
        elif field.default is dataclasses.MISSING:
            raise RecipeError(f"{place}.{name}: is missing. Give {_wanted(field.metadata)}: {field.metadata['help']}.")
    return kind(**values)


def written(options):
    """The reverse of `read`: every option with its value, defaults included."""
    return {json_name(field.name): _plain(getattr(options, field.name)) for field in dataclasses.fields(options)}


def that_change_results(options):
    """`written`, without what has no influence on the weights."""
    ignored = {json_name(field.name) for field in dataclasses.fields(options) if not field.metadata["changes_result"]}
    return {name: value for name, value in written(options).items() if name not in ignored}


def described(kind):
    """Rows of (name, what it takes, default, help), for documentation."""
    rows = []
    for field in dataclasses.fields(kind):
        default = "required" if field.default is dataclasses.MISSING else json.dumps(_plain(field.default))
        rows.append((json_name(field.name), _wanted(field.metadata), default, field.metadata["help"]))
    return rows


def _plain(value):
    return list(value) if isinstance(value, tuple) else value


def _wanted(rules):
    if rules["choices"]:
        return f"{'some' if rules['kind'] == 'texts' else 'one'} of {', '.join(rules['choices'])}"
    least, most = rules["least"], rules["most"]
    limits = f" from {least} to {most}" if least is not None and most is not None else f" of at least {least}" if least is not None else ""
    return _KINDS[rules["kind"]] + (f" of length {rules['length']}" if rules["length"] else "") + limits


def _checked(value, field, place):
    rules = field.metadata
    if value is None and field.default is None:
        return None
    if not _fits(value, rules):
        raise RecipeError(f"{place}: is {json.dumps(value)[:80]}. Give {_wanted(rules)}: {rules['help']}.")
    if rules["kind"] is float:
        return float(value)
    return tuple(value) if isinstance(value, list) else value


def _fits(value, rules):
    kind = rules["kind"]
    if kind in ("texts", "numbers"):
        of = {"texts": str, "numbers": float}[kind]
        return isinstance(value, list) and len(value) > 0 and (rules["length"] in (None, len(value))) \
            and all(_fits(one, {**rules, "kind": of}) for one in value)
    if kind is bool:
        return isinstance(value, bool)
    if kind is str:
        return isinstance(value, str) and value != "" and (not rules["choices"] or value in rules["choices"])
    if isinstance(value, bool) or not isinstance(value, (int,) if kind is int else (int, float)) or not math.isfinite(value):
        return False
    return (rules["least"] is None or value >= rules["least"]) and (rules["most"] is None or value <= rules["most"])
