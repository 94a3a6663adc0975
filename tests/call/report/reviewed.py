"""Reviewed plays of the small case: the debrief with the review in it, and two calls compared."""

from collections.abc import Sequence

from simulator import Case
from simulator.call.report.comparison import ComparisonPart, comparison_part
from simulator.call.report.debrief import Debrief, debrief
from simulator.call.report.review import review_part
from simulator.call.review.comparing import compare
from simulator.call.review.review import Review, review
from simulator.call.solver.judging import Judge
from simulator.call.solver.shoes import Shoes
from simulator.call.solver.solving import solve_all
from simulator.text.language import translator

from .plays import STARTED, played


def judge_of(case: Case) -> Judge:
    """A judge who knows everything about a case."""
    return Judge(Shoes(case, list(solve_all(case))))


def reviewed(case: Case, moves: Sequence[str], persona: str = "worried") -> Review:
    """The review of a call."""
    found = review(played(case, moves, persona, "rehearsal"), judge_of(case))
    assert found is not None
    return found


def reviewed_debrief(case: Case, moves: Sequence[str], language: str, persona: str = "worried") -> Debrief:
    """The debrief of a call with its review."""
    part = review_part(reviewed(case, moves, persona), translator(language))
    return debrief(played(case, moves, persona, "rehearsal"), language, STARTED, part)


def compared(case: Case, left: Sequence[str], right: Sequence[str], language: str) -> ComparisonPart:
    """Two calls of the same customer, compared."""
    both = compare(reviewed(case, left), reviewed(case, right))
    return comparison_part(both, ("one", "other"), language)
