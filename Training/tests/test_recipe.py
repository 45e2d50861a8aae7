import unittest

from tests.folder import TRAINING, InFolder

from avatar_training import options, recipe
from avatar_training.options import RecipeError
from avatar_training.stages import KINDS, module_of

GOOD = {"seed": 3, "data": [{"name": "train"}], "packages": {"other": "somewhere"},
        "stages": [{"name": "a", "kind": "autoencoder", "data": ["train"], "steps": 5}]}


def with_stage(**changes):
    return {**GOOD, "stages": [{**GOOD["stages"][0], **changes}]}


class RecipeTests(InFolder):
    def test_all_options_have_their_values_in_what_is_resolved(self):
        stage = recipe.resolved(recipe.stages_of(with_stage(learningRate=1, crop=64), "r.json"))[0]
        self.assertEqual((stage["learningRate"], stage["crop"], stage["seed"], stage["batch"], stage["data"]), (1.0, 64, 3, 16, ["train"]))
        self.assertEqual(recipe.resolved(recipe.stages_of({**GOOD, "stages": [stage]}, "r.json")), [stage])

    def test_errors_name_file_field_and_remedy(self):
        for given, expected in (
            (with_stage(learnRate=1), r"r\.json: stages\[0\]\.learnRate: there is no such option\. Remove it; known are .*learningRate"),
            (with_stage(steps="many"), r"stages\[0\]\.steps: is \"many\"\. Give a whole number from 1 to"),
            (with_stage(steps=True), r"stages\[0\]\.steps: is true"),
            (with_stage(steps=0), r"stages\[0\]\.steps: is 0\. Give a whole number from 1"),
            (with_stage(steps=1.5), r"stages\[0\]\.steps: is 1\.5"),
            (with_stage(learningRate=float("nan")), r"stages\[0\]\.learningRate: is NaN\. Give a number from 0 to 1"),
            (with_stage(anneal="yes"), r"stages\[0\]\.anneal: is \"yes\"\. Give true or false"),
            (with_stage(precision="fp64"), r"stages\[0\]\.precision: is \"fp64\"\. Give one of bf16, fp32"),
            (with_stage(data=[]), r"stages\[0\]\.data: is \[\]\. Give a list of texts"),
            (with_stage(data=["test"]), r"stages\[0\]\.data: 'test' is not defined in the recipe\. Known: train"),
            (with_stage(heldOut="test"), r"stages\[0\]\.heldOut: 'test' is not defined"),
            (with_stage(kind="magic"), r"stages\[0\]\.kind: is \"magic\"\. Known are autoencoder"),
            (with_stage(name="../a"), r"stages\[0\]\.name: is .*Give a short name"),
            ({**GOOD, "stages": [{"name": "a", "kind": "fusion", "data": ["train"]}]},
             r"stages\[0\]\.steps: is missing\. Give a whole number.*optimiser steps"),
            ({**GOOD, "stages": GOOD["stages"] * 2}, r"stages\[1\]\.name: 'a' is the name of an earlier stage"),
            ({**GOOD, "stages": [{"name": "s", "kind": "start-from", "package": "fpdm"}]},
             r"stages\[0\]\.package: 'fpdm' is not defined in the recipe\. Known: other"),
            ({**GOOD, "stages": [3]}, r"stages\[0\]: is no object"), ({**GOOD, "stages": []}, r"stages: is missing or empty"),
            ({**GOOD, "seed": -1}, r"seed: is -1\. Give a whole number"),
        ):
            with self.subTest(given=given), self.assertRaisesRegex(RecipeError, expected):
                recipe.stages_of(given, "r.json")

    def test_text_that_is_no_recipe_is_refused_with_line_or_field(self):
        path = self.folder / "r.json"
        for content, expected in ((b'{"seed": 1,\n "seed": 2}', "the field 'seed' stands twice"),
                                  (b'{"seed":\n oops}', "line 2, column 2: this is not JSON"), (b"[]", "holds no object"),
                                  (b'{"name": "\xff"}', "byte 10: this is not UTF-8")):
            path.write_bytes(content)
            with self.subTest(content), self.assertRaisesRegex(RecipeError, expected):
                recipe.load(path)
        with self.assertRaisesRegex(RecipeError, "there is no such recipe"):
            recipe.load(self.folder / "nothing.json")

    def test_the_recipes_of_the_project_can_be_read(self):
        paths = sorted((TRAINING / "recipes").glob("*.json"))
        self.assertGreater(len(paths), 1)
        for path in paths:
            with self.subTest(path.name):
                self.assertTrue(recipe.stages_of(recipe.load(path), path))

    def test_every_option_is_documented_where_the_page_says(self):
        page = (TRAINING / "OPTIONS.md").read_text(encoding="utf-8")
        for kind in KINDS:
            for name, *rest in options.described(module_of(kind).Options):
                self.assertIn(f"| `{name}` | " + " | ".join(rest) + " |", page, "Write the page again: python3 train.py options > OPTIONS.md")


if __name__ == "__main__":
    unittest.main()
