"""Who judges the replies of a case at the command line: the solved case, or nobody where it is too large."""

import os

from simulator.call.case.case import Case
from simulator.call.play.play import Play
from simulator.call.report import debrief
from simulator.call.report.debrief import Debrief
from simulator.call.solver.judging import Judge
from simulator.cli.failures import CommandFailure
from simulator.disk import cache_folder
from simulator.library import solutions
from simulator.text.message import Message

BUDGET = 5_000_000  # positions with each persona: about 10 seconds and 500 MB


def judge_of(case: Case) -> Judge | None:
    """A judge of a case; None where it has more positions than can be worked out while somebody waits."""
    store = solutions.SolutionStore(cache_folder(os.environ))
    return solutions.judge_of(case, BUDGET, store)


def reviewed_debrief(play: Play, language: str, started: str | None = None, better: bool = True) -> Debrief:
    """The debrief of a play, with the review of its call where there is one and the case is not too large.

    What would have been `better` is in it or left out.
    """
    return debrief.reviewed_debrief(play, language, started, judge_of, better)


def needed_judge(case: Case) -> Judge:
    """A judge of a case. Raises Failure where there is none."""
    judge = judge_of(case)
    if judge is None:
        raise CommandFailure(
            Message("This case has more positions than could be worked out, so its calls are not graded.")
        )
    return judge
