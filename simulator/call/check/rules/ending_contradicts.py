"""An ending whose words say something else than the verdict of a call that ends there."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy

from simulator.call.case.case import Ending, Varied
from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.call.check.survey import Numbers, Survey
from simulator.call.solver.expanding import Truths
from simulator.text.message import Message

BROKEN_OFF = {
    "zh": ("忙音", "挂断", "挂了电话", "把电话挂", "投诉到", "我要投诉", "那就投诉"),
    "en": (
        "busy tone",
        "hangs up",
        "hung up",
        "line goes dead",
        "dial tone",
        "i will complain",
        "lodge a complaint",
    ),
}
"""Words by which a customer leaves in anger, by language."""
THANKS = {
    "zh": ("谢谢你", "谢谢您", "谢谢啊", "多谢", "太感谢", "真的谢谢"),
    "en": (
        "thank you so much",
        "thank you, really",
        "thank you, i mean it",
        "many thanks",
        "i appreciate that",
    ),
}
"""Words by which a customer leaves content, by language. A bare "thanks" is mere politeness."""


class _Said(NamedTuple):
    """What a customer says last, how the call stands, and a call in which it is so."""

    words: str
    win_win: bool
    content: bool
    """Whether both values of the customer reach the bar, critical errors left aside: those are not heard."""
    persona: int
    position: int


def check(study: Study) -> Iterator[Remark]:
    """Hold title and last words of each ending against the verdicts that can occur with them."""
    language = study.case.language
    for ending in study.case.endings.values():
        for said in _all_said(study, ending):
            text = f"{ending.title} {said.words}".lower()
            if said.win_win and (word := _first(BROKEN_OFF[language], text)):
                message = Message(
                    "A call that ends in “{ending}” can be a win-win, and its words say “{word}”. Give the"
                    " ending the type that it has in real life, or other words.",
                    ending=ending.id,
                    word=word,
                )
            elif not said.content and (word := _first(THANKS[language], said.words.lower())):
                message = Message(
                    "A customer who says “{word}” in “{ending}” may have no reason to. Let the words depend"
                    " on how it stands, or let what earned the thanks count.",
                    ending=ending.id,
                    word=word,
                )
            else:
                continue
            survey = study.surveys[said.persona]
            witness = Witness(study.case.personas[said.persona].id, tuple(survey.way_to(said.position)))
            yield Remark(study.place("endings", ending.id, key=True), message, witness)
            break


def _all_said(study: Study, ending: Ending) -> Iterator[_Said]:
    """All last words that calls come to in an ending with how they stand, once for each persona."""
    for persona, survey in enumerate(study.surveys):
        here = survey.at(ending.id)
        if not len(here):
            continue
        words = [""] if ending.customer is None else list(ending.customer.values())
        codes = _which(survey, ending) * 4 + survey.solution.wins[here] * 2 + _content(survey, ending)
        for code, first in zip(*numpy.unique(codes, return_index=True), strict=True):
            which, win_win, content = int(code) // 4, bool(code & 2), bool(code & 1)
            yield _Said(words[which], win_win, content, persona, int(here[first]))


def _content(survey: Survey, ending: Ending) -> Truths:
    """Whether the customer has got what they came for, at each position of an ending."""
    case, here = survey.solution.case, survey.at(ending.id)
    seen = survey.packing.seen(survey.words(here))
    content = numpy.ones(len(here), dtype=bool)
    for formula, percent in (
        (case.cells.customer_business, ending.allows.customer_business),
        (case.cells.customer_personal, ending.allows.customer_personal),
    ):
        content &= numpy.clip(formula(seen), 0, 100) * percent // 100 >= case.bar
    return content


def _which(survey: Survey, ending: Ending) -> Numbers:
    """Which of its last words count at each position of an ending, as a place among them."""
    words = survey.words(survey.at(ending.id))
    return survey.packing.place_of(words, ending.customer or Varied(""))


def _first(words: tuple[str, ...], text: str) -> str | None:
    return next((word for word in words if word in text), None)


RULE = CaseRule("ending-contradicts", check, about_play=True)
