"""All that is wrong with a bank as its authors keep it."""

from pathlib import Path

from simulator.call.check.lint import EVERYTHING, Selection
from simulator.exam.bank.loading import examine_bank
from simulator.source.problems import Problem

from .lint import lint_bank


def bank_problems(folder: Path, selection: Selection = EVERYTHING) -> tuple[Problem, ...]:
    """The problems of a bank of questions and of the policies that they rest on, in reading order."""
    problems, files = examine_bank(folder)
    return lint_bank(problems, files, selection)
