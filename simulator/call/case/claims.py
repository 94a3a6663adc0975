"""What an author asserts of every call that can be made: sentences of a few fixed forms, read once."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from simulator.source.expressions import NAME
from simulator.source.problems import did_you_mean
from simulator.source.reading import Source
from simulator.text.message import Message

from .document import Document
from .record import Caller
from .sharing import origin


@dataclass(frozen=True, slots=True)
class NoWinWithout:
    """No call is a win-win in which a fact has not become known."""

    text: str
    place: int
    """Which claim of the case it is, counted from 0."""
    fact: str


@dataclass(frozen=True, slots=True)
class NeverOver:
    """No call that comes to one of these endings scores more than so much."""

    text: str
    place: int
    endings: frozenset[str]
    most: int


@dataclass(frozen=True, slots=True)
class BestUses:
    """Every best call with these callers has a certain reply in it, in any scene or in one."""

    text: str
    place: int
    callers: frozenset[int]
    """Places in `Case.personas`."""
    scene: str | None
    reply: str


Claim = NoWinWithout | NeverOver | BestUses

_FACT, _MOST, _ENDING = rf"(?P<fact>{NAME})", r"(?P<most>[0-9]{1,3})", rf"(?P<ending>{NAME})"
_WHO, _REPLY = rf"(?P<who>{NAME}(?:\.{NAME})?)", rf"(?:(?P<scene>{NAME})/)?(?P<reply>{NAME})"
FORMS = tuple(
    re.compile(form.replace(" ", r"\s+")).fullmatch
    for form in (
        f"no win-win without {_FACT}",
        f"没有 {_FACT} 就没有双赢",
        f"{_ENDING} never scores over {_MOST}",
        f"{_ENDING} 从不超过 {_MOST} ?分".replace(" ?", r"\s*"),
        f"best for {_WHO} uses {_REPLY}",
        f"对 {_WHO} 最好的通话要用 {_REPLY}",
    )
)
"""How a claim can be said, in either language."""


def read_claims(
    document: Document, callers: Collection[Caller], kinds: Mapping[str, str], source: Source
) -> tuple[Claim, ...]:
    """The claims of a case. `kinds` are the types of its endings, by name.

    What is no claim, or speaks of what the case does not have, is reported to `source`.
    """
    reader = _Reader(document, callers, kinds, source)
    claims = (reader.claim(place, text) for place, text in enumerate(document.claims))
    return tuple(claim for claim in claims if claim is not None)


class _Reader:
    def __init__(
        self, document: Document, callers: Collection[Caller], kinds: Mapping[str, str], source: Source
    ) -> None:
        self.document, self.callers, self.kinds, self.source = document, callers, kinds, source

    def claim(self, place: int, text: str) -> Claim | None:
        found = next(filter(None, (form(text.strip()) for form in FORMS)), None)
        if found is None:
            message = Message(
                "A claim is one of: “no win-win without FACT”, “ENDING never scores over NUMBER”, “best for"
                " PERSONA uses REPLY”."
            )
            self.source.report("claim", message, self.source.place(("claims", place)))
            return None
        said = found.groupdict()
        if "fact" in said:
            known = self.known(place, said["fact"], self.document.facts, Message("fact"))
            return NoWinWithout(text, place, said["fact"]) if known else None
        if "ending" in said:
            name = said["ending"]
            if not self.known(place, name, {*self.kinds, *self.kinds.values()}, Message("ending")):
                return None
            meant = (
                {name} if name in self.kinds else {one for one, kind in self.kinds.items() if kind == name}
            )
            return NeverOver(text, place, frozenset(meant), int(said["most"]))
        return self.best_uses(place, text, said)

    def best_uses(self, place: int, text: str, said: Mapping[str, str | None]) -> BestUses | None:
        who, scene, reply = said["who"] or "", said["scene"], said["reply"] or ""
        places = frozenset(
            at for at, caller in enumerate(self.callers) if caller.id == who or caller.is_named(who)
        )
        names = {
            name for caller in self.callers for name in (caller.id, caller.persona, caller.record) if name
        }
        scenes = {origin(name) for name in self.document.rehearsal}
        here = {
            move
            for name, part in self.document.rehearsal.items()
            if scene in (None, origin(name))
            for move in part.moves
        }
        fits = self.known(place, who, names, Message("persona"))
        if scene is not None:
            fits &= self.known(place, scene, scenes, Message("scene"))
        if fits and self.known(place, reply, here, Message("reply")):
            return BestUses(text, place, places, scene, reply)
        return None

    def known(self, place: int, name: str, known: Collection[str], what: Message) -> bool:
        if name in known:
            return True
        message = Message(
            "There is no {what} “{name}”.{hint}", what=what, name=name, hint=did_you_mean(name, sorted(known))
        )
        self.source.report("unknown-name", message, self.source.place(("claims", place)))
        return False
