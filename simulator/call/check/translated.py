"""A case as it sounds in another language, for rules that compare what is heard."""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from typing import Any

from simulator.call.case.building import build_case
from simulator.call.case.case import Case, Move
from simulator.call.case.document import OTHERWISE
from simulator.call.case.sharing import document_of
from simulator.call.case.translating import Translation, translated
from simulator.call.solver.observing import Codes, Heard, observed
from simulator.call.solver.solving import Solution
from simulator.source.reading import Location

from .study import Study


def in_language(study: Study, translation: Translation) -> Case:
    """The case with its texts translated, as far as the translation goes."""
    source = copy(study.files.source)
    source.aliases = {}
    source.data, source.problems = translated(source.data, translation), []
    document = document_of(source)
    assert document is not None, "a translation changes texts alone"
    case = build_case(document, source, study.case.digest, study.files.policies)
    return replace(case, timed=study.case.timed)


def observed_as(case: Case, solution: Solution, known: dict[Heard, int]) -> Codes:
    """What is heard at each position of a solution in the words of such a case, as `observed` numbers it."""
    reached = solution.reached
    return observed(replace(reached, packing=replace(reached.packing, case=case)), known)


def locations(written: Any, *location: str) -> list[Location]:
    """Where each text of something that may vary stands in the case's file, in the order of its values."""
    if not isinstance(written, Mapping):
        return [location]
    return [(*location, key) for key in (*(key for key in written if key != OTHERWISE), OTHERWISE)]


def say_of(scene: str, move: Move) -> tuple[str, ...]:
    """Where the words of a reply stand in the case's file."""
    return ("rehearsal", scene, "moves", move.id, "say")
