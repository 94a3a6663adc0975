"""All that is wrong with a bank as its authors keep it."""

from pathlib import Path

from simulator.analysis.bank_lint import lint_bank
from simulator.analysis.lint import EVERYTHING, Selection
from simulator.case.exam.loading import examine_bank
from simulator.case.problems import Problem


def bank_problems(folder: Path, selection: Selection = EVERYTHING) -> tuple[Problem, ...]:
    """The problems of a bank of questions and of the policies that they rest on, in reading order."""
    problems, files = examine_bank(folder)
    return lint_bank(problems, files, selection)
