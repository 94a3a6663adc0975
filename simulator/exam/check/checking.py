"""The checker for a bank of questions: all rules, less what its authors have good reason to ignore."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from simulator.call.check.lint import (
    EVERYTHING,
    IGNORE_REASON,
    IGNORE_UNKNOWN,
    IGNORE_UNUSED,
    Selection,
    without_ignored,
)
from simulator.exam.bank.loading import BankFiles, examine_bank
from simulator.source.problems import Problem, in_reading_order

from .rules import all_bank_rules
from .study import BankStudy

BANK_FILE_RULES = frozenset({"question-key", "question-parts", "policy-date"})
"""What can be wrong with these files and not with a case; the rest has the names that it has there."""


def known_bank_rules() -> tuple[str, ...]:
    """Every id that only a bank's problems have, in alphabetical order."""
    return tuple(sorted({*BANK_FILE_RULES, *all_bank_rules()}))


def lint_bank(
    problems: Iterable[Problem], files: BankFiles | None, selection: Selection = EVERYTHING
) -> tuple[Problem, ...]:
    """All that is wrong with a bank, in reading order: what was found so far, and what the rules find."""
    if files is None:
        return in_reading_order(selection.of(problems))
    found = [*problems, *bank_findings(files, selection)]
    known = (*known_bank_rules(), IGNORE_REASON, IGNORE_UNKNOWN, IGNORE_UNUSED)
    looked_for = [rule for rule in known if rule in selection]
    sources = {id(source): source for source in (*files.policies.values(), *files.questions.values())}
    for source in sources.values():
        found = list(without_ignored(found, source.text, source.file, looked_for, known))
    return in_reading_order(selection.of(found))


def bank_findings(files: BankFiles, selection: Selection = EVERYTHING) -> Iterator[Problem]:
    """What the rules find in a bank that can be used, by rule."""
    study = BankStudy(files)
    for rule in all_bank_rules().values():
        if rule.id in selection:
            for remark in rule.check(study):
                yield Problem(remark.place, rule.id, remark.message, rule.severity)


def check_bank(folder: str | Path, selection: Selection = EVERYTHING) -> tuple[Problem, ...]:
    """The problems of a bank of questions and of the policies that they rest on, in reading order."""
    problems, files = examine_bank(folder)
    return lint_bank(problems, files, selection)
