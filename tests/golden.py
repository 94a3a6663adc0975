"""Golden files: texts that somebody has looked at, compared as a whole.

After a change that is meant, `pytest --update-golden` with the tests that failed writes them anew.
"""

import json
import re
from pathlib import Path
from typing import Any

STYLE = re.compile(r"(?<=<style>).*?(?=</style>)", re.DOTALL)


def style_of(page: str) -> str:
    """The style sheet in a page, without the spaces in it."""
    found = STYLE.search(page)
    assert found
    return " ".join(found[0].split())


class Golden:
    """The golden files of one folder of tests: what they say, and how they are written anew."""

    def __init__(self, tests: Path, anew: bool) -> None:
        self.folder = tests / "golden"
        self.anew = anew

    def check(self, name: str, text: str) -> None:
        """See that a text is what the file of this name says. A page counts without the style sheet in it."""
        text = STYLE.sub("", text)
        if self.anew:
            self._write(self.folder / name, text)
        agreed = (self.folder / name).read_text(encoding="utf-8")
        assert text == agreed, (
            f"{name} says something else. If that is meant, --update-golden writes it anew."
        )

    def check_json(self, file: Path, data: Any, indent: int = 2) -> None:
        """See that a JSON file, which programs are written after, says this."""
        if self.anew:
            self._write(file, json.dumps(data, ensure_ascii=False, indent=indent) + "\n")
        assert data == json.loads(file.read_text(encoding="utf-8"))

    @staticmethod
    def _write(file: Path, text: str) -> None:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
