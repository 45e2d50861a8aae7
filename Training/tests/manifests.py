"""Reads manifests: a JSON array of texts in, an array of messages out, null where one is right.

    python3 tests/manifests.py TEXTS.json MESSAGES.json
"""

import json
import pathlib
import sys
import tempfile

from avatar_training import manifest


def message_of(path):
    try:
        fields = manifest.read(path)
    except ValueError as error:
        return str(error)
    path.write_text(manifest.text(fields), encoding="utf-8")
    return None if manifest.read(path) == fields else "written differently"


def main(texts, messages):
    with tempfile.TemporaryDirectory() as folder:
        path, answers = pathlib.Path(folder, "model.json"), []
        for text in json.loads(pathlib.Path(texts).read_bytes()):
            path.write_text(text, encoding="utf-8")
            answers.append(message_of(path))
    pathlib.Path(messages).write_text(json.dumps(answers), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
