"""What of a case's translations is still to be done: trainees read those texts in the case's own language."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.call.case.loading import LANGUAGES
from simulator.source.problems import Place, Problem

MISSING, STALE = "translation-missing", "translation-stale"


@dataclass(frozen=True, slots=True)
class OpenTexts:
    """The texts of one translation that are missing, or were made from words that have changed since."""

    language: str
    file: str
    missing: int
    stale: int
    places: tuple[Place, ...]
    """Where they are in the file, the first one first."""


def open_texts(problems: Sequence[Problem]) -> tuple[OpenTexts, ...]:
    """What is open in each translation of a case, by its problems; nothing for one that is complete."""
    found = []
    for language in LANGUAGES:
        file = f"case.{language}.yaml"
        ours = [problem for problem in problems if problem.place.file == file]
        missing = sum(problem.rule == MISSING for problem in ours)
        stale = sum(problem.rule == STALE for problem in ours)
        places = tuple(sorted(problem.place for problem in ours if problem.rule in (MISSING, STALE)))
        if places:
            found.append(OpenTexts(language, file, missing, stale, places))
    return tuple(found)
