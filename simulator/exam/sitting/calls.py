"""Calls as answers about clauses: what goes wrong on the telephone comes onto the paper.

A reply counts as an answer about the clauses that the replies open there rest on, and it is wrong if it was a
fault. The call as a whole counts as one about the clauses that its case rests on, and it is wrong if it was
not won. What a call costs is told by its own outcome, so it has no cost here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from simulator.call.case.case import Case, Citation
from simulator.exam.statistics.persistent import Asked, PastMonth
from simulator.practice.findings import ReplyFinding

Call = tuple[Case, Sequence[ReplyFinding], bool]
"""A finished call: its case, what was said, and whether it was won."""


def months_of_calls(calls: Iterable[tuple[date, Call]]) -> tuple[PastMonth, ...]:
    """What came up in calls that were finished on these days, month by month, the oldest first."""
    months: dict[date, list[Call]] = defaultdict(list)
    for day, call in calls:
        months[day.replace(day=1)].append(call)
    return tuple(calls_of_month(month, months[month]) for month in sorted(months))


def calls_of_month(day: date, calls: Iterable[Call]) -> PastMonth:
    """What came up in the calls of a month, and how it went."""
    asked, wrong = Counter[Citation](), Counter[Citation]()
    for case, replies, won in calls:
        for citation, right in _answers(case, replies, won):
            asked[citation] += 1
            wrong[citation] += not right
    return PastMonth(
        day,
        tuple(
            Asked(None, citation.policy, (citation.clause,), count, wrong[citation])
            for citation, count in asked.items()
        ),
    )


def _answers(case: Case, replies: Sequence[ReplyFinding], won: bool) -> Iterator[tuple[Citation, bool]]:
    for citation in case.cites:
        yield citation, won
    for reply in replies:
        scene = case.scenes.get(reply.scene)
        if scene is None:
            continue
        open_there = [scene.moves[name] for name in {*reply.open, reply.move} if name in scene.moves]
        for citation in {citation for move in open_there for citation in move.cites}:
            yield citation, not reply.fault
