"""Every condition of a rehearsal, with whether it ever holds, and ever fails, where calls look at it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from simulator.call.case.case import Case, Guard, Move, Scene, Varied
from simulator.call.solver.numbering import Words
from simulator.source.reading import Location

from .survey import Survey

Looks = Sequence[tuple[Survey, Words]]
"""For each persona the positions at which a condition is looked at."""


@dataclass
class Condition:
    """A condition where it stands in the case's file; the last step of a text's location is its key."""

    location: Location
    text: str
    move: str | None
    """The move whose `when` it is; None for one of the conditions of a text or of `to`."""
    holds: bool = False
    fails: bool = False


def conditions(case: Case, document: Any, surveys: Iterable[Survey]) -> Iterator[Condition]:
    """The conditions that calls come to look at: of moves, of what is said and shown, of where moves lead.

    What no call comes to is left out: other rules name it. A condition behind others counts only where
    none of these holds, because only there does it decide anything.
    """
    surveys = list(surveys)
    for name, scene in case.scenes.items():
        part = document.rehearsal[name]
        here = cache(partial(_here, surveys, name))
        for key, varied in (("customer", scene.customer), ("cue", scene.cue), ("screen", scene.screen)):
            if varied is not None and varied.cases:
                yield from _of(varied, getattr(part, key), ("rehearsal", name, key), here())
        for move in scene.moves.values():
            way = ("rehearsal", name, "moves", move.id)
            entry = part.moves[move.id]
            if move.when is not None:
                condition = Condition((*way, "when"), entry.when, move.id)
                _look(condition, move.when, here())
                if condition.holds or condition.fails:
                    yield condition
            if move.why.cases:
                yield from _of(move.why, entry.why, (*way, "why"), _said(surveys, scene, move))
            if move.to.cases:
                yield from _of(move.to, entry.to, (*way, "to"), _felt(surveys, scene, move))
    for name, ending in case.endings.items():
        for key, varied in (("customer", ending.customer), ("why", ending.why)):
            if varied is not None and varied.cases:
                written = getattr(document.endings[name], key)
                yield from _of(varied, written, ("endings", name, key), _here(surveys, name))


def _here(surveys: Iterable[Survey], name: str) -> Looks:
    return [(survey, survey.words(survey.at(name))) for survey in surveys]


def _said(surveys: Iterable[Survey], scene: Scene, move: Move) -> Looks:
    return [(survey, survey.words(survey.replies(scene, move).source)) for survey in surveys]


def _felt(surveys: Iterable[Survey], scene: Scene, move: Move) -> Looks:
    """How it stands when the effect of a move is felt and it is not yet decided where it leads."""
    looks = _said(surveys, scene, move)
    for survey, words in looks:
        survey.packing.raise_flags(words, move.sets)
        survey.packing.change(words, move.changes[survey.packing.persona])
    return looks


def _of(varied: Varied[str], written: Any, location: Location, looks: Looks) -> Iterator[Condition]:
    """The conditions of something varied, each looked at where none above it holds."""
    texts = [text for text in written if text != "otherwise"]
    for text, (guard, _) in zip(texts, varied.cases, strict=True):
        condition = Condition((*location, text), text, None)
        looks = _look(condition, guard, looks)
        if condition.holds or condition.fails:
            yield condition


def _look(condition: Condition, guard: Guard, looks: Looks) -> Looks:
    """Note whether a condition holds and fails anywhere; return the positions at which it fails."""
    left: list[tuple[Survey, Words]] = []
    for survey, words in looks:
        if words.shape[1]:
            truths = survey.truths(guard, words)
            condition.holds |= bool(truths.any())
            condition.fails |= not truths.all()
            left.append((survey, words[:, ~truths]))
    return left
