"""Who judges the replies of a case at the command line: the solved case, or nobody where it is too large."""

import os

from simulator.analysis.judging import Judge
from simulator.analysis.review import review
from simulator.analysis.shoes import Shoes
from simulator.case.case import Case
from simulator.case.messages import Message
from simulator.engine.play import Play
from simulator.language import translator
from simulator.reporting.debrief import Debrief, debrief
from simulator.reporting.review import review_part
from simulator.storage.solutions import SolutionStore, cache_folder, solved

from .failures import Failure

BUDGET = 5_000_000  # positions with each persona: about 10 seconds and 500 MB


def judge_of(case: Case) -> Judge | None:
    """A judge of a case; None where it has more positions than can be worked out while somebody waits."""
    solutions = []
    store = SolutionStore(cache_folder(os.environ))
    for place in range(len(case.personas)):
        solution = solved(case, place, BUDGET, store)
        if not solution.reached.complete:
            return None
        solutions.append(solution)
    return Judge(Shoes(case, solutions))


def reviewed_debrief(play: Play, language: str, started: str | None = None) -> Debrief:
    """The debrief of a play, with the review of its call where there is one and the case is not too large."""
    if play.progress.call is None:
        return debrief(play, language, started)
    judge = judge_of(play.case)
    if judge is None:
        return debrief(play, language, started, too_large=True)
    found = review(play, judge)
    part = None if found is None else review_part(found, translator(language))
    return debrief(play, language, started, part)


def needed_judge(case: Case) -> Judge:
    """A judge of a case. Raises Failure where there is none."""
    judge = judge_of(case)
    if judge is None:
        raise Failure(
            Message("This case has more positions than could be worked out, so its calls are not graded.")
        )
    return judge
