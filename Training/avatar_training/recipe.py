"""The stages of a recipe, read and checked."""

import collections
import json
import pathlib

from . import options as typed
from .options import RecipeError
from .stages import KINDS, module_of

RecipeStage = collections.namedtuple("RecipeStage", "name kind options")


def load(path):
    """A recipe's JSON; a name that stands twice is an error, as is text that is not JSON."""
    path = pathlib.Path(path)
    if not path.is_file():
        raise RecipeError(f"{path}: there is no such recipe. Those of the project are in Training/recipes.")

    def unique(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise RecipeError(f"{path}: the field '{twice[0]}' stands twice in one object. Remove one.")
        return dict(pairs)

    try:
        recipe = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=unique)
    except UnicodeDecodeError as error:
        raise RecipeError(f"{path}, byte {error.start}: this is not UTF-8. Save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise RecipeError(f"{path}, line {error.lineno}, column {error.colno}: this is not JSON ({error.msg}). Correct it there.") from None
    if not isinstance(recipe, dict):
        raise RecipeError(f"{path}: holds no object. Begin it with {{.")
    return recipe


def stages_of(recipe, path):
    """[RecipeStage] with every option, in order; RecipeError names file, field and remedy."""
    given = recipe.get("stages")
    if not isinstance(given, list) or not given:
        raise RecipeError(f"{path}: stages: is missing or empty. Give a list of stages.")
    seed = recipe.get("seed", 7)
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**31:
        raise RecipeError(f"{path}: seed: is {json.dumps(seed)[:80]}. Give a whole number from 0 to 2147483647.")
    data = [entry.get("name") for entry in recipe.get("data", []) if isinstance(entry, dict)]
    packages = recipe.get("packages", {})
    stages = []
    for number, entry in enumerate(given):
        place = f"{path}: stages[{number}]"
        if not isinstance(entry, dict):
            raise RecipeError(f"{place}: is no object. Write {{\"name\": ..., \"kind\": ..., ...}}.")
        stage = _stage(entry, place, {earlier.name for earlier in stages})
        if hasattr(stage.options, "seed") and stage.options.seed is None:
            stage.options.seed = seed
        for name, known, what in ((getattr(stage.options, "data", ()), data, "data"), ((getattr(stage.options, "held_out", None),), data, "heldOut"),
                                  ((getattr(stage.options, "package", None),), packages, "package")):
            for one in name:
                if one is not None and one not in known:
                    raise RecipeError(f"{place}.{what}: '{one}' is not defined in the recipe. Known: {', '.join(known) or 'none'}.")
        stages.append(stage)
    return stages


def _stage(entry, place, earlier):
    name, kind = entry.get("name"), entry.get("kind")
    if not isinstance(name, str) or not name or not all(letter.isalnum() or letter in "-_" for letter in name) or not name.isascii() or len(name) > 60:
        raise RecipeError(f"{place}.name: is {json.dumps(name)[:80]}. Give a short name of letters, digits, - and _.")
    if name in earlier:
        raise RecipeError(f"{place}.name: '{name}' is the name of an earlier stage. Choose another.")
    if kind not in KINDS:
        raise RecipeError(f"{place}.kind: is {json.dumps(kind)[:80]}. Known are {', '.join(KINDS)}.")
    rest = {key: value for key, value in entry.items() if key not in ("name", "kind", "comment")}
    return RecipeStage(name, kind, typed.read(module_of(kind).Options, rest, place))


def resolved(stages):
    """The stages with all defaults, as JSON."""
    return [{"name": stage.name, "kind": stage.kind, **typed.written(stage.options)} for stage in stages]
