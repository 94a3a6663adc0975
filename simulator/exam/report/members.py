"""The people of a group: what everybody and every team came to, and who should be helped by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.exam.bank.loading import Bank
from simulator.exam.paper.exam import form_name
from simulator.exam.results.results import ExamineeResult, ExamResults
from simulator.text.language import Language, Translator
from simulator.text.proportion import Proportion

from .helping import helping


@dataclass(frozen=True, slots=True)
class GroupMember:
    """Somebody whom the report is about. `team` is empty, and `team_id` None, for somebody without one.

    Who is not `here` any more counts in every figure, and neither helps nor is helped.
    """

    name: str
    team: str = ""
    team_id: int | None = None
    here: bool = True


@dataclass(frozen=True, slots=True)
class ExamMemberRow:
    """What somebody of the group came to."""

    name: str
    team: str
    form: str
    absent: bool
    marks: float
    most: int
    share: float
    error: float | None
    passed: bool
    open: bool
    """Whether a human still has to decide."""
    cost: float
    weakest: str
    """The topic in which the largest share of marks is missing; empty where none is."""


@dataclass(frozen=True, slots=True)
class ExamTeamRow:
    """What a team came to."""

    name: str
    came: int
    of: int
    mean: float | None
    passed: Proportion
    cost: float


@dataclass(frozen=True, slots=True)
class HelperRow:
    """Somebody who can help, and with which topics, each with how many of the missed questions."""

    name: str
    same_team: bool
    topics: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class HelpRow:
    """Who should be helped by whom; `left` are topics in which nobody found can help."""

    name: str
    team: str
    missed: int
    helpers: tuple[HelperRow, ...]
    left: tuple[tuple[str, int], ...]


def missing_cost(result: ExamineeResult, bank: Bank) -> float:
    """What somebody's wrong answers would have cost, in yuan."""
    return sum(
        (1 - item.credit) * bank.questions[item.question].cost.yuan for item in result.items if not item.void
    )


def team_rows(
    results: ExamResults, bank: Bank, members: Mapping[int, GroupMember], t: Translator
) -> tuple[ExamTeamRow, ...]:
    """The teams by name, those without one last; nothing unless there are several."""
    by_team: dict[tuple[bool, str, int], list[ExamineeResult]] = {}
    for result in results.examinees:
        member = members[result.person]
        by_team.setdefault((member.team_id is None, member.team, member.team_id or 0), []).append(result)
    if len(by_team) < 2:
        return ()
    rows = []
    for (_, name, _), found in sorted(by_team.items()):
        present = [result for result in found if not result.absent]
        rows.append(
            ExamTeamRow(
                name or t("no team"),
                len(present),
                len(found),
                sum(result.share for result in present) / len(present) if present else None,
                Proportion(sum(result.passed for result in present), len(present)),
                sum(missing_cost(result, bank) for result in present),
            )
        )
    return tuple(rows)


def member_rows(
    results: ExamResults, bank: Bank, members: Mapping[int, GroupMember], language: Language
) -> tuple[ExamMemberRow, ...]:
    """Everybody, those with the lowest share first, those absent last."""
    ordered = sorted(results.examinees, key=lambda one: (one.absent, one.share, members[one.person].name))
    return tuple(
        ExamMemberRow(
            name=members[result.person].name,
            team=members[result.person].team,
            form=form_name(result.form),
            absent=result.absent,
            marks=result.marks,
            most=result.most,
            share=result.share,
            error=result.error,
            passed=result.passed,
            open=result.near and result.decided is None,
            cost=missing_cost(result, bank),
            weakest=bank.name_of(_weakest(result, bank), language),
        )
        for result in ordered
    )


def _weakest(result: ExamineeResult, bank: Bank) -> str:
    missing: dict[str, list[float]] = {}
    for item in result.items:
        if not item.void:
            missing.setdefault(bank.questions[item.question].topic, []).append(1 - item.credit)
    shares = {topic: sum(found) / len(found) for topic, found in missing.items()}
    worst = max(shares, key=lambda topic: (shares[topic], sum(missing[topic]), topic), default="")
    return worst if worst and shares[worst] > 0 else ""


def help_rows(
    results: ExamResults, bank: Bank, members: Mapping[int, GroupMember], language: Language
) -> tuple[HelpRow, ...]:
    """Who should be helped by whom, by the topics of what was missed."""
    teams = {person: member.team_id for person, member in members.items()}
    present = [result for result in results.present if members[result.person].here]

    def by_topic(names: Sequence[str]) -> tuple[tuple[str, int], ...]:
        counts: dict[str, int] = {}
        for name in names:
            topic = bank.questions[name].topic
            counts[topic] = counts.get(topic, 0) + 1
        ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        return tuple((bank.name_of(topic, language), count) for topic, count in ordered)

    return tuple(
        HelpRow(
            members[one.person].name,
            members[one.person].team,
            len(one.missed),
            tuple(
                HelperRow(members[helper.person].name, helper.same_team, by_topic(helper.questions))
                for helper in one.helpers
            ),
            by_topic(one.left),
        )
        for one in helping(present, bank.questions, teams)
    )
