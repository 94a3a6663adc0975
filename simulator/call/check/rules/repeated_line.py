"""A customer, or somebody else, who says the same words twice in one call, as nobody does."""

from collections.abc import Iterator

from simulator.call.case.case import Case
from simulator.call.check.saying import Saying, WordsHeard, saying_at
from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.call.check.wording import length
from simulator.source.reading import Location
from simulator.text.message import Message

LEAST = {"zh": 6, "en": 4}
"""Characters of Chinese, or words of English, from which on a line is heard as the same. “嗯，您说。” comes
many times in any call."""
SHOWN = 40
"""Characters of the line that the message shows."""


def check(study: Study) -> Iterator[Remark]:
    """Look for calls in which a text is heard, and heard again after some replies: one a scene.

    Lines of one scene repeat for the same reason - a call comes back to it, or never leaves it - so the first
    of them is enough.
    """
    places = _places(study.case)
    wanted = {said for said in places if _can_be_recognised(said.words, study.case.language)}
    for survey in study.surveys:
        for again in WordsHeard(survey).again(wanted):
            place = places[again.text]
            wanted -= {text for text in wanted if places[text] == place}
            yield Remark(
                study.place(*place, key=True),
                Message(
                    "A call can come to these words twice: “{words}”. Nobody repeats a thing word for word:"
                    " let it sound different the second time, or let the reply lead on.",
                    words=_shortened(again.text.words),
                ),
                Witness(study.case.personas[survey.solution.persona].id, again.moves),
            )


def _places(case: Case) -> dict[Saying, Location]:
    """Where each thing that is said stands first: the key of its scene or ending that holds it."""
    found: dict[Saying, Location] = {}
    for part, places in (("rehearsal", case.scenes), ("endings", case.endings)):
        for name, place in places.items():
            for text in place.customer.values() if place.customer is not None else ():
                found.setdefault(saying_at(place, text), (part, name, "customer"))
    return found


def _shortened(words: str) -> str:
    return words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"


def _can_be_recognised(text: str, language: str) -> bool:
    return length(text, language) >= LEAST[language]


RULE = CaseRule("repeated-line", check, about_play=True)
