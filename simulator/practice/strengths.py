"""What somebody says well and what is weak, and the three qualities of an agent, from what they did."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.call.case.case import Case
from simulator.text.message import Message, plural
from simulator.text.proportion import Proportion

from .practice import Task
from .standing import Played, begun

LATEST = 20
"""Calls that are looked at, the last ones: what was weak long ago may not be so now."""


@dataclass(frozen=True, slots=True)
class KindOfReply:
    """How one kind of reply goes: so many were good, of those said while a win-win was still possible.

    `attempt` is the last call in which one of them was not good.
    """

    kind: str
    good: Proportion
    attempt: str | None

    @property
    def weak(self) -> bool:
        """Whether there are enough of them to say that they could be better."""
        return not self.good.few and self.good.hits < self.good.of


@dataclass(frozen=True, slots=True)
class Quality:
    """A quality of an agent, 0-100; without a figure the words say what will give one."""

    name: Message
    percent: int | None
    words: Message


def kinds_of_replies(cases: Iterable[Case], attempts: Iterable[Played]) -> tuple[KindOfReply, ...]:
    """How each kind of reply goes in somebody's last graded calls, the weakest first.

    Replies count where their scene still has them.
    """
    known = {case.id: case for case in cases}
    graded = [one for one in attempts if one.called and one.findings is not None and one.findings.reviewed]
    good: dict[str, list[bool]] = defaultdict(list)
    fault: dict[str, str] = {}
    for played in sorted(graded, key=begun)[-LATEST:]:
        for kinds, right in _said(known.get(played.case), played):
            for kind in kinds:
                good[kind].append(right)
                if not right:
                    fault[kind] = played.name
    found = [
        KindOfReply(kind, Proportion(sum(rights), len(rights)), fault.get(kind))
        for kind, rights in good.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.good.few, one.good.share, -one.good.of, one.kind)))


def _said(case: Case | None, played: Played) -> Iterable[tuple[Sequence[str], bool]]:
    for reply in played.findings.replies if played.findings else ():
        scene = case.scenes.get(reply.scene) if case else None
        move = scene.moves.get(reply.move) if scene else None
        if move is not None and reply.winnable and reply.grade is not None:
            yield move.kinds, not reply.fault


def knowledge(share: float | None) -> Quality:
    """What somebody knows: their share in the last exam whose results are out, 0-1."""
    if share is None:
        return Quality(
            Message("Knowledge"),
            None,
            Message("Your first monthly exam fills this, when its results are out."),
        )
    return Quality(Message("Knowledge"), round(100 * share), Message("your last monthly exam"))


def steadiness(attempts: Iterable[Played]) -> Quality:
    """How steady somebody stays: the lowest that their composure fell to, on average of the last calls."""
    name = Message("Steadiness")
    kept = [
        one.findings.composure
        for one in sorted(attempts, key=begun)
        if one.findings is not None and one.findings.composure is not None
    ][-LATEST:]
    if not kept:
        return Quality(name, None, Message("Your first call fills this, when you have seen its debrief."))
    words = plural(
        "the lowest point of your composure in one call",
        "the lowest point of your composure, on average of {count} calls",
        count=len(kept),
    )
    return Quality(name, round(sum(kept) / len(kept)), words)


def responsibility(tasks: Iterable[Task], exams: Proportion) -> Quality:
    """What somebody followed through: assignments done of those due, exams sat of those that are over."""
    name = Message("Responsibility")
    due = [task.done for task in tasks if task.done or task.overdue]
    kept = Proportion(sum(due) + exams.hits, len(due) + exams.of)
    if not kept.of:
        return Quality(name, None, Message("Your first assignment done, or exam sat, fills this."))
    words = Message("{done} of {all} assignments and exams followed through", done=kept.hits, all=kept.of)
    return Quality(name, kept.percent, words)
