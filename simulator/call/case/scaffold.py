"""A small case that works, to begin one's own with: all three stages, its translation and a plan."""

import re
from collections.abc import Mapping

from simulator.resources import scaffold
from simulator.source.expressions import NAME, RESERVED

EXAMPLE_ID = "new-case"
MAX_ID = 60  # characters, as in a case file


def can_name_a_case(name: str) -> bool:
    """Whether a case can have this id: small letters or Chinese characters, digits, single hyphens."""
    return re.fullmatch(NAME, name) is not None and len(name) <= MAX_ID and name not in RESERVED


def scaffold_files(case: str, language: str) -> Mapping[str, bytes]:
    """The files of the example case in a language, by name, under another id."""
    return {
        file.name: file.read_text("utf-8").replace(EXAMPLE_ID, case).encode()
        for file in sorted((scaffold() / language).iterdir())
    }
