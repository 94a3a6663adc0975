"""A text that is there only to fill its place: dots, dashes, or a printer's dummy text."""

import re
from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study
from simulator.call.check.wording import says_something, wordings
from simulator.text.message import Message

_DUMMY = re.compile(
    r"\s*(?:lorem ipsum\b.*|x{2,}|asdf+|some text|text here|占位(?:符|文字)?)[\s.。…]*", re.I | re.S
)

CAN_BE_SILENT = {"customer", "says", "cue", "screen"}
"""What may well be no more than dots: a customer says “……”, a screen shows “—”."""


def check(study: Study) -> Iterator[Remark]:
    """Look for texts without a letter in them, and for well-known dummies."""
    for wording in wordings(study):
        silent = not CAN_BE_SILENT.isdisjoint(map(str, wording.location))
        if _DUMMY.fullmatch(wording.text) or (not silent and not says_something(wording.text)):
            yield Remark(
                wording.place,
                Message("“{text}” only fills the place of a text. Write it.", text=wording.text.strip()),
            )


RULE = CaseRule("empty-text", check)
