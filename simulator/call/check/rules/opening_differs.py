"""An opening that differs by who is on the line, and so tells the trainee at once."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.call.play import rehearsal as call
from simulator.text.message import Message

HEARD_AND_SEEN = ("customer", "cue", "mood", "screen")


def check(study: Study) -> Iterator[Remark]:
    """Compare what each persona says, and how, the moment the call begins."""
    case = study.case
    positions = [call.opening(case, place) for place in range(len(case.personas))]
    for key in HEARD_AND_SEEN:
        varied = getattr(case.opening, key)
        texts = [varied.at(position) for position in positions] if varied else []
        other = next((place for place, text in enumerate(texts) if text != texts[0]), None)
        if other is not None:
            place = study.place("rehearsal", case.opening.id, key, key=True)
            yield Remark(place, _message(key, case.personas[0].id, case.personas[other].id))


def _message(key: str, one: str, other: str) -> Message:
    # One sentence for each, because languages build it around the noun.
    if key == "customer":
        return Message(
            "The first words tell “{one}” and “{other}” apart, before anybody has listened."
            " Let all open alike.",
            one=one,
            other=other,
        )
    if key in ("cue", "mood"):
        return Message(
            "The tone of the first words tells “{one}” and “{other}” apart, before anybody has asked."
            " Let all open alike.",
            one=one,
            other=other,
        )
    return Message(
        "The first screen tells “{one}” and “{other}” apart. Let all open alike.", one=one, other=other
    )


RULE = CaseRule("opening-differs", check)
