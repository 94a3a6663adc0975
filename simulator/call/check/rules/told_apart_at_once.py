"""Callers whom the first replies give away: there is nothing left to find out by listening."""

from collections.abc import Iterator

from simulator.call.check.study import CaseRule, Remark, Study, Witness
from simulator.call.solver.shoes import Belief
from simulator.text.message import Message, plural

THIRD = 3
"""The reply from which on a caller may be known. Two questions are what any agent asks first."""
LONG_ENOUGH = 7
"""Replies of a caller's best call, from which on the rule looks: a shorter one has no time to wait."""


def check(study: Study) -> Iterator[Remark]:
    """Look at everything that can be said before the third reply, and at what its answers leave possible."""
    told: set[str] = set()
    for place, persona in enumerate(study.case.personas):
        if persona.kind in told or len(study.solutions[place].best_line()) < LONG_ENOUGH:
            continue
        moves = _alone(study, place)
        if moves:
            told.add(persona.kind)
            yield Remark(
                study.place("personas", persona.kind, key=True),
                Message(
                    "After {replies}, “{persona}” is told from everybody else. Let the callers sound alike"
                    " until the third reply, so that listening takes more than one question.",
                    replies=plural("one reply", "{count} replies", count=len(moves)),
                    persona=persona.kind,
                ),
                Witness(persona.id, moves),
            )


def _alone(study: Study, persona: int) -> tuple[str, ...]:
    """The replies of a shortest call that singles this caller out so early; none if there is no such call.

    Who differs in the opening already is left to `opening-differs`. Answers that end the call tell nothing:
    nobody can make use of it any more. A record that comes to light singles nobody out: it is on the agent's
    screen, and the people behind it sound alike as before.
    """
    solution = study.solutions[persona]
    start = study.shoes.at_start(persona)
    layer: dict[Belief, tuple[str, ...]] = {start: ()} if _people(study, start) > 1 else {}
    for _ in range(1, THIRD):
        following: dict[Belief, tuple[str, ...]] = {}
        for belief, said in layer.items():
            for move, target in solution.options(belief[persona] or 0).items():
                after = study.shoes.after(belief, move, persona)
                if _people(study, after) > 1:
                    following.setdefault(after, (*said, move))
                elif not solution.ended[target]:
                    return (*said, move)
        layer = following
    return ()


def _people(study: Study, belief: Belief) -> int:
    """How many personas it can be, with whatever record."""
    callers = zip(study.case.personas, belief, strict=True)
    return len({caller.kind for caller, number in callers if number is not None})


RULE = CaseRule("told-apart-at-once", check, about_play=True)
