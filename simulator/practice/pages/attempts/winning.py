"""A call that was won, as its trainee sees it first: who was won over, and with which line."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.call.case.case import Case
from simulator.call.report.debrief import Debrief
from simulator.database.settings import Options
from simulator.people.person import Person
from simulator.practice.standing import Mastery, Played, begun, standing
from simulator.practice.storage.played import played_by
from simulator.text.message import Message, plural
from simulator.web.services import Services, now

from .seeing import SeenAttempt


@dataclass(frozen=True, slots=True)
class CaseCaller:
    """Somebody who calls in a case: `kind` and `look` say how they are drawn, once they were `won` over."""

    kind: str
    look: str | None
    won: bool


@dataclass(frozen=True, slots=True)
class Win:
    """What a won call amounts to. `line` is the reply that won it; None where none decided it.

    `gained` is the difference to the score of the call before; None for the first one.
    """

    line: str | None
    gained: int | None
    callers: tuple[CaseCaller, ...]
    people: Message
    mastery: Message
    mastered: bool


@dataclass(frozen=True, slots=True)
class OwnCalls:
    """What a trainee has done at a case, which the debrief of one attempt needs to know."""

    case: Case
    calls: tuple[Played, ...]
    """The calls that came to an end, in the order in which they were begun."""
    mastery: Mastery

    @property
    def won(self) -> frozenset[str]:
        """The kinds of callers who were won over."""
        ids = {call.persona for call in self.calls if call.won}
        return frozenset(one.kind for one in self.case.personas if one.id in ids)


def own_calls(services: Services, person: Person, case: Case, case_id: str) -> OwnCalls:
    """What somebody has done at a case; trials do not count."""
    attempts = played_by(services, [person.id], case_id, with_findings=False)
    needed = services[Options].current(now()).wins_needed
    calls = tuple(sorted((one for one in attempts if one.called), key=begun))
    return OwnCalls(case, calls, standing(case, attempts, needed).mastery)


def met(own: OwnCalls, d: Debrief) -> tuple[Message, str] | None:
    """What to say of the caller beside the name, and in which colour; None where there is no verdict."""
    if d.caller is None or d.verdict is None:
        return None
    if d.verdict.won:
        return Message("won over"), "good"
    if d.caller.kind in own.won:
        return Message("won over before"), ""
    return Message("not won over yet"), "mind"


def win(seen: SeenAttempt, d: Debrief, own: OwnCalls) -> Win | None:
    """The win that an attempt is; None where it is none."""
    if d.verdict is None or not d.verdict.won or d.verdict.mistakes:
        return None
    callers: dict[str, CaseCaller] = {}
    for one in own.case.personas:
        here = d.caller is not None and one.kind == d.caller.kind
        callers.setdefault(one.kind, CaseCaller(one.kind, one.look, here or one.kind in own.won))
    won = sum(one.won for one in callers.values())
    return Win(
        line=_line(d),
        gained=_gained(seen, d.verdict.score, own.calls),
        callers=tuple(callers.values()),
        people=Message("{won} of {count} callers won over", won=won, count=len(callers)),
        mastery=_tally(own.mastery),
        mastered=own.mastery.mastered,
    )


def _line(d: Debrief) -> str | None:
    if d.review is None or not d.review.decided:
        return None
    return d.review.replies[d.review.turn - 1].say


def _gained(seen: SeenAttempt, score: int, calls: Sequence[Played]) -> int | None:
    before = [one for one in calls if begun(one) < (seen.kept.started, seen.name)]
    if not before or before[-1].result is None or before[-1].result.score is None:
        return None
    return score - before[-1].result.score


def _tally(mastery: Mastery) -> Message:
    if mastery.mastered:
        return Message("Case mastered")
    return plural(
        "{run} won in a row, one more masters the case",
        "{run} won in a row, {count} more master the case",
        count=mastery.needed - len(mastery.run),
        run=len(mastery.run),
    )
