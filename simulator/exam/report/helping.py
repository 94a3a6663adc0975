"""Who should be helped by whom: somebody who had right what the other had wrong, in the same team first.

Those are helped who did not pass or are near the pass mark; review cards see to what the others missed.
A question was missed with less than half of its credit, and is known with all of it, or with all of that of a
sibling. Those with the lowest share are placed first. Everybody gets the one of the team who knows most of
what they missed (then: whose knowledge would have saved most, then: who helps fewest so far); where something
is left, or nobody of the team can, one from another team. Nobody helps more than MOST_HELPED.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.exam.bank.question import Question
from simulator.exam.results.results import ExamineeResult

MISSED = 0.5
MOST_HELPED = 3
MOST_HELPERS = 2


@dataclass(frozen=True, slots=True)
class ExamHelper:
    """Somebody who can help, with the questions that they know and the other missed."""

    person: int
    same_team: bool
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExamHelp:
    """What somebody missed, who can help, and what nobody found can help with."""

    person: int
    missed: tuple[str, ...]
    helpers: tuple[ExamHelper, ...]
    left: tuple[str, ...]


def helping(
    results: Sequence[ExamineeResult], questions: Mapping[str, Question], teams: Mapping[int, int | None]
) -> tuple[ExamHelp, ...]:
    """Who of those near the pass mark or below should be helped by whom, those with the lowest share first.

    `teams` by person; None stands for none, and two without a team are not of one.
    """
    present = [result for result in results if not result.absent]
    missed = {result.person: _missed(result) for result in present}
    known = {result.person: _known(result, questions) for result in present}
    shares = {result.person: result.share for result in present if result.near or not result.passed}
    helped: dict[int, int] = defaultdict(int)
    found = []
    for person in sorted(shares, key=lambda one: (shares[one], one)):
        if not missed[person]:
            continue
        left = list(missed[person])
        helpers: list[ExamHelper] = []
        for same in (True, False):
            if not left or len(helpers) == MOST_HELPERS:
                break
            best = _best(person, left, known, teams, helped, questions, same)
            if best is not None:
                helpers.append(best)
                helped[best.person] += 1
                left = [name for name in left if name not in best.questions]
        found.append(ExamHelp(person, tuple(missed[person]), tuple(helpers), tuple(left)))
    return tuple(found)


def _best(
    person: int,
    left: Sequence[str],
    known: Mapping[int, frozenset[str]],
    teams: Mapping[int, int | None],
    helped: Mapping[int, int],
    questions: Mapping[str, Question],
    same: bool,
) -> ExamHelper | None:
    """Who of the own team, or of the others, knows most of what is left; None where nobody knows any."""
    own = teams.get(person)
    ranked = []
    for other, knows in known.items():
        together = own is not None and teams.get(other) == own
        if other == person or together is not same or helped.get(other, 0) >= MOST_HELPED:
            continue
        covered = tuple(name for name in left if name in knows)
        if covered:
            saved = sum(questions[name].cost.yuan for name in covered)
            ranked.append((-len(covered), -saved, helped.get(other, 0), other, covered))
    if not ranked:
        return None
    *_, other, covered = min(ranked)
    return ExamHelper(other, same, covered)


def _missed(result: ExamineeResult) -> list[str]:
    return [item.question for item in result.items if not item.void and item.credit < MISSED]


def _known(result: ExamineeResult, questions: Mapping[str, Question]) -> frozenset[str]:
    right = {item.question for item in result.items if not item.void and item.credit == 1}
    wrong = {item.question for item in result.items if not item.void and item.credit < 1}
    siblings = {name for one in right for name in questions[one].siblings}
    return frozenset(right | (siblings - wrong))
