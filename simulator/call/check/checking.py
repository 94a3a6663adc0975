"""All that is wrong with a case as its author keeps it: file, translations, how it plays, plans."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from simulator.call.case.case import Case
from simulator.call.case.loading import AS_WRITTEN, AgentLimits, case_file, examine
from simulator.call.case.plan import plan_files, read_plan
from simulator.call.solver.solving import BUDGET
from simulator.policy.loading import known_policies
from simulator.policy.policy import Policy
from simulator.source.problems import CaseError, Problem
from simulator.source.reading import Source

from .lint import EVERYTHING, TOO_MANY, Selection, lint
from .plans import run_plan
from .rules import all_rules


def check_case(
    case: str | Path,
    plans: list[Path] | None = None,
    selection: Selection = EVERYTHING,
    budget: int = BUDGET,
    policies: Mapping[str, Policy] | None = None,
    agent: AgentLimits = AS_WRITTEN,
    day: date | None = None,
) -> tuple[Problem, ...]:
    """The problems of a case, its translations and its plans (or only these plans), in reading order.

    All of it is looked at and played as `agent`, who may do more or less than the case's own.
    Clauses that it cites are looked for in `policies`, by default in those that lie beside its folder, as
    they count on `day`, by default today.
    """
    problems, files = examine(case, agent)
    found = list(problems)
    if files is not None:
        for plan in plan_files(case_file(case).parent) if plans is None else plans:
            found += plan_problems(files.case, plan)
    if policies is None:
        named = files is not None and (files.case.citations or files.case.day)
        policies = _policies_beside(files.source) if files is not None and named else {}
    return lint(found, files, selection, budget, policies, day)


def _policies_beside(source: Source) -> Mapping[str, Policy]:
    """The policies of the bank that lies in the same folder as a case's own folder."""
    return known_policies(Path(source.file).absolute().parent.parent)


@cache
def quick_rules() -> Selection:
    """The rules that can be looked for while an author is typing: all that need no solved rehearsal."""
    about_play = {rule.id for rule in all_rules().values() if rule.about_play}
    return Selection(left_out=frozenset({*about_play, TOO_MANY}))


def plan_problems(case: Case, file: Path) -> tuple[Problem, ...]:
    """What is wrong with a plan, and with what comes of it."""
    try:
        return run_plan(case, read_plan(file)).problems
    except CaseError as error:
        return error.problems
