"""A debrief with the review of its call in it, where there is a call and somebody who can judge it."""

from collections.abc import Callable

from simulator.call.case.case import Case
from simulator.call.play.play import Play
from simulator.call.review.review import review
from simulator.call.solver.judging import Judge
from simulator.text.language import translator

from .debrief import Debrief, debrief
from .review import review_part


def reviewed_debrief(
    play: Play, language: str, started: str | None, judge_of: Callable[[Case], Judge | None]
) -> Debrief:
    """The debrief of a play with its review; `judge_of` gives None for a case that is too large."""
    if play.progress.call is None:
        return debrief(play, language, started)
    judge = judge_of(play.case)
    if judge is None:
        return debrief(play, language, started, too_large=True)
    found = review(play, judge)
    part = None if found is None else review_part(found, translator(language))
    return debrief(play, language, started, part)
