"""Words that contradict the record: to one caller it is told what the record says of another."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy

from simulator.call.case.case import Persona, Varied
from simulator.call.case.record import placeholders
from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.call.check.survey import Numbers, Survey
from simulator.call.check.translated import locations
from simulator.source.reading import Location
from simulator.text.message import Message

LEAST_FIGURE = 100
"""A bare number below it counts things of any kind: “two minutes” is not the record's two parcels."""

_MONEY = re.compile(r"([1-9]\d*)(?:元| yuan)")
_DAY_IN_CHINESE = re.compile(r"(\d{1,2})月(\d{1,2})日")
_DAY_IN_ENGLISH = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2,8})")
_TIME = re.compile(r"\d{1,2}:\d{2}")
_NUMBER = re.compile(r"\d+")
_TRUTHS = ("yes", "no", "是", "否")


class _Line(NamedTuple):
    """A text that is heard, said or seen with one caller: where it was written, and a position at which."""

    location: Location
    text: str
    number: int
    move: str | None
    seen: bool
    """Whether it is the agent's screen, and so the record itself."""


def check(study: Study) -> Iterator[Remark]:
    """Look in every line that a caller can come to for what only the records of others say.

    Traps and critical errors are left out: to promise the wrong amount is what they are for. Words are looked
    for on screens only, since in a sentence they may be about anybody.
    """
    people = study.case.personas
    told: set[tuple[Location, str]] = set()
    for survey in study.surveys:
        caller = people[survey.packing.persona]
        foreign = list(_foreign(caller, people))
        for line in _lines(study, survey) if foreign else ():
            for name, value, other in foreign:
                if (line.location, name) in told or name in placeholders(line.text):
                    continue
                words = _found(value, line, caller)
                if words is not None:
                    told.add((line.location, name))
                    yield Remark(
                        study.files.source.place(line.location),  # a look-up is wrong wherever it is offered
                        _message(words, name, caller, other),
                        Witness(caller.id, _call(survey, line)),
                    )


def _message(words: str, name: str, caller: Persona, other: Persona) -> Message:
    return Message(
        "“{words}” is what the record says of “{other}” as “{name}”; of “{caller}”, with whom a call comes"
        " here, too, it says “{value}”. Write “{{{name}}}”, or let the words depend on who calls.",
        words=words,
        other=other.id,
        name=name,
        caller=caller.id,
        value=caller.record[name],
    )


def _foreign(caller: Persona, people: Sequence[Persona]) -> Iterator[tuple[str, str, Persona]]:
    """What the record says of others and, under no name, of this caller: name, value and of whom."""
    own = set(caller.record.values())
    found: dict[tuple[str, str], Persona] = {}
    for other in people:
        for name, value in other.record.items():
            if name in caller.record and value not in own and value not in _TRUTHS:
                found.setdefault((name, value), other)
    for (name, value), other in found.items():
        yield name, value, other


def _found(value: str, line: _Line, caller: Persona) -> str | None:
    """The words of a line that say this value; None where it does not."""
    pattern = _pattern(value, line.seen)
    found = re.search(pattern, _BRACES.sub(" ", line.text), re.IGNORECASE) if pattern else None
    if found is None or any(found[0] in own for own in caller.record.values()):
        return None
    return found[0]


_BRACES = re.compile(r"\{[^{}]*\}")


def _pattern(value: str, seen: bool) -> str | None:
    """How a value is found in a text; None where it may as well be about something else."""
    if money := _MONEY.fullmatch(value):
        return rf"(?<![\d.,]){money[1]} ?(?:元|块|yuan\b)"
    if day := _DAY_IN_CHINESE.fullmatch(value):
        return rf"(?<!\d){day[1]}月{day[2]}[日号]"
    if day := _DAY_IN_ENGLISH.fullmatch(value):
        return rf"(?<!\d){day[1]} {day[2]}\b|\b{day[2]} {day[1]}(?!\d)"
    if _TIME.fullmatch(value):
        return rf"(?<![\d:]){value}(?![\d:])"
    if _NUMBER.fullmatch(value):
        return rf"(?<![\w.,:-]){value}(?![\w:-]|[.,]\d)" if int(value) >= LEAST_FIGURE else None
    if not seen or len(value) < 2:
        return None
    return rf"\b{re.escape(value)}\b" if value.isascii() else re.escape(value)


def _lines(study: Study, survey: Survey) -> Iterator[_Line]:
    """Every text that a call with this caller comes to, as it was written."""
    case, document = study.case, study.document
    for scene in case.scenes.values():
        here = survey.at(scene.id)
        part = document.rehearsal[scene.id]
        at = ("rehearsal", scene.id)
        yield from _heard(study, survey, here, scene.customer, part.customer, (*at, "customer"))
        if scene.screen is not None:
            yield from _heard(study, survey, here, scene.screen, part.screen, (*at, "screen"), seen=True)
        for move in scene.moves.values():
            if move.trap or any(form.critical is not None for form in move.all_forms):
                continue
            said = survey.replies(scene, move).source.astype(numpy.int64)
            say = move.forms.parts[0] if move.forms else Varied(move.say)
            place = (*at, "moves", move.id, "say")
            yield from _heard(study, survey, said, say, part.moves[move.id].say, place, move.id)
    for ending in case.endings.values():
        if ending.customer is not None:
            location = ("endings", ending.id, "customer")
            written = document.endings[ending.id].customer
            yield from _heard(study, survey, survey.at(ending.id), ending.customer, written, location)


def _heard(
    study: Study,
    survey: Survey,
    here: Numbers,
    text: Varied[str],
    written: str | Mapping[str, str] | None,
    location: tuple[str, ...],
    move: str | None = None,
    seen: bool = False,
) -> Iterator[_Line]:
    """Which of the values of a text count at these positions, each with the first position."""
    if not len(here):
        return
    which = survey.packing.place_of(survey.words(here), text)
    places = locations(written, *location)
    for place in numpy.unique(which).tolist():
        at = places[text.origin(place)]
        words = written if isinstance(written, str) else (written or {}).get(str(at[-1]), "")
        yield _Line(
            study.files.source.written(at), words, int(here[numpy.argmax(which == place)]), move, seen
        )


def _call(survey: Survey, line: _Line) -> tuple[str, ...]:
    way = survey.way_to(line.number)
    return (*way, line.move) if line.move is not None else tuple(way)


RULE = CaseRule("record-mismatch", check, about_play=True)
